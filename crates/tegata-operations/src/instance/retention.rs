//! Retention: how long what has happened is remembered.

use jiff::SignedDuration;
use tegata_store::{changes, events, sessions, webhooks, zones};

use crate::{Error, Worker};

/// Events are the audit trail: a year and a half, so that last year's audit still finds them.
pub const EVENTS: SignedDuration = SignedDuration::from_hours(550 * 24);
/// The change log feeds nodes that follow it within seconds; one that was away longer than this starts anew.
pub const CHANGES: SignedDuration = SignedDuration::from_hours(24);
/// Who waits for a hosted zone's change asks within minutes.
pub const ZONE_CHANGES: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What became of tries to tell webhooks something: as long as somebody may still look into it.
pub const WEBHOOK_TRIES: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Expired temporary credentials: a client that still signs with them reads that they have expired.
pub const SESSIONS: SignedDuration = SignedDuration::from_hours(24);

/// How many rows one transaction takes at most of each kind.
const STEP: u32 = 500;

/// Forgets what is older than its retention, a few at a time. Says whether there may be more. Forgets nothing while the
/// clock is doubted.
///
/// # Errors
/// When the store fails.
pub async fn forget(worker: &Worker) -> Result<bool, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(false) };
    // Temporary credentials expire by the real time, also when this instance rehearses another.
    let real_now = worker.clock.real_now();
    worker
        .write(move |tx| {
            let gone = [
                events::purge(tx, now - EVENTS, STEP)?,
                changes::purge(tx, now - CHANGES, STEP)?,
                zones::purge_changes(tx, now - ZONE_CHANGES, STEP)?,
                webhooks::purge_tries(tx, now - WEBHOOK_TRIES, STEP)?,
                sessions::purge(tx, real_now - SESSIONS, STEP)?,
            ];
            Ok(gone.contains(&u64::from(STEP)))
        })
        .await
}
