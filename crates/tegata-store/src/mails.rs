//! The outbox: mails that wait to be handed over, and those that were.

use jiff::Timestamp;
use tegata_model::{CertificateId, MailId, Tenant};

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A mail to be kept.
pub struct NewMail<'a> {
    /// Which.
    pub id: MailId,
    /// Whose.
    pub tenant: &'a Tenant,
    /// About which certificate.
    pub certificate: CertificateId,
    /// To whom.
    pub recipient: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its body, sealed to [`body_place`].
    pub sealed_body: &'a [u8],
    /// When it was written.
    pub created_at: Timestamp,
}

/// A mail as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// Which.
    pub id: MailId,
    /// About which certificate.
    pub certificate: CertificateId,
    /// To whom.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its body, sealed to [`body_place`]; `None` once it was handed over.
    pub sealed_body: Option<Vec<u8>>,
    /// Where it stands.
    pub state: MailState,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was handed over.
    pub sent_at: Option<Timestamp>,
    /// How often that was tried.
    pub tries: u32,
    /// What the last try that failed met.
    pub last_error: Option<String>,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It is to be handed over.
    Waiting,
    /// There is no relay to hand it to: it is read here.
    Kept,
    /// Somebody else has it.
    Sent,
    /// It was refused permanently, or for too long.
    GivenUp,
}

impl MailState {
    /// The name kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            MailState::Waiting => "waiting",
            MailState::Kept => "kept",
            MailState::Sent => "sent",
            MailState::GivenUp => "given-up",
        }
    }

    fn parse(text: &str) -> Option<MailState> {
        [MailState::Waiting, MailState::Kept, MailState::Sent, MailState::GivenUp]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// Where a mail's body is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn body_place(id: MailId) -> String {
    format!("mail/{id}")
}

/// Keeps a mail that waits.
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, mail: &NewMail<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO mails (id, account, region, certificate_id, recipient, subject, sealed_body, state, created_at, \
         tries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8, 0)",
        params![
            mail.id.0,
            mail.tenant.account.as_str(),
            mail.tenant.region.as_str(),
            mail.certificate.0,
            mail.recipient,
            mail.subject,
            mail.sealed_body,
            mail.created_at
        ],
    )?;
    Ok(())
}

/// A mail of any account: for what delivers it, never for a caller.
///
/// # Errors
/// When the store fails.
pub fn find_of_any(tx: &mut ReadTx<'_>, id: MailId) -> Result<Option<StoredMail>, StoreError> {
    let row = tx.row(
        "SELECT id, certificate_id, recipient, subject, sealed_body, state, created_at, sent_at, tries, last_error \
         FROM mails WHERE id = ?1",
        params![id.0],
    )?;
    row.as_ref().map(read).transpose()
}

/// A tenant's mail.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, tenant: &Tenant, id: MailId) -> Result<Option<StoredMail>, StoreError> {
    let row = tx.row(
        "SELECT id, certificate_id, recipient, subject, sealed_body, state, created_at, sent_at, tries, last_error \
         FROM mails WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.0, tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(read).transpose()
}

/// A tenant's mails, the newest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, tenant: &Tenant, limit: u32) -> Result<Vec<StoredMail>, StoreError> {
    let rows = tx.rows(
        "SELECT id, certificate_id, recipient, subject, sealed_body, state, created_at, sent_at, tries, last_error \
         FROM mails WHERE account = ?1 AND region = ?2 ORDER BY created_at DESC, id DESC LIMIT ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), limit],
    )?;
    rows.iter().map(read).collect()
}

/// Notes where a mail stands after a try. What somebody else has is wiped here.
///
/// # Errors
/// When the store fails.
pub fn note(
    tx: &mut WriteTx<'_>,
    id: MailId,
    state: MailState,
    error: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sent_at = Some(now).filter(|_| state == MailState::Sent);
    tx.execute(
        "UPDATE mails SET state = ?2, tries = tries + 1, last_error = ?3, sent_at = ?4, \
         sealed_body = CASE WHEN ?2 = 'sent' THEN NULL ELSE sealed_body END WHERE id = ?1",
        params![id.0, state.as_str(), error, sent_at],
    )?;
    Ok(())
}

/// Forgets the mails about a deleted certificate.
///
/// # Errors
/// When the store fails.
pub fn forget(tx: &mut WriteTx<'_>, certificate: CertificateId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM mails WHERE certificate_id = ?1", params![certificate.0])?;
    Ok(())
}

/// Forgets mails from before `before`, at most `limit`; says how many went.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)",
        params![before, limit],
    )
}

fn read(row: &Row) -> Result<StoredMail, StoreError> {
    Ok(StoredMail {
        id: MailId(row.get(0)?),
        certificate: CertificateId(row.get(1)?),
        recipient: row.get(2)?,
        subject: row.get(3)?,
        sealed_body: row.get(4)?,
        state: row.parse(5, "a mail's state", |text: String| MailState::parse(&text))?,
        created_at: row.get(6)?,
        sent_at: row.get(7)?,
        tries: row.get(8)?,
        last_error: row.get(9)?,
    })
}
