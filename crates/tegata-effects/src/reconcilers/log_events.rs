//! Writing what happens into the log: issued, renewed, validation failed, listener opened.
//!
//! What a caller has asked for is in the audit log, so that is left out here.

use std::time::Duration;

use tegata_model::event::Event;
use tegata_operations::events::event_log;
use tegata_operations::{Error, Instance};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::log::log;
use crate::reconcile::until_committed;

/// How often it is looked when nobody of this process has committed: other nodes do too.
const POLL: Duration = Duration::from_secs(1);
/// What happens because a call is made.
const ASKED_FOR: [&str; 9] = [
    ".requested",
    ".created",
    ".deleted",
    ".changed",
    ".tagged",
    ".targets-registered",
    ".targets-deregistered",
    ".advanced",
    ".acknowledged",
];
/// What somebody should look at.
const BAD: [&str; 8] = [
    ".failed",
    ".validation-timed-out",
    ".approaching-expiration",
    ".expired",
    ".renewal-action-required",
    ".root-ends",
    ".given-up",
    ".disabled",
];

/// Logs events as they come, until `stop`.
pub async fn log_events(instance: Instance, stop: CancellationToken) {
    let mut commits = instance.commits();
    let mut next = None;
    loop {
        commits.mark_unchanged();
        let looked_at = Instant::now();
        if let Err(error) = follow(&instance, &mut next).await {
            log("events could not be followed", &error);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = until_committed(&mut commits, looked_at) => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn follow(instance: &Instance, next: &mut Option<i64>) -> Result<(), Error> {
    let mut from = match *next {
        Some(from) => from,
        None => event_log::end(instance).await?,
    };
    *next = Some(from);
    loop {
        let logged = event_log::follow(instance, from).await?;
        let Some(last) = logged.last() else { return Ok(()) };
        from = last.position + 1;
        for logged in &logged {
            instance.counters.count_event(&logged.event.kind);
            write(&logged.event);
        }
        *next = Some(from);
    }
}

fn write(event: &Event) {
    let Event { tenant, kind, subject, detail, .. } = event;
    let is_of = |kinds: &[&str]| kinds.iter().any(|end| kind.ends_with(end));
    if is_of(&ASKED_FOR) {
        return;
    }
    let account = tenant.as_ref().map(|tenant| tenant.account.as_str());
    let region = tenant.as_ref().map(|tenant| tenant.region.as_str());
    let name = detail["CommonName"].as_str();
    if is_of(&BAD) {
        tracing::warn!(target: "tegata::events", account, region, subject, name, %detail, "{kind}");
    } else {
        tracing::info!(target: "tegata::events", account, region, subject, name, %detail, "{kind}");
    }
}
