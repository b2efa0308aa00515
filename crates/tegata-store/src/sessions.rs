//! Sessions: temporary credentials of principals, made by `AssumeRole`.

use jiff::Timestamp;
use tegata_model::AccountId;
use tegata_model::access::{PrincipalName, SessionName};

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// Temporary credentials as stored.
#[derive(Clone)]
pub struct Session {
    /// The identifier of the access key, such as `ASIA…`.
    pub id: String,
    /// The account of the principal.
    pub account: AccountId,
    /// The principal whose permissions the session has.
    pub principal: PrincipalName,
    /// The name that the caller gave the session. Goes to the audit log.
    pub name: SessionName,
    /// The SHA-256 of the session token.
    pub token_digest: Vec<u8>,
    /// The secret access key, sealed.
    pub sealed_secret: Vec<u8>,
    /// When the credentials expire, by the real time.
    pub expires_at: Timestamp,
}

/// What the secret access key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn secret_place(id: &str) -> String {
    format!("session/{id}")
}

/// Saves a new session.
///
/// # Errors
/// When the store fails, or the identifier is taken.
pub fn insert(tx: &mut WriteTx<'_>, session: &Session) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sessions (id, account, principal, name, token_digest, sealed_secret, expires_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            session.id,
            session.account.as_str(),
            session.principal.as_str(),
            session.name.as_str(),
            session.token_digest,
            session.sealed_secret,
            session.expires_at
        ],
    )?;
    Ok(())
}

/// Finds a session by the identifier of its access key, expired or not.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, id: &str) -> Result<Option<Session>, StoreError> {
    let row = tx.row(
        "SELECT id, account, principal, name, token_digest, sealed_secret, expires_at FROM sessions \
         WHERE id = ?1",
        params![id],
    )?;
    row.as_ref().map(read).transpose()
}

/// How many sessions of a principal have not expired.
///
/// # Errors
/// When the store fails.
pub fn count(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    principal: &PrincipalName,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let row = tx.row(
        "SELECT COUNT(*) FROM sessions WHERE account = ?1 AND principal = ?2 AND expires_at > ?3",
        params![account.as_str(), principal.as_str(), now],
    )?;
    row.map_or(Ok(0), |row| row.get::<i64>(0)).map(i64::unsigned_abs)
}

/// Deletes all sessions of a principal.
///
/// # Errors
/// When the store fails.
pub fn delete_of(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    principal: &PrincipalName,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM sessions WHERE account = ?1 AND principal = ?2",
        params![account.as_str(), principal.as_str()],
    )?;
    Ok(())
}

/// Deletes at most `limit` sessions that expired before `before`; returns how many.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ?1 LIMIT ?2)",
        params![before, limit],
    )
}

fn read(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.get(0)?,
        account: row.parse(1, "an account", |text: String| AccountId::try_from(text).ok())?,
        principal: row.parse(2, "a principal's name", |text: String| PrincipalName::try_from(text).ok())?,
        name: row.parse(3, "a session's name", |text: String| SessionName::try_from(text).ok())?,
        token_digest: row.get(4)?,
        sealed_secret: row.get(5)?,
        expires_at: row.get(6)?,
    })
}
