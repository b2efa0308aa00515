//! Policies: documents in Cedar, by account and name.

use jiff::Timestamp;
use tegata_model::AccountId;
use tegata_model::access::PolicyName;

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A policy document as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPolicy {
    /// Unique in its account.
    pub name: PolicyName,
    /// The document in Cedar.
    pub text: String,
    /// How many policies it holds.
    pub statements: u32,
    /// When it was first put.
    pub created_at: Timestamp,
    /// When it was last put.
    pub changed_at: Timestamp,
}

/// Keeps a document in place of the one of that name. `revision` has to be a new one.
///
/// # Errors
/// When the store fails.
pub fn put(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    policy: &StoredPolicy,
    revision: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO policies (account, name, text, statements, created_at, changed_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (account, name) DO UPDATE \
         SET text = excluded.text, statements = excluded.statements, changed_at = excluded.changed_at",
        params![
            account.as_str(),
            policy.name.as_str(),
            policy.text,
            policy.statements,
            policy.created_at,
            policy.changed_at
        ],
    )?;
    revise(tx, account, revision)
}

/// Removes a document; false when there was none. `revision` has to be a new one.
///
/// # Errors
/// When the store fails.
pub fn delete(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    name: &PolicyName,
    revision: &str,
) -> Result<bool, StoreError> {
    let deleted = tx.execute(
        "DELETE FROM policies WHERE account = ?1 AND name = ?2",
        params![account.as_str(), name.as_str()],
    )?;
    revise(tx, account, revision)?;
    Ok(deleted > 0)
}

/// A document by its name.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    name: &PolicyName,
) -> Result<Option<StoredPolicy>, StoreError> {
    let row = tx.row(
        "SELECT name, text, statements, created_at, changed_at FROM policies WHERE account = ?1 AND name = ?2",
        params![account.as_str(), name.as_str()],
    )?;
    row.as_ref().map(read).transpose()
}

/// All documents of an account by name, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, account: &AccountId, limit: u32) -> Result<Vec<StoredPolicy>, StoreError> {
    let rows = tx.rows(
        "SELECT name, text, statements, created_at, changed_at FROM policies WHERE account = ?1 \
         ORDER BY name LIMIT ?2",
        params![account.as_str(), limit],
    )?;
    rows.iter().map(read).collect()
}

/// What stands for the present state of an account's policies; `None` before the first.
///
/// # Errors
/// When the store fails.
pub fn revision(tx: &mut ReadTx<'_>, account: &AccountId) -> Result<Option<String>, StoreError> {
    let row =
        tx.row("SELECT revision FROM policy_revisions WHERE account = ?1", params![account.as_str()])?;
    row.map(|row| row.get(0)).transpose()
}

fn revise(tx: &mut WriteTx<'_>, account: &AccountId, revision: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO policy_revisions (account, revision) VALUES (?1, ?2) \
         ON CONFLICT (account) DO UPDATE SET revision = excluded.revision",
        params![account.as_str(), revision],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<StoredPolicy, StoreError> {
    Ok(StoredPolicy {
        name: row.parse(0, "a policy's name", |text: String| PolicyName::try_from(text).ok())?,
        text: row.get(1)?,
        statements: row.get(2)?,
        created_at: row.get(3)?,
        changed_at: row.get(4)?,
    })
}
