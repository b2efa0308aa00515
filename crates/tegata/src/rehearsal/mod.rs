//! A rehearsal: a copy of an instance lives through a span of time in a few seconds, and what happened to its certificates
//! is told. The instance itself is left alone.
//!
//! The copy has the instance's effects but for those that reach others: no mail leaves the outbox, no webhook is called, no
//! listener is opened. Its name server answers on a port of loopback, for its own look-ups of proofs.

mod copy;
mod outcome;
mod prover;

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use tegata_operations::Instance;
use tegata_store::{StoreError, events, jobs};

pub(crate) use self::outcome::{Outcome, Rehearsed};

use self::copy::Copy;

/// How far the clock moves at a time. Renewals begin weeks before the end, and validations have 72 hours.
const STEP: SignedDuration = SignedDuration::from_hours(24);
/// How long nothing may be committed before the copy is taken to have done what is due.
const QUIET: Duration = Duration::from_millis(50);
/// How long one step may take.
const STEP_WITHIN: Duration = Duration::from_secs(120);
/// How many events are read at a time.
const EVENTS: u32 = 1_000;

/// Lets a copy of the instance of `data` live through `span`.
pub(crate) async fn rehearse(
    data: &Path,
    span: SignedDuration,
    day: impl Fn(Timestamp),
) -> Result<Rehearsed> {
    let copy = Copy::of(data).await?;
    let instance = &copy.instance;
    let begun = instance.clock.now();
    let end = begun.saturating_add(span)?;
    let mut after = last_event(instance).await?;
    let mut rehearsed = Rehearsed::new(begun, end);
    loop {
        quiet(instance).await?;
        loop {
            let from = after;
            let some = instance.read(move |tx| events::list_after(tx, from, EVENTS)).await?;
            let Some(last) = some.last() else { break };
            after = last.sequence;
            some.iter().for_each(|stored| rehearsed.note(&stored.event));
        }
        let now = instance.clock.now();
        day(now);
        if now >= end {
            break;
        }
        instance.clock.advance(STEP.min(now.duration_until(end)));
    }
    rehearsed.assumed = copy.assumed();
    copy.stop().await;
    Ok(rehearsed)
}

async fn last_event(instance: &Instance) -> Result<i64, StoreError> {
    Ok(instance.read(tegata_store::marks::marks).await?.event)
}

/// Waits until the copy has done what is due at this time.
async fn quiet(instance: &Instance) -> Result<()> {
    let mut commits = instance.commits();
    let waiting = async {
        loop {
            let was_quiet = tokio::time::timeout(QUIET, commits.changed()).await.is_err();
            if !was_quiet {
                continue;
            }
            let now = instance.clock.now();
            let busy = instance.read(move |tx| -> Result<bool, StoreError> {
                let due = jobs::next_due(tx)?.is_some_and(|due| due <= now);
                Ok(due || jobs::next_lease_end(tx)?.is_some())
            });
            if !busy.await? {
                return Ok::<_, StoreError>(());
            }
        }
    };
    // What takes longer is told by its outcome.
    if let Ok(done) = tokio::time::timeout(STEP_WITHIN, waiting).await {
        done?;
    }
    Ok(())
}
