//! Imports: what an owner brought, with its sealed key. One version of each is kept, the current one.
//!
//! [`versions::current`](super::versions::current) finds it like a version that our own authorities signed.

use tegata_model::CertificateId;
use tegata_model::certificate::Serial;

use crate::{StoreError, WriteTx, params};

/// A version that was brought.
pub struct Brought<'a> {
    /// Counts up from 1 within the certificate.
    pub number: u32,
    /// Its serial; another authority's may have the same.
    pub serial: Serial,
    /// The certificate, in DER.
    pub leaf: &'a [u8],
    /// The chain's PEM, as it was given: the issuer first, upwards; empty for what signed itself.
    pub chain_pem: &'a str,
    /// The private key in PKCS#8, sealed to [`key_place`].
    pub sealed_key: &'a [u8],
}

/// Where an imported version's key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn key_place(certificate: CertificateId, number: u32) -> String {
    format!("imported-key/{certificate}/{number}")
}

/// Makes what was brought the current version; the one before is gone, with its key.
///
/// # Errors
/// When the store fails.
pub fn put(
    tx: &mut WriteTx<'_>,
    certificate: CertificateId,
    brought: &Brought<'_>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_imports (certificate_id, number, serial, leaf, chain_pem, sealed_key) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (certificate_id) DO UPDATE \
         SET number = excluded.number, serial = excluded.serial, leaf = excluded.leaf, \
         chain_pem = excluded.chain_pem, sealed_key = excluded.sealed_key",
        params![
            certificate.0,
            brought.number,
            brought.serial.octets(),
            brought.leaf,
            brought.chain_pem,
            brought.sealed_key
        ],
    )?;
    Ok(())
}

/// Removes what was brought, with its key.
pub(super) fn delete(tx: &mut WriteTx<'_>, certificate: CertificateId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM certificate_imports WHERE certificate_id = ?1", params![certificate.0])?;
    Ok(())
}
