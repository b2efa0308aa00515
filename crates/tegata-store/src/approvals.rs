//! Approval codes: found by their digest, used once.

use jiff::Timestamp;
use tegata_model::CertificateId;

use crate::{ReadTx, StoreError, WriteTx, params};

/// What a code is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Of which certificate.
    pub certificate: CertificateId,
    /// Which of its names it decides about.
    pub name: String,
    /// The mailbox it was sent to.
    pub address: String,
    /// When it stops counting.
    pub expires_at: Timestamp,
    /// What was decided with it; `None` while it is unused.
    pub decision: Option<Decision>,
}

/// What somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The certificate may be issued for the name.
    Approved,
    /// It may not.
    Denied,
}

impl Decision {
    fn as_str(self) -> &'static str {
        match self {
            Decision::Approved => "approved",
            Decision::Denied => "denied",
        }
    }
}

/// Keeps a code's digest and what it is for.
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, digest: &[u8], approval: &Approval) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO approvals (code_digest, certificate_id, name, address, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![digest, approval.certificate.0, approval.name, approval.address, approval.expires_at],
    )?;
    Ok(())
}

/// What the code with this digest is for.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, digest: &[u8]) -> Result<Option<Approval>, StoreError> {
    let row = tx.row(
        "SELECT certificate_id, name, address, expires_at, decision FROM approvals WHERE code_digest = ?1",
        params![digest],
    )?;
    row.map(|row| {
        let decision =
            row.parse(4, "an approval's decision", |text: Option<String>| match text.as_deref() {
                None => Some(None),
                Some("approved") => Some(Some(Decision::Approved)),
                Some("denied") => Some(Some(Decision::Denied)),
                Some(_) => None,
            })?;
        Ok(Approval {
            certificate: CertificateId(row.get(0)?),
            name: row.get(1)?,
            address: row.get(2)?,
            expires_at: row.get(3)?,
            decision,
        })
    })
    .transpose()
}

/// Uses a code.
///
/// # Errors
/// When the store fails.
pub fn decide(tx: &mut WriteTx<'_>, digest: &[u8], decision: Decision) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE approvals SET decision = ?2 WHERE code_digest = ?1",
        params![digest, decision.as_str()],
    )?;
    Ok(())
}

/// How many codes for a name still count at `now`.
///
/// # Errors
/// When the store fails.
pub fn count(
    tx: &mut ReadTx<'_>,
    certificate: CertificateId,
    name: &str,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let row = tx.row(
        "SELECT COUNT(*) FROM approvals WHERE certificate_id = ?1 AND name = ?2 AND expires_at > ?3",
        params![certificate.0, name, now],
    )?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// The mailboxes that were asked for a certificate's names and still may answer at `now`, as pairs of name and address.
///
/// # Errors
/// When the store fails.
pub fn list_asked(
    tx: &mut ReadTx<'_>,
    certificate: CertificateId,
    now: Timestamp,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.rows(
        "SELECT DISTINCT name, address FROM approvals WHERE certificate_id = ?1 AND expires_at > ?2 \
         ORDER BY name, address",
        params![certificate.0, now],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Forgets the codes of a deleted certificate.
///
/// # Errors
/// When the store fails.
pub fn forget(tx: &mut WriteTx<'_>, certificate: CertificateId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM approvals WHERE certificate_id = ?1", params![certificate.0])?;
    Ok(())
}

/// Forgets codes that stopped counting before `before`, at most `limit`; says how many went.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM approvals WHERE code_digest IN (SELECT code_digest FROM approvals WHERE expires_at < ?1 \
         ORDER BY expires_at LIMIT ?2)",
        params![before, limit],
    )
}
