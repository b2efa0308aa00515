//! Beginning renewals that are due.

use jiff::SignedDuration;
use tegata_operations::certificate::{due_for_renewal, renew};
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often the rows are looked at. What is due is computed from them each time, so that a clock that
/// was moved, a restored backup or an hour of sleep loses nothing.
const EVERY: SignedDuration = SignedDuration::from_secs(10);

/// Begins what is due, until `stop`.
pub async fn plan_renewals(effects: Effects, stop: CancellationToken) {
    let worker = effects.worker.clone();
    reconcile(&worker, &mut Planning { effects }, None, &stop).await;
}

struct Planning {
    effects: Effects,
}

impl Reconcile for Planning {
    const NAME: &'static str = "plan_renewals";
    const FAILED: &'static str = "renewals could not be planned";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        let mut walk = None;
        loop {
            let (due, next) = due_for_renewal(&self.effects.worker, walk).await?;
            for id in due {
                if stop.is_cancelled() {
                    return Ok(Next::After(EVERY));
                }
                renew(&self.effects.worker, id).await?;
            }
            if next.is_none() {
                return Ok(Next::After(EVERY));
            }
            walk = next;
        }
    }
}
