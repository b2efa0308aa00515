//! Revocations: which serial numbers were taken back, found by serial and by the list that names them. A revocation stays
//! as long as the version that it is about: `certificates::versions::purge` forgets both together.

use jiff::Timestamp;
use tegata_model::certificate::{RevocationReason, Revoked, Serial};
use tegata_model::{AuthorityId, CertificateId};

use crate::journal::JournaledRevocation;
use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A version that is or was valid, or may be: signed, or reserved to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocable {
    /// Its serial number.
    pub serial: Serial,
    /// Which version of its certificate.
    pub number: u32,
    /// Who signed it or was going to.
    pub authority: AuthorityId,
    /// Its end.
    pub not_after: Timestamp,
}

/// An entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The serial number.
    pub serial: Serial,
    /// When and why it was revoked.
    pub revoked: Revoked,
}

/// The versions of a certificate on record: those that are served, were replaced, came too late, or were only reserved
/// and may exist all the same. Some may have ended.
///
/// # Errors
/// When the store fails.
pub fn versions_on_record(
    tx: &mut ReadTx<'_>,
    certificate: CertificateId,
) -> Result<Vec<Revocable>, StoreError> {
    let rows = tx.rows(
        "SELECT serial, number, authority_id, not_after, reserved_at FROM certificate_versions \
         WHERE certificate_id = ?1 UNION ALL \
         SELECT serial, number, authority_id, not_after, reserved_at FROM certificate_reservations \
         WHERE certificate_id = ?1 ORDER BY number, reserved_at",
        params![certificate.0],
    )?;
    let valid = rows.iter().map(|row| {
        Ok(Revocable {
            serial: serial(row, 0)?,
            number: row.get(1)?,
            authority: AuthorityId(row.get(2)?),
            not_after: row.get(3)?,
        })
    });
    valid.collect()
}

/// Revokes a version. One that is revoked already stays as it was.
///
/// # Errors
/// When the store fails.
pub fn insert(
    tx: &mut WriteTx<'_>,
    version: &Revocable,
    shard: u32,
    revoked: Revoked,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO revocations (serial, authority_id, shard, revoked_at, reason, not_after) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (serial) DO NOTHING",
        params![
            version.serial.octets(),
            version.authority.0,
            shard,
            revoked.at,
            revoked.reason.as_str(),
            version.not_after
        ],
    )?;
    Ok(())
}

/// When and why a serial number was revoked, if it was.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, of: Serial) -> Result<Option<Revoked>, StoreError> {
    let row = tx.row("SELECT revoked_at, reason FROM revocations WHERE serial = ?1", params![of.octets()])?;
    row.map(|row| revoked(&row, 0)).transpose()
}

/// A revocation with all that is needed to put it back: for the journal.
///
/// # Errors
/// When the store fails.
pub fn find_whole(tx: &mut ReadTx<'_>, of: Serial) -> Result<Option<JournaledRevocation>, StoreError> {
    let row = tx.row(
        "SELECT serial, authority_id, shard, revoked_at, reason, not_after FROM revocations WHERE serial = ?1",
        params![of.octets()],
    )?;
    row.as_ref().map(whole).transpose()
}

/// All revocations whose serial is after `after`, by serial, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_after(
    tx: &mut ReadTx<'_>,
    after: Option<Serial>,
    limit: u32,
) -> Result<Vec<JournaledRevocation>, StoreError> {
    let after = after.map(|serial| serial.octets().to_vec()).unwrap_or_default();
    let rows = tx.rows(
        "SELECT serial, authority_id, shard, revoked_at, reason, not_after FROM revocations \
         WHERE serial > ?1 ORDER BY serial LIMIT ?2",
        params![after, limit],
    )?;
    rows.iter().map(whole).collect()
}

/// Puts a revocation back that the store has lost. Says whether it had.
///
/// # Errors
/// When the store fails.
pub fn put_back(tx: &mut WriteTx<'_>, revocation: &JournaledRevocation) -> Result<bool, StoreError> {
    let version = Revocable {
        serial: revocation.serial,
        number: 0,
        authority: revocation.authority,
        not_after: revocation.not_after,
    };
    let revoked = Revoked { at: revocation.at, reason: revocation.reason };
    let was_lost = find(tx, revocation.serial)?.is_none();
    insert(tx, &version, revocation.shard, revoked)?;
    Ok(was_lost)
}

/// What a list names: all of its shard that had not ended by `since`.
///
/// # Errors
/// When the store fails.
pub fn list_shard(
    tx: &mut ReadTx<'_>,
    authority: AuthorityId,
    shard: u32,
    since: Timestamp,
) -> Result<Vec<Listed>, StoreError> {
    let rows = tx.rows(
        "SELECT serial, revoked_at, reason FROM revocations \
         WHERE authority_id = ?1 AND shard = ?2 AND not_after >= ?3 ORDER BY revoked_at, serial",
        params![authority.0, shard, since],
    )?;
    rows.iter().map(|row| Ok(Listed { serial: serial(row, 0)?, revoked: revoked(row, 1)? })).collect()
}

fn whole(row: &Row) -> Result<JournaledRevocation, StoreError> {
    let Revoked { at, reason } = revoked(row, 3)?;
    Ok(JournaledRevocation {
        serial: serial(row, 0)?,
        authority: AuthorityId(row.get(1)?),
        shard: row.get(2)?,
        at,
        reason,
        not_after: row.get(5)?,
    })
}

fn serial(row: &Row, place: usize) -> Result<Serial, StoreError> {
    row.parse(place, "a serial number", |octets: Vec<u8>| Serial::from_octets(&octets))
}

fn revoked(row: &Row, place: usize) -> Result<Revoked, StoreError> {
    let reason =
        row.parse(place + 1, "a revocation's reason", |text: String| text.parse::<RevocationReason>().ok())?;
    Ok(Revoked { at: row.get(place)?, reason })
}
