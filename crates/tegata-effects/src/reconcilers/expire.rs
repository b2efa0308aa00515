//! Recording that certificates have expired, and deleting what is no longer kept.

use jiff::SignedDuration;
use tegata_operations::certificate::{expire, list_expired, purge, take_back_expiry};
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often it is looked at when no certificate ends sooner.
const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Records ends as they come, until `stop`.
pub async fn expire_certificates(effects: Effects, stop: CancellationToken) {
    let worker = effects.worker.clone();
    reconcile(&worker, &mut Expiring { effects }, None, &stop).await;
}

struct Expiring {
    effects: Effects,
}

impl Reconcile for Expiring {
    const NAME: &'static str = "expire_certificates";
    const FAILED: &'static str = "expiries could not be recorded";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        let worker = &self.effects.worker;
        while !stop.is_cancelled() && take_back_expiry(worker).await? {}
        let next = loop {
            let (over, next) = list_expired(worker).await?;
            let mut recorded = false;
            for id in over {
                if stop.is_cancelled() {
                    return Ok(Next::After(EVERY));
                }
                recorded |= expire(worker, id).await?;
            }
            if !recorded {
                break next;
            }
        };
        while !stop.is_cancelled() && purge(worker).await? {}
        let soon = worker.clock.now() + EVERY;
        // The last second still belongs to the certificate.
        Ok(Next::At(next.map_or(soon, |next| soon.min(next + SignedDuration::from_secs(1)))))
    }
}
