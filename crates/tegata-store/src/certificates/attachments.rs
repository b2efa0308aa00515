//! Attachments: what serves a certificate. They change in the transaction that attaches or detaches, so that
//! "in use" is exact and a certificate in use cannot be deleted.

use tegata_model::certificate::Certificate;
use tegata_model::holder::{Attachment, CertificateUser, Holder};
use tegata_model::{CertificateId, Tenant};
use uuid::Uuid;

use super::Stored;
use super::search::index::Entry;
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// The certificate is not there (any more), or not the tenant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchCertificate;

/// Attaches a certificate. Attaching what is attached already changes nothing.
///
/// Whether the certificate suits is for the caller to decide, in the same transaction.
///
/// # Errors
/// When the store fails; the inner one when there is no such certificate.
pub fn attach(
    tx: &mut WriteTx<'_>,
    tenant: &Tenant,
    id: CertificateId,
    attachment: &Attachment,
) -> Result<Result<(), NoSuchCertificate>, StoreError> {
    let added = tx.execute(
        "INSERT INTO certificate_attachments (certificate_id, holder, resource) SELECT id, ?4, ?5 FROM certificates \
         WHERE id = ?1 AND account = ?2 AND region = ?3 \
         ON CONFLICT (certificate_id, holder) DO UPDATE SET resource = excluded.resource",
        params![
            id.0,
            tenant.account.as_str(),
            tenant.region.as_str(),
            attachment.holder.to_stored(),
            attachment.user.to_stored()
        ],
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
pub fn detach(tx: &mut WriteTx<'_>, id: CertificateId, holder: Holder) -> Result<(), StoreError> {
    let gone = tx.execute(
        "DELETE FROM certificate_attachments WHERE certificate_id = ?1 AND holder = ?2",
        params![id.0, holder.to_stored()],
    )?;
    if gone > 0 { count(tx, id) } else { Ok(()) }
}

/// What uses a certificate, each once, in order.
///
/// # Errors
/// When the store fails, or a newer release has attached it to what this one does not know.
pub fn users_of(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Vec<CertificateUser>, StoreError> {
    let rows = tx.rows(
        "SELECT DISTINCT resource FROM certificate_attachments WHERE certificate_id = ?1 ORDER BY resource",
        params![id.0],
    )?;
    rows.iter()
        .map(|row| {
            CertificateUser::from_stored(&row.get::<String>(0)?)
                .ok_or_else(|| StoreError::corrupt("a certificate's user"))
        })
        .collect()
}

/// What holds a certificate, in order.
///
/// # Errors
/// When the store fails, or a newer release has attached it to what this one does not know.
pub fn holders_of(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Vec<Holder>, StoreError> {
    let rows = tx.rows(
        "SELECT holder FROM certificate_attachments WHERE certificate_id = ?1 ORDER BY holder",
        params![id.0],
    )?;
    rows.iter()
        .map(|row| {
            Holder::from_stored(&row.get::<String>(0)?)
                .ok_or_else(|| StoreError::corrupt("a certificate's holder"))
        })
        .collect()
}

/// The certificates of all accounts that something serves, after one, in order, at most `limit`: for effects, never for a
/// caller.
///
/// # Errors
/// When the store fails.
pub fn certificates_after(
    tx: &mut ReadTx<'_>,
    after: Option<CertificateId>,
    limit: u32,
) -> Result<Vec<Certificate>, StoreError> {
    let after = after.map_or(Uuid::nil(), |after| after.0);
    let rows = tx.rows(
        "SELECT document FROM certificates WHERE id IN (SELECT DISTINCT certificate_id FROM certificate_attachments \
         WHERE certificate_id > ?1 ORDER BY certificate_id LIMIT ?2) ORDER BY id",
        params![after, limit],
    )?;
    rows.iter().map(|row| row.get::<Json<Certificate>>(0).map(|Json(certificate)| certificate)).collect()
}

/// Keeps the count beside the certificate, and whether it is in use in the index.
fn count(tx: &mut WriteTx<'_>, id: CertificateId) -> Result<(), StoreError> {
    let Some(before) = super::find_of_any(tx, id)? else { return Ok(()) };
    let counted =
        tx.row("SELECT COUNT(*) FROM certificate_attachments WHERE certificate_id = ?1", params![id.0])?;
    let users: u32 = counted.map_or(Ok(0), |row| row.get(0))?;
    let entry_before = Entry::of(&before.certificate, before.usage());
    let after = Stored { users, ..before };
    let entry = Entry::of(&after.certificate, after.usage());
    entry.replace(tx, &after.certificate.tenant, &entry_before)?;
    tx.execute(
        "UPDATE certificates SET users = ?2, facets = ?3 WHERE id = ?1",
        params![id.0, users, entry.facets],
    )?;
    Ok(())
}
