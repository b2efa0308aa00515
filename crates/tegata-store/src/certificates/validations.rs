//! Certificates whose names are being proven, by when the time for that ends.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::Certificate;

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A certificate, and when its time to prove names is looked at. That is when it ends, or later when something still
/// had to be waited for then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validation {
    /// When.
    pub ends_at: Timestamp,
    /// Which.
    pub certificate: CertificateId,
}

/// Those that are to be looked at by `now`, the earliest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_over(tx: &mut ReadTx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Validation>, StoreError> {
    let rows = tx.rows(
        "SELECT ends_at, certificate_id FROM certificate_validations WHERE ends_at <= ?1 \
         ORDER BY ends_at, certificate_id LIMIT ?2",
        params![now, limit],
    )?;
    rows.iter().map(read).collect()
}

/// When the next one is to be looked at.
///
/// # Errors
/// When the store fails.
pub fn next_end(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.row("SELECT ends_at FROM certificate_validations ORDER BY ends_at LIMIT 1", params![])?;
    row.map(|row| row.get(0)).transpose()
}

/// A page of all of them, behind the place where the page before ended.
///
/// # Errors
/// When the store fails.
pub fn list_after(tx: &mut ReadTx<'_>, after: Validation, limit: u32) -> Result<Vec<Validation>, StoreError> {
    let rows = tx.rows(
        "SELECT ends_at, certificate_id FROM certificate_validations WHERE (ends_at, certificate_id) > (?1, ?2) \
         ORDER BY ends_at, certificate_id LIMIT ?3",
        params![after.ends_at, after.certificate.0, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Has one looked at again at `then`; not at all for `None`.
///
/// # Errors
/// When the store fails.
pub fn put_off(
    tx: &mut WriteTx<'_>,
    validation: Validation,
    then: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM certificate_validations WHERE ends_at = ?1 AND certificate_id = ?2",
        params![validation.ends_at, validation.certificate.0],
    )?;
    then.map_or(Ok(()), |ends_at| insert(tx, Validation { ends_at, ..validation }))
}

/// Follows a certificate that changed.
pub(super) fn follow(
    tx: &mut WriteTx<'_>,
    before: Option<&Certificate>,
    after: Option<&Certificate>,
) -> Result<(), StoreError> {
    let of = |certificate: &Certificate| {
        let ends_at = certificate.validation_ends_at()?;
        Some(Validation { ends_at, certificate: certificate.id })
    };
    match (before.and_then(of), after.and_then(of)) {
        (before, after) if before == after => Ok(()),
        (Some(before), after) => put_off(tx, before, after.map(|after| after.ends_at)),
        (None, Some(after)) => insert(tx, after),
        (None, None) => Ok(()),
    }
}

fn insert(tx: &mut WriteTx<'_>, validation: Validation) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_validations (ends_at, certificate_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![validation.ends_at, validation.certificate.0],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<Validation, StoreError> {
    Ok(Validation { ends_at: row.get(0)?, certificate: CertificateId(row.get(1)?) })
}
