//! Reading the event log.

use std::time::Duration;

use tegata_model::event_bridge::{Envelope, envelope};
use tegata_store::events;

use super::give_positions;
use crate::{Caller, Error, Instance};

/// How many events are listed by default.
const USUAL_LIMIT: u32 = 100;
/// Who waits looks again after a commit, and not more often than this.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(10);
/// How soon a waiting reader looks again when this process has committed nothing: other nodes commit too.
const POLL: Duration = Duration::from_secs(1);

/// Where reading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At this position; 0 is before all.
    Position(i64),
    /// So many events before the end.
    Last(u32),
}

/// A part of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Positions and events, the oldest first.
    pub events: Vec<(i64, Envelope)>,
    /// From where to go on.
    pub next: i64,
}

/// Lists events of the caller's account and region, the oldest first. When there are none yet, waits for up to `wait`
/// until there are.
///
/// # Errors
/// When the store fails.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    from: Start,
    limit: Option<u32>,
    wait: Duration,
) -> Result<Listed, Error> {
    caller.may("tegata:ListEvents")?;
    let limit = limit.unwrap_or(USUAL_LIMIT);
    let until = instance.clock.instant() + wait;
    let mut commits = instance.commits();
    loop {
        commits.mark_unchanged();
        let listed = look(instance, caller, from, limit).await?;
        let look_again_at = instance.clock.instant() + LOOK_AT_MOST_EVERY;
        if !listed.events.is_empty() || until < look_again_at {
            return Ok(listed);
        }
        tokio::select! {
            _ = commits.changed() => {}
            () = tokio::time::sleep_until(until.min(instance.clock.instant() + POLL)) => {}
            () = instance.waits_end() => return Ok(listed),
        }
        tokio::time::sleep_until(look_again_at).await;
    }
}

async fn look(instance: &Instance, caller: &Caller, from: Start, limit: u32) -> Result<Listed, Error> {
    give_positions(instance).await?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let end = events::next_position(tx)?;
            let (start, logged) = match from {
                Start::Position(start) => (start, events::list_of(tx, &tenant, start, limit)?),
                Start::Last(count) => (end, events::list_last_of(tx, &tenant, count.min(limit))?),
            };
            let next = logged.last().map_or(start, |last| last.position + 1);
            let told = logged
                .iter()
                .map(|logged| (logged.position, envelope(logged.position, &tenant, &logged.event)));
            Ok::<_, Error>(Listed { events: told.collect(), next })
        })
        .await
}
