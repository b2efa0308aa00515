//! Webhooks, and what became of each try to tell them something.

use jiff::Timestamp;
use tegata_model::job::{DELIVER_WEBHOOK, Job};
use tegata_model::webhook::{Outcome, Webhook, WebhookState};
use tegata_model::{AccountId, Region, Tenant, WebhookId};

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A try to tell a webhook an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// When.
    pub at: Timestamp,
    /// The event's position.
    pub position: i64,
    /// How many failures in a row were before it.
    pub number: u32,
    /// What became of it.
    pub outcome: Outcome,
}

/// Where a webhook's secret is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn secret_place(id: WebhookId) -> String {
    format!("webhook-secret/{id}")
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, region, url, principal, created_at, state, next_position, replays, failing_since, \
             tries, last_error FROM webhooks ",
            $rest
        )
    };
}

/// Keeps a new webhook with its secret, sealed to [`secret_place`].
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, webhook: &Webhook, sealed_secret: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO webhooks (id, account, region, url, sealed_secret, principal, created_at, state, next_position, \
         replays, failing_since, tries, last_error) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            webhook.id.to_string(),
            webhook.tenant.account.as_str(),
            webhook.tenant.region.as_str(),
            webhook.url,
            sealed_secret,
            webhook.principal,
            webhook.created_at,
            webhook.state.as_str(),
            webhook.next_position,
            webhook.replays,
            webhook.failing_since,
            webhook.tries,
            webhook.last_error
        ],
    )?;
    Ok(())
}

/// Keeps what a webhook has become, unless somebody else has moved it on meanwhile: says whether it was kept.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, before: &Webhook, after: &Webhook) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE webhooks SET state = ?4, next_position = ?5, replays = ?6, failing_since = ?7, tries = ?8, \
         last_error = ?9 WHERE id = ?1 AND next_position = ?2 AND replays = ?3",
        params![
            before.id.to_string(),
            before.next_position,
            before.replays,
            after.state.as_str(),
            after.next_position,
            after.replays,
            after.failing_since,
            after.tries,
            after.last_error
        ],
    )?;
    Ok(changed == 1)
}

/// Takes a webhook out, with what became of its tries.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: WebhookId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM webhook_deliveries WHERE webhook_id = ?1", params![id.to_string()])?;
    tx.execute("DELETE FROM webhooks WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// A tenant's webhook.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, tenant: &Tenant, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    let row = tx.row(
        select!("WHERE id = ?1 AND account = ?2 AND region = ?3"),
        params![id.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(read).transpose()
}

/// A webhook of any account, with its sealed secret: for what delivers to it, never for a caller.
///
/// # Errors
/// When the store fails.
pub fn find_of_any(tx: &mut ReadTx<'_>, id: WebhookId) -> Result<Option<(Webhook, Vec<u8>)>, StoreError> {
    let row = tx.row(select!("WHERE id = ?1"), params![id.to_string()])?;
    let Some(webhook) = row.as_ref().map(read).transpose()? else { return Ok(None) };
    let row = tx.row("SELECT sealed_secret FROM webhooks WHERE id = ?1", params![id.to_string()])?;
    row.map(|row| Ok((webhook, row.get(0)?))).transpose()
}

/// A tenant's webhooks, the oldest first; no more than it may have.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Vec<Webhook>, StoreError> {
    let rows = tx.rows(
        select!("WHERE account = ?1 AND region = ?2 ORDER BY id"),
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    rows.iter().map(read).collect()
}

/// Whether anybody is to be told anything.
///
/// # Errors
/// When the store fails.
pub fn any(tx: &mut ReadTx<'_>) -> Result<bool, StoreError> {
    Ok(tx.row("SELECT id FROM webhooks LIMIT 1", params![])?.is_some())
}

/// Webhooks that have not taken all events and have no job, at most `limit`. One that fails has a job that
/// waits, and one that is disabled is not meant.
///
/// # Errors
/// When the store fails.
pub fn list_behind(tx: &mut ReadTx<'_>, limit: u32) -> Result<Vec<WebhookId>, StoreError> {
    let rows = tx.rows(
        "SELECT id FROM webhooks WHERE state = 'active' AND EXISTS (SELECT 1 FROM events \
         WHERE events.account = webhooks.account AND events.region = webhooks.region \
         AND events.position >= webhooks.next_position) AND NOT EXISTS (SELECT 1 FROM jobs \
         WHERE jobs.kind = ?1 AND jobs.subject = webhooks.id AND jobs.state = 'waiting') ORDER BY id LIMIT ?2",
        params![DELIVER_WEBHOOK, limit],
    )?;
    rows.iter().map(id).collect()
}

/// Puts down the work for a webhook.
///
/// # Errors
/// When the store fails.
pub fn enqueue_delivery(tx: &mut WriteTx<'_>, webhook: WebhookId, now: Timestamp) -> Result<(), StoreError> {
    tx.put_job(&Job::DeliverWebhook { webhook }, now)
}

/// Records what became of a try.
///
/// # Errors
/// When the store fails.
pub fn record_try(tx: &mut WriteTx<'_>, webhook: WebhookId, tried: &Try) -> Result<(), StoreError> {
    let (status, error) = match &tried.outcome {
        Outcome::Answered(status) => (Some(u32::from(*status)), None),
        Outcome::Unanswered(why) => (None, Some(why)),
    };
    // The same try recorded twice, after a crash between an answer and the commit, is one.
    tx.execute(
        "INSERT INTO webhook_deliveries (webhook_id, at, position, try, status, error) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (webhook_id, at, position, try) DO NOTHING",
        params![webhook.to_string(), tried.at, tried.position, tried.number, status, error],
    )?;
    Ok(())
}

/// The last tries to tell a webhook something, the newest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_tries(tx: &mut ReadTx<'_>, webhook: WebhookId, limit: u32) -> Result<Vec<Try>, StoreError> {
    let rows = tx.rows(
        "SELECT at, position, try, status, error FROM webhook_deliveries WHERE webhook_id = ?1 \
         ORDER BY at DESC, position DESC, try DESC LIMIT ?2",
        params![webhook.to_string(), limit],
    )?;
    rows.iter()
        .map(|row| {
            let outcome = match row.get::<Option<u32>>(3)? {
                Some(status) => Outcome::Answered(u16::try_from(status).map_err(StoreError::corrupt)?),
                None => Outcome::Unanswered(row.get::<Option<String>>(4)?.unwrap_or_default()),
            };
            Ok(Try { at: row.get(0)?, position: row.get(1)?, number: row.get(2)?, outcome })
        })
        .collect()
}

/// Forgets tries from before `before`, at most `limit`; says how many went.
///
/// # Errors
/// When the store fails.
pub fn purge_tries(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM webhook_deliveries WHERE (webhook_id, at, position, try) IN \
         (SELECT webhook_id, at, position, try FROM webhook_deliveries WHERE at < ?1 ORDER BY at LIMIT ?2)",
        params![before, limit],
    )
}

fn id(row: &Row) -> Result<WebhookId, StoreError> {
    row.parse(0, "a webhook's identifier", |text: String| text.parse().ok())
}

fn read(row: &Row) -> Result<Webhook, StoreError> {
    let states = [WebhookState::Active, WebhookState::Failing, WebhookState::Disabled];
    let state = |text: String| states.into_iter().find(|known| known.as_str() == text);
    Ok(Webhook {
        id: id(row)?,
        tenant: Tenant {
            account: row.parse(1, "an account", |text: String| AccountId::try_from(text).ok())?,
            region: row.parse(2, "a region", |text: String| Region::try_from(text).ok())?,
        },
        url: row.get(3)?,
        principal: row.get(4)?,
        created_at: row.get(5)?,
        state: row.parse(6, "a webhook's state", state)?,
        next_position: row.get(7)?,
        replays: row.get(8)?,
        failing_since: row.get(9)?,
        tries: row.get(10)?,
        last_error: row.get(11)?,
    })
}
