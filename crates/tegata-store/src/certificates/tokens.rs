//! Idempotency tokens: a request that comes twice makes one certificate.

use jiff::Timestamp;
use tegata_model::{CertificateId, Tenant};

use crate::{ReadTx, StoreError, WriteTx, params};

/// The certificate that was made for a token and the very same request, while the token counts.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    token: &str,
    fingerprint: &[u8],
    now: Timestamp,
) -> Result<Option<CertificateId>, StoreError> {
    // The join passes over a certificate that was deleted meanwhile.
    let row = tx.row(
        "SELECT t.certificate_id FROM certificate_tokens t JOIN certificates c ON c.id = t.certificate_id \
         WHERE t.account = ?1 AND t.region = ?2 AND t.token = ?3 AND t.fingerprint = ?4 AND t.expires_at > ?5",
        params![tenant.account.as_str(), tenant.region.as_str(), token, fingerprint, now],
    )?;
    row.map(|row| row.get(0).map(CertificateId)).transpose()
}

/// Remembers which certificate a token and request made.
///
/// # Errors
/// When the store fails.
pub fn put(
    tx: &mut WriteTx<'_>,
    tenant: &Tenant,
    token: &str,
    fingerprint: &[u8],
    id: CertificateId,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_tokens (account, region, token, fingerprint, certificate_id, expires_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (account, region, token, fingerprint) \
         DO UPDATE SET certificate_id = excluded.certificate_id, expires_at = excluded.expires_at",
        params![tenant.account.as_str(), tenant.region.as_str(), token, fingerprint, id.0, expires_at],
    )?;
    Ok(())
}

/// Forgets tokens that no longer count, at most `limit`; says how many went.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM certificate_tokens WHERE (account, region, token, fingerprint) IN \
         (SELECT account, region, token, fingerprint FROM certificate_tokens WHERE expires_at <= ?1 LIMIT ?2)",
        params![now, limit],
    )
}
