//! Evidence of look-ups, one short document for each name that is proven.

use tegata_model::CertificateId;
use tegata_model::certificate::evidence::Evidence;

use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// What was seen of a base name so far.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, id: CertificateId, base: &str) -> Result<Evidence, StoreError> {
    let row = tx.row(
        "SELECT document FROM certificate_evidence WHERE certificate_id = ?1 AND base_name = ?2",
        params![id.0, base],
    )?;
    row.map_or(Ok(Evidence::default()), |row| row.get(0).map(|Json(evidence)| evidence))
}

/// What was seen of a certificate's names, by base name; few by nature.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, id: CertificateId) -> Result<Vec<(String, Evidence)>, StoreError> {
    let rows = tx.rows(
        "SELECT base_name, document FROM certificate_evidence WHERE certificate_id = ?1 ORDER BY base_name",
        params![id.0],
    )?;
    let read = |row: &crate::Row| Ok((row.get(0)?, row.get(1).map(|Json(evidence)| evidence)?));
    rows.iter().map(read).collect()
}

/// Keeps what was seen of a base name.
///
/// # Errors
/// When the store fails.
pub fn put(
    tx: &mut WriteTx<'_>,
    id: CertificateId,
    base: &str,
    evidence: &Evidence,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_evidence (certificate_id, base_name, document) VALUES (?1, ?2, ?3) \
         ON CONFLICT (certificate_id, base_name) DO UPDATE SET document = excluded.document",
        params![id.0, base, Json(evidence)],
    )?;
    Ok(())
}
