//! Replacements of certificates.

use tegata_model::replacement::Replacement;
use tegata_model::{CertificateId, ReplacementId, Tenant};

use crate::{Json, ReadTx, Row, StoreError, WriteTx, params};

/// Keeps a new replacement.
///
/// # Errors
/// When the store fails; [`StoreError::is_taken`] when the certificate is being replaced already.
pub fn insert(tx: &mut WriteTx<'_>, replacement: &Replacement) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_replacements (id, account, region, old_id, begun_at, is_open, document) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            replacement.id.0,
            replacement.tenant.account.as_str(),
            replacement.tenant.region.as_str(),
            replacement.old.0,
            replacement.begun_at,
            replacement.is_open(),
            Json(replacement)
        ],
    )?;
    Ok(())
}

/// Keeps a replacement's new state.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, replacement: &Replacement) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE certificate_replacements SET is_open = ?2, document = ?3 WHERE id = ?1",
        params![replacement.id.0, replacement.is_open(), Json(replacement)],
    )?;
    Ok(())
}

/// The tenant's replacement of that identifier.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    id: ReplacementId,
) -> Result<Option<Replacement>, StoreError> {
    let row = tx.row(
        "SELECT document FROM certificate_replacements WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.0, tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(read).transpose()
}

/// The replacement of that identifier in any account: for effects.
///
/// # Errors
/// When the store fails.
pub fn find_of_any(tx: &mut ReadTx<'_>, id: ReplacementId) -> Result<Option<Replacement>, StoreError> {
    let row = tx.row("SELECT document FROM certificate_replacements WHERE id = ?1", params![id.0])?;
    row.as_ref().map(read).transpose()
}

/// Whether a certificate is being replaced.
///
/// # Errors
/// When the store fails.
pub fn is_open(tx: &mut ReadTx<'_>, old: CertificateId) -> Result<bool, StoreError> {
    let row =
        tx.row("SELECT 1 FROM certificate_replacements WHERE old_id = ?1 AND is_open = 1", params![old.0])?;
    Ok(row.is_some())
}

/// A tenant's replacements, the newest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, tenant: &Tenant, limit: u32) -> Result<Vec<Replacement>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM certificate_replacements WHERE account = ?1 AND region = ?2 \
         ORDER BY begun_at DESC, id DESC LIMIT ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), limit],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Replacement, StoreError> {
    let Json(replacement) = row.get(0)?;
    Ok(replacement)
}
