//! Versions: a serial is reserved with what is going to be signed, and becomes a version with what was signed.
//!
//! A crash in between leaves a reserved serial with its to-be-signed bytes on record: the only trace of a
//! certificate that may exist.

use jiff::Timestamp;
use tegata_model::certificate::Serial;
use tegata_model::{AuthorityId, CertificateId};

use super::imports;
use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A serial on its way to a signature.
pub struct Reservation<'a> {
    /// Which.
    pub serial: Serial,
    /// For which certificate.
    pub certificate: CertificateId,
    /// Which version it is going to be.
    pub number: u32,
    /// Who is going to sign.
    pub authority: AuthorityId,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// What is going to be signed, in DER.
    pub to_be_signed: &'a [u8],
}

/// What was signed.
pub struct Signed<'a> {
    /// The certificate, in DER.
    pub leaf: &'a [u8],
    /// SHA-256 of the chain's PEM.
    pub chain_id: &'a [u8],
    /// The chain's PEM: the issuer first, upwards, without the root.
    pub chain_pem: &'a str,
    /// The private key in PKCS#8, sealed to [`key_place`]; `None` when its requester has it.
    pub sealed_key: Option<&'a [u8]>,
}

/// The version that is served, signed here or imported.
pub struct Current {
    /// Its serial.
    pub serial: Serial,
    /// Counts up from 1 within the certificate.
    pub number: u32,
    /// The certificate, in DER.
    pub leaf: Vec<u8>,
    /// The chain's PEM: the issuer first, upwards, without the root; of what was imported, as it was given.
    pub chain_pem: String,
}

/// A private key as it lies in the store.
pub struct SealedKey {
    /// Where it is sealed to.
    pub place: String,
    /// The key in PKCS#8, sealed.
    pub bytes: Vec<u8>,
}

/// Where a version's key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn key_place(serial: Serial) -> String {
    format!("certificate-key/{serial}")
}

/// Reserves a serial and keeps what is about to be signed. Must be durable before the key is used.
/// A serial is never reserved twice, even when signing fails.
///
/// # Errors
/// When the store fails; [`StoreError::is_taken`] when the serial was drawn before.
pub fn reserve(
    tx: &mut WriteTx<'_>,
    reservation: &Reservation<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let signed =
        tx.row("SELECT 1 FROM certificate_versions WHERE serial = ?1", params![reservation.serial.octets()])?;
    if signed.is_some() {
        return Err(StoreError::taken("a serial number that was signed before"));
    }
    tx.execute(
        "INSERT INTO certificate_reservations (serial, certificate_id, number, authority_id, reserved_at, not_after, \
         to_be_signed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            reservation.serial.octets(),
            reservation.certificate.0,
            reservation.number,
            reservation.authority.0,
            now,
            reservation.not_after,
            reservation.to_be_signed
        ],
    )?;
    Ok(())
}

/// Makes a signed version the current one; the one before loses its key and stays on record.
///
/// # Errors
/// When the store fails.
pub fn make_current(
    tx: &mut WriteTx<'_>,
    certificate: CertificateId,
    number: u32,
    serial: Serial,
    signed: &Signed<'_>,
) -> Result<(), StoreError> {
    if number > 1 {
        tx.execute(
            "UPDATE certificate_versions SET state = 'superseded', sealed_key = NULL \
             WHERE certificate_id = ?1 AND state = 'current'",
            params![certificate.0],
        )?;
    }
    tx.execute(
        "INSERT INTO certificate_chains (id, pem) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
        params![signed.chain_id, signed.chain_pem],
    )?;
    let kept = tx.execute(
        "INSERT INTO certificate_versions (serial, certificate_id, number, authority_id, state, reserved_at, \
         not_after, leaf, chain_id, sealed_key) SELECT serial, certificate_id, number, authority_id, 'current', \
         reserved_at, not_after, ?2, ?3, ?4 FROM certificate_reservations WHERE serial = ?1",
        params![serial.octets(), signed.leaf, signed.chain_id, signed.sealed_key],
    )?;
    if kept == 1 {
        end_reservation(tx, serial)
    } else {
        Err(StoreError::corrupt("a signed version without its reservation"))
    }
}

/// Keeps what was signed although it is no longer wanted, without its key: it can be revoked.
///
/// # Errors
/// When the store fails.
pub fn set_aside(tx: &mut WriteTx<'_>, serial: Serial, leaf: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO certificate_versions (serial, certificate_id, number, authority_id, state, reserved_at, \
         not_after, leaf) SELECT serial, certificate_id, number, authority_id, 'set-aside', reserved_at, not_after, ?2 \
         FROM certificate_reservations WHERE serial = ?1",
        params![serial.octets(), leaf],
    )?;
    end_reservation(tx, serial)
}

fn end_reservation(tx: &mut WriteTx<'_>, serial: Serial) -> Result<(), StoreError> {
    tx.execute("DELETE FROM certificate_reservations WHERE serial = ?1", params![serial.octets()])?;
    Ok(())
}

/// The version that is served, without its key.
///
/// # Errors
/// When the store fails.
pub fn current(tx: &mut ReadTx<'_>, certificate: CertificateId) -> Result<Option<Current>, StoreError> {
    let row = tx.row(
        "SELECT v.serial, v.number, v.leaf, c.pem FROM certificate_versions v \
         JOIN certificate_chains c ON c.id = v.chain_id \
         WHERE v.certificate_id = ?1 AND v.state = 'current' UNION ALL \
         SELECT serial, number, leaf, chain_pem FROM certificate_imports WHERE certificate_id = ?1",
        params![certificate.0],
    )?;
    row.as_ref().map(read_current).transpose()
}

/// The version that is served, with its sealed key: for what serves it.
///
/// # Errors
/// When the store fails.
pub fn current_with_key(
    tx: &mut ReadTx<'_>,
    certificate: CertificateId,
) -> Result<Option<(Current, SealedKey)>, StoreError> {
    let row = tx.row(
        "SELECT v.serial, v.number, v.leaf, c.pem, v.sealed_key, 0 FROM certificate_versions v \
         JOIN certificate_chains c ON c.id = v.chain_id \
         WHERE v.certificate_id = ?1 AND v.state = 'current' AND v.sealed_key IS NOT NULL UNION ALL \
         SELECT serial, number, leaf, chain_pem, sealed_key, 1 FROM certificate_imports WHERE certificate_id = ?1",
        params![certificate.0],
    )?;
    row.as_ref()
        .map(|row| {
            let current = read_current(row)?;
            let place = match row.get::<bool>(5)? {
                true => imports::key_place(certificate, current.number),
                false => key_place(current.serial),
            };
            Ok((current, SealedKey { place, bytes: row.get(4)? }))
        })
        .transpose()
}

/// A version on record: for code that has to know what a serial stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord {
    /// Of which certificate.
    pub certificate: CertificateId,
    /// Who signed or was going to.
    pub authority: AuthorityId,
    /// `reserved`, `current`, `superseded`, `set-aside` or `deleted`.
    pub state: String,
    /// What was signed, once it was.
    pub leaf: Option<Vec<u8>>,
    /// What was going to be signed, until it was.
    pub to_be_signed: Option<Vec<u8>>,
}

/// What a serial stands for.
///
/// # Errors
/// When the store fails.
pub fn find_by_serial(tx: &mut ReadTx<'_>, serial: Serial) -> Result<Option<OnRecord>, StoreError> {
    let row = tx.row(
        "SELECT certificate_id, authority_id, state, leaf, NULL FROM certificate_versions WHERE serial = ?1 UNION ALL \
         SELECT certificate_id, authority_id, 'reserved', NULL, to_be_signed FROM certificate_reservations \
         WHERE serial = ?1",
        params![serial.octets()],
    )?;
    row.map(|row| {
        Ok(OnRecord {
            certificate: CertificateId(row.get(0)?),
            authority: AuthorityId(row.get(1)?),
            state: row.get(2)?,
            leaf: row.get(3)?,
            to_be_signed: row.get(4)?,
        })
    })
    .transpose()
}

/// Takes the keys out of a revoked certificate's versions, which stay what they are.
///
/// # Errors
/// When the store fails.
pub fn wipe_keys(tx: &mut WriteTx<'_>, certificate: CertificateId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE certificate_versions SET sealed_key = NULL WHERE certificate_id = ?1 AND sealed_key IS NOT NULL",
        params![certificate.0],
    )?;
    Ok(())
}

/// Takes the keys out of a deleted certificate's versions; the rest stays on record.
pub(super) fn forget_keys(tx: &mut WriteTx<'_>, certificate: CertificateId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE certificate_versions SET state = 'deleted', sealed_key = NULL \
         WHERE certificate_id = ?1 AND state IN ('current', 'superseded')",
        params![certificate.0],
    )?;
    Ok(())
}

/// Forgets versions that are not served and ended before `before`, and what was only reserved, each together with its
/// revocation, at most `limit` of both; says how many went. What a certificate still has as its own stays, so a revoked
/// one is never found good.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM revocations WHERE serial IN (SELECT serial FROM certificate_versions \
         WHERE state <> 'current' AND not_after < ?1 ORDER BY not_after, serial LIMIT ?2)",
        params![before, limit],
    )?;
    let versions = tx.execute(
        "DELETE FROM certificate_versions WHERE serial IN (SELECT serial FROM certificate_versions \
         WHERE state <> 'current' AND not_after < ?1 ORDER BY not_after, serial LIMIT ?2)",
        params![before, limit],
    )?;
    // Only what a crash cut short is there for longer than a moment, so there are few and no index.
    tx.execute(
        "DELETE FROM revocations WHERE serial IN (SELECT serial FROM certificate_reservations \
         WHERE not_after < ?1 ORDER BY serial LIMIT ?2)",
        params![before, limit],
    )?;
    let reservations = tx.execute(
        "DELETE FROM certificate_reservations WHERE serial IN (SELECT serial FROM certificate_reservations \
         WHERE not_after < ?1 ORDER BY serial LIMIT ?2)",
        params![before, limit],
    )?;
    Ok(versions + reservations)
}

fn read_current(row: &Row) -> Result<Current, StoreError> {
    Ok(Current {
        serial: row.parse(0, "a serial number", |octets: Vec<u8>| Serial::from_octets(&octets))?,
        number: row.get(1)?,
        leaf: row.get(2)?,
        chain_pem: row.get(3)?,
    })
}
