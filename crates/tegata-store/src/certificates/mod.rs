//! Certificates: documents and what is kept beside them.
//!
//! The row is written whole from the document, so the columns that lists and effects search by cannot
//! disagree with it.

pub mod attachments;
pub mod evidence;
pub mod imports;
pub mod key_pool;
pub mod quota;
pub mod search;
pub mod tokens;
pub mod validations;
pub mod versions;

mod count;
mod save;

use jiff::Timestamp;
use tegata_model::certificate::{Certificate, Origin, Usage};
use tegata_model::{CertificateId, Tenant};

use self::save::{no_longer_await_proofs, reversed};
use crate::{Json, Param, ReadTx, Row, StoreError, WriteTx, approvals, mails, params};

pub use count::count_by_status;
pub use save::{InsertDraft, SaveDraft, insert, insert_drafted, save, save_drafted};

/// How many certificates are read by one statement.
const TOGETHER: usize = 20;

/// A certificate, and how many attachments it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The certificate.
    pub certificate: Certificate,
    /// How many attachments it has.
    pub users: u32,
}

impl Stored {
    /// Whether something serves it.
    #[must_use]
    pub fn usage(&self) -> Usage {
        if self.users > 0 { Usage::InUse } else { Usage::Unused }
    }
}

/// A certificate's row, unread. Rows that are equal hold the same certificate, so what was worked out from one holds for
/// the other, and comparing them costs less than reading one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    document: String,
    users: u32,
}

impl Unread {
    /// The certificate.
    ///
    /// # Errors
    /// When the row holds something else.
    pub fn read(&self) -> Result<Stored, StoreError> {
        let certificate = serde_json::from_str(&self.document).map_err(StoreError::corrupt)?;
        Ok(Stored { certificate, users: self.users })
    }
}

/// The certificate of that identifier, if it is the tenant's.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, tenant: &Tenant, id: CertificateId) -> Result<Option<Stored>, StoreError> {
    let row = tx.row(
        "SELECT document, users FROM certificates WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.0, tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(read).transpose()
}

/// The certificates of these identifiers that are the tenant's, in the same order; what is not there is left out.
///
/// # Errors
/// When the store fails.
pub fn find_all(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    ids: &[CertificateId],
) -> Result<Vec<Stored>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    // A page is many certificates, and a statement for each would cost more than the certificates.
    for some in ids.chunks(TOGETHER) {
        let Some(last) = some.last() else { continue };
        let mut asked = [last.0; TOGETHER];
        for (place, id) in asked.iter_mut().zip(some) {
            *place = id.0;
        }
        let (account, region) = (tenant.account.as_str(), tenant.region.as_str());
        let mut params: Vec<&dyn Param> = vec![&account, &region];
        params.extend(asked.iter().map(|id| id as &dyn Param));
        let rows = tx.rows(
            "SELECT document, users FROM certificates WHERE account = ?1 AND region = ?2 AND id IN \
             (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
            &params,
        )?;
        let mut together = rows.iter().map(read).collect::<Result<Vec<Stored>, StoreError>>()?;
        together.sort_unstable_by_key(|stored| some.iter().position(|id| *id == stored.certificate.id));
        found.append(&mut together);
    }
    Ok(found)
}

/// The certificate of that identifier in any account: for effects, never for a caller.
///
/// # Errors
/// When the store fails.
pub fn find_of_any(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Option<Stored>, StoreError> {
    let row = tx.row("SELECT document, users FROM certificates WHERE id = ?1", params![id.0])?;
    row.as_ref().map(read).transpose()
}

/// The row of that identifier in any account, unread: for effects, never for a caller.
///
/// # Errors
/// When the store fails.
pub fn find_unread(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Option<Unread>, StoreError> {
    let row = tx.row("SELECT document, users FROM certificates WHERE id = ?1", params![id.0])?;
    row.map(|row| Ok(Unread { document: row.get(0)?, users: row.get(1)? })).transpose()
}

/// Removes a certificate and what only it needs. The versions that our authorities signed stay on record without
/// their keys.
///
/// Whether it may go is the caller's to decide, in the same transaction.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, certificate: &Certificate) -> Result<(), StoreError> {
    let id = certificate.id.0;
    no_longer_await_proofs(tx, certificate)?;
    validations::follow(tx, Some(certificate), None)?;
    search::index::delete(tx, certificate)?;
    tx.execute("DELETE FROM certificate_evidence WHERE certificate_id = ?1", params![id])?;
    match certificate.origin() {
        Origin::Imported => imports::delete(tx, certificate.id)?,
        Origin::AmazonIssued => {
            approvals::forget(tx, certificate.id)?;
            mails::forget(tx, certificate.id)?;
            versions::forget_keys(tx, certificate.id)?;
        }
    }
    tx.execute("DELETE FROM certificates WHERE id = ?1", params![id])?;
    quota::count_deleted(tx, certificate.origin(), &certificate.tenant)
}

/// Issued certificates whose `not_after` lies before `now`, earliest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_expired(
    tx: &mut ReadTx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<CertificateId>, StoreError> {
    let rows = tx.rows(
        "SELECT id FROM certificates WHERE status = 'ISSUED' AND not_after < ?1 ORDER BY not_after LIMIT ?2",
        params![now, limit],
    )?;
    rows.iter().map(|row| Ok(CertificateId(row.get(0)?))).collect()
}

/// Certificates that are noted as expired and end at `now` or later, at most `limit`: a clock that was wrong noted it.
///
/// # Errors
/// When the store fails.
pub fn list_expired_too_soon(
    tx: &mut ReadTx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<CertificateId>, StoreError> {
    let rows = tx.rows(
        "SELECT id FROM certificates WHERE status = 'EXPIRED' AND not_after >= ?1 ORDER BY not_after LIMIT ?2",
        params![now, limit],
    )?;
    rows.iter().map(|row| Ok(CertificateId(row.get(0)?))).collect()
}

/// The first `not_after` of an issued certificate.
///
/// # Errors
/// When the store fails.
pub fn next_expiry(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.row(
        "SELECT not_after FROM certificates WHERE status = 'ISSUED' AND not_after IS NOT NULL \
         ORDER BY not_after LIMIT 1",
        params![],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// Issued certificates in use or exported that end by `until`, earliest first, at most `limit`, behind the place where
/// the page before ended: those that a renewal may be due for.
///
/// # Errors
/// When the store fails.
pub fn list_ending(
    tx: &mut ReadTx<'_>,
    after: (Timestamp, CertificateId),
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Stored>, StoreError> {
    let rows = tx.rows(
        "SELECT document, users FROM certificates WHERE status = 'ISSUED' AND (users > 0 OR exported > 0) \
         AND (not_after, id) > (?1, ?2) AND not_after <= ?3 ORDER BY not_after, id LIMIT ?4",
        params![after.0, after.1.0, until, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Issued certificates that end by `until`, earliest first, at most `limit`, behind the place where the page before
/// ended: whether or not anything uses them.
///
/// # Errors
/// When the store fails.
pub fn list_ending_of_all(
    tx: &mut ReadTx<'_>,
    after: (Timestamp, CertificateId),
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Stored>, StoreError> {
    let rows = tx.rows(
        "SELECT document, users FROM certificates WHERE status = 'ISSUED' \
         AND (not_after, id) > (?1, ?2) AND not_after <= ?3 ORDER BY not_after, id LIMIT ?4",
        params![after.0, after.1.0, until, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Certificates whose proofs are being looked up for `apex` or a name under it, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_awaiting_under(
    tx: &mut ReadTx<'_>,
    apex: &str,
    limit: u32,
) -> Result<Vec<CertificateId>, StoreError> {
    let from = reversed(apex);
    // `/` is the character after `.`, so the range holds the name itself and all names under it.
    let until = format!("{}/", from.trim_end_matches('.'));
    let rows = tx.rows(
        "SELECT DISTINCT certificate_id FROM certificate_proofs_awaited \
         WHERE reversed_name >= ?1 AND reversed_name < ?2 LIMIT ?3",
        params![from, until, limit],
    )?;
    rows.iter().map(|row| Ok(CertificateId(row.get(0)?))).collect()
}

pub(crate) fn read(row: &Row) -> Result<Stored, StoreError> {
    let Json(certificate) = row.get(0)?;
    Ok(Stored { certificate, users: row.get(1)? })
}
