//! Authorities: roots, cross-certificates and intermediates of this instance, with their sealed keys,
//! and their revocation lists.

use jiff::Timestamp;
use tegata_model::authority::{Authority, KeyFamily, Role};
use tegata_model::{AuthorityId, Tenant};

use crate::{ReadTx, StoreError, WriteTx, params};

/// Where an authority's key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn key_place(id: AuthorityId) -> String {
    format!("authority-key/{id}")
}

/// Keeps a new authority. A cross-certificate shares its root's key and has no key of its own.
///
/// # Errors
/// When the store fails.
pub fn insert(
    tx: &mut WriteTx<'_>,
    authority: &Authority,
    sealed_key: Option<&[u8]>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO authorities (id, role, key_family, name, certificate_der, issuer_id, created_at, sealed_key, \
         account, region) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            authority.id.0,
            authority.role.as_str(),
            authority.key_family.as_str(),
            authority.name,
            authority.certificate_der,
            authority.issuer.map(|issuer| issuer.0),
            authority.created_at,
            sealed_key,
            authority.tenant.as_ref().map(|tenant| tenant.account.as_str()),
            authority.tenant.as_ref().map(|tenant| tenant.region.as_str())
        ],
    )?;
    Ok(())
}

/// A serial number on its way to an authority's certificate, or to the one of the instance's own server, of which no
/// authority comes.
pub struct Reservation<'a> {
    /// Which.
    pub serial: &'a [u8],
    /// Who is going to sign.
    pub issuer: AuthorityId,
    /// What is going to be signed, in DER.
    pub to_be_signed: &'a [u8],
}

/// Reserves a serial number and keeps what is about to be signed. Must be durable before the key is used: after a crash
/// it is the only trace of a certificate that may exist.
///
/// # Errors
/// When the store fails; [`StoreError::is_taken`] when the serial was drawn before.
pub fn reserve(
    tx: &mut WriteTx<'_>,
    reservation: &Reservation<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO authority_reservations (serial, issuer_id, to_be_signed, reserved_at) VALUES (?1, ?2, ?3, ?4)",
        params![reservation.serial, reservation.issuer.0, reservation.to_be_signed, now],
    )?;
    Ok(())
}

/// Notes which authority came of a reservation.
///
/// # Errors
/// When the store fails.
pub fn complete(tx: &mut WriteTx<'_>, serial: &[u8], authority: AuthorityId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE authority_reservations SET authority_id = ?2 WHERE serial = ?1",
        params![serial, authority.0],
    )?;
    Ok(())
}

/// All authorities, oldest first; a handful.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>) -> Result<Vec<Authority>, StoreError> {
    let rows = tx.rows(
        "SELECT id, role, key_family, name, certificate_der, issuer_id, created_at, account, region \
         FROM authorities \
         ORDER BY created_at, name",
        params![],
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(Authority {
                id: AuthorityId(row.get(0)?),
                tenant: tenant(row.get(7)?, row.get(8)?)?,
                role: row.parse(1, "an authority's role", |text: String| Role::parse(&text))?,
                key_family: row.parse(2, "a key family", |text: String| KeyFamily::parse(&text))?,
                name: row.get(3)?,
                certificate_der: row.get(4)?,
                issuer: row.get::<Option<uuid::Uuid>>(5)?.map(AuthorityId),
                created_at: row.get(6)?,
            })
        })
        .collect()
}

/// Whose an authority is, from its two columns.
fn tenant(account: Option<String>, region: Option<String>) -> Result<Option<Tenant>, StoreError> {
    match (account, region) {
        (None, None) => Ok(None),
        (Some(account), Some(region)) => Ok(Some(Tenant {
            account: account.parse().map_err(StoreError::corrupt)?,
            region: region.parse().map_err(StoreError::corrupt)?,
        })),
        _ => Err(StoreError::corrupt("an authority with half a tenant")),
    }
}

/// The sealed private key of an authority.
///
/// # Errors
/// When the store fails.
pub fn sealed_key(tx: &mut ReadTx<'_>, id: AuthorityId) -> Result<Option<Vec<u8>>, StoreError> {
    let row = tx.row("SELECT sealed_key FROM authorities WHERE id = ?1", params![id.0])?;
    row.map(|row| row.get::<Option<Vec<u8>>>(0)).transpose().map(Option::flatten)
}

/// A revocation list as published.
pub struct StoredCrl {
    /// CRL number (RFC 5280 §5.2.3): only grows.
    pub number: u64,
    /// From when it counts.
    pub this_update: Timestamp,
    /// By when the next one comes.
    pub next_update: Timestamp,
    /// The signed list.
    pub der: Vec<u8>,
}

/// Replaces an authority's revocation list.
///
/// # Errors
/// When the store fails.
pub fn put_crl(tx: &mut WriteTx<'_>, authority: AuthorityId, crl: &StoredCrl) -> Result<(), StoreError> {
    let number = i64::try_from(crl.number).map_err(StoreError::corrupt)?;
    tx.execute(
        "INSERT INTO revocation_lists (authority_id, number, this_update, next_update, der) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (authority_id) DO UPDATE SET number = excluded.number, this_update = excluded.this_update, \
         next_update = excluded.next_update, der = excluded.der",
        params![authority.0, number, crl.this_update, crl.next_update, crl.der],
    )?;
    Ok(())
}

/// An authority's revocation list, once one was made.
///
/// # Errors
/// When the store fails.
pub fn crl(tx: &mut ReadTx<'_>, authority: AuthorityId) -> Result<Option<StoredCrl>, StoreError> {
    let row = tx.row(
        "SELECT number, this_update, next_update, der FROM revocation_lists WHERE authority_id = ?1",
        params![authority.0],
    )?;
    row.map(|row| {
        Ok(StoredCrl {
            number: row.parse(0, "a number from 0 on", |number: i64| u64::try_from(number).ok())?,
            this_update: row.get(1)?,
            next_update: row.get(2)?,
            der: row.get(3)?,
        })
    })
    .transpose()
}
