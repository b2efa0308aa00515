//! Attachments: who serves a certificate. They change in the transaction that attaches or detaches, so that
//! "in use" is exact and a certificate in use cannot be deleted.

use tegata_model::{CertificateId, Tenant};

use super::{Stored, search};
use crate::{ReadTx, StoreError, WriteTx, params};

/// The certificate is not there (any more), or not the tenant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchCertificate;

/// Attaches a certificate. Attaching what is attached already changes nothing.
///
/// `holder` is what detaches it again and tells two places of one resource apart, such as
/// `listener/<id>/default`. `resource` is what a description names, as the service and the last part of its
/// ARN: `elasticloadbalancing:loadbalancer/app/<name>/<id>`. Whether the certificate suits is the caller's to
/// decide, in the same transaction.
///
/// # Errors
/// When the store fails; the inner one when there is no such certificate.
pub fn attach(
    tx: &mut WriteTx<'_>,
    tenant: &Tenant,
    id: CertificateId,
    holder: &str,
    resource: &str,
) -> Result<Result<(), NoSuchCertificate>, StoreError> {
    let added = tx.execute(
        "INSERT INTO certificate_attachments (certificate_id, holder, resource) SELECT id, ?4, ?5 FROM certificates \
         WHERE id = ?1 AND account = ?2 AND region = ?3 \
         ON CONFLICT (certificate_id, holder) DO UPDATE SET resource = excluded.resource",
        params![id.0, tenant.account.as_str(), tenant.region.as_str(), holder, resource],
    )?;
    if added == 0 {
        return Ok(Err(NoSuchCertificate));
    }
    count(tx, id)?;
    Ok(Ok(()))
}

/// Detaches a certificate. Detaching what is not attached changes nothing.
///
/// # Errors
/// When the store fails.
pub fn detach(tx: &mut WriteTx<'_>, id: CertificateId, holder: &str) -> Result<(), StoreError> {
    let gone = tx.execute(
        "DELETE FROM certificate_attachments WHERE certificate_id = ?1 AND holder = ?2",
        params![id.0, holder],
    )?;
    if gone > 0 { count(tx, id) } else { Ok(()) }
}

/// The resources that serve a certificate, each once, in order.
///
/// # Errors
/// When the store fails.
pub fn users_of(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Vec<String>, StoreError> {
    let rows = tx.rows(
        "SELECT DISTINCT resource FROM certificate_attachments WHERE certificate_id = ?1 ORDER BY resource",
        params![id.0],
    )?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Who holds a certificate, in order.
///
/// # Errors
/// When the store fails.
pub fn holders_of(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Vec<String>, StoreError> {
    let rows = tx.rows(
        "SELECT holder FROM certificate_attachments WHERE certificate_id = ?1 ORDER BY holder",
        params![id.0],
    )?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Keeps the count beside the certificate, and whether it is in use in the index.
fn count(tx: &mut WriteTx<'_>, id: CertificateId) -> Result<(), StoreError> {
    let Some(before) = super::find_of_any(tx, id)? else { return Ok(()) };
    let counted =
        tx.row("SELECT COUNT(*) FROM certificate_attachments WHERE certificate_id = ?1", params![id.0])?;
    let users: u32 = counted.map_or(Ok(0), |row| row.get(0))?;
    let usage_before = before.usage();
    let after = Stored { users, ..before };
    let certificate = &after.certificate;
    let facets = search::index::update(tx, (certificate, usage_before), (certificate, after.usage()))?;
    tx.execute(
        "UPDATE certificates SET users = ?2, facets = COALESCE(?3, facets) WHERE id = ?1",
        params![id.0, users, facets],
    )?;
    Ok(())
}
