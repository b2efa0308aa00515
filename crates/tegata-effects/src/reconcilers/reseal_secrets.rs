//! Sealing secrets anew after a change of the key-encryption key, so that the old key can go.

use jiff::SignedDuration;
use tegata_operations::instance::reseal;
use tegata_operations::{Error, Worker};
use tegata_store::sealed::Walk;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often it is looked while more than one key is given: other nodes may have sealed under an old one meanwhile.
const EVERY: SignedDuration = SignedDuration::from_mins(60);
/// How soon it is tried again after a failure.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Seals anew what is under old keys, until `stop`. With one key there is nothing to do.
pub async fn reseal_secrets(worker: Worker, stop: CancellationToken) {
    if !reseal::is_due(&worker) {
        return;
    }
    let mut resealing = Resealing { worker: worker.clone() };
    reconcile(&worker, &mut resealing, None, &stop).await;
}

struct Resealing {
    worker: Worker,
}

impl Reconcile for Resealing {
    const NAME: &'static str = "reseal_secrets";
    const FAILED: &'static str = "secrets could not be encrypted under the new key-encryption key";
    const RETRY: Next = Next::After(AGAIN);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        reseal_all(&self.worker, stop).await?;
        Ok(Next::After(EVERY))
    }
}

/// Walks through all sealed columns once. A stop in between loses nothing: what is done is done.
async fn reseal_all(worker: &Worker, stop: &CancellationToken) -> Result<(), Error> {
    let found = reseal::count(worker).await?;
    if found > 0 {
        tracing::info!(secrets = found, "secrets were re-encrypted under the newest key-encryption key");
    }
    let mut walk = (found > 0).then(Walk::default);
    while let Some(from) = walk {
        if stop.is_cancelled() {
            return Ok(());
        }
        let step = reseal::reseal_some(worker, from).await?;
        for unopened in &step.unopened {
            tracing::error!(unopened, "a secret cannot be re-encrypted");
        }
        walk = step.next;
    }
    match reseal::retire(worker).await? {
        Some(retired) => tracing::warn!(
            keys = retired.join(", "),
            "old key-encryption keys are no longer needed: remove their lines on every node"
        ),
        None => {
            let left = reseal::count(worker).await?;
            tracing::warn!(
                left,
                "some secrets are still encrypted under an old key-encryption key: keep its line"
            );
        }
    }
    Ok(())
}
