//! The one reader of the event log: it logs and counts what happens, and enqueues deliveries to webhooks.
//!
//! The audit log has what a caller asked for, so the log leaves that out.

use std::time::Duration;

use tegata_model::event::{Attention, Event};
use tegata_operations::Worker;
use tegata_operations::events::{event_log, webhook};
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often the event log is read when this process has committed nothing: other nodes commit too.
const POLL: Duration = Duration::from_secs(1);

/// Follows the event log of every account, until `stop`. An event costs no more for it where it happens.
pub async fn follow_events(worker: Worker, stop: CancellationToken) {
    let mut following = Following { worker: worker.clone(), next: None };
    reconcile(&worker, &mut following, Some(worker.commits()), &stop).await;
}

struct Following {
    worker: Worker,
    /// The position of the next event; `None` before the first pass, which logs nothing that happened earlier.
    next: Option<i64>,
}

impl Reconcile for Following {
    const NAME: &'static str = "follow_events";
    const FAILED: &'static str = "events could not be followed";
    const RETRY: Next = Next::Poll(POLL);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        let mut from = match self.next {
            Some(from) => from,
            None => event_log::end(&self.worker).await?,
        };
        self.next = Some(from);
        loop {
            let logged = event_log::follow(&self.worker, from).await?;
            let Some(last) = logged.last() else { break };
            from = last.position + 1;
            for logged in &logged {
                self.worker.counters.count_event(logged.event.kind);
                write(&logged.event);
            }
            self.next = Some(from);
        }
        // Also without new events: a webhook whose job has just ended may have missed the last one.
        webhook::enqueue_deliveries(&self.worker).await?;
        Ok(Next::Poll(POLL))
    }
}

fn write(event: &Event) {
    let Event { tenant, kind, subject, detail, .. } = event;
    let account = tenant.as_ref().map(|tenant| tenant.account.as_str());
    let region = tenant.as_ref().map(|tenant| tenant.region.as_str());
    let name = detail["CommonName"].as_str();
    match kind.attention() {
        Attention::Asked => {}
        Attention::News => {
            tracing::info!(target: "tegata::events", account, region, subject, name, %detail, "{kind}");
        }
        Attention::Warning | Attention::Alert => {
            tracing::warn!(target: "tegata::events", account, region, subject, name, %detail, "{kind}");
        }
    }
}
