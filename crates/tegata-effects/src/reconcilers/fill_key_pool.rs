//! Making RSA keys ahead.

use std::time::Duration;

use tegata_operations::instance::key_pool::{POOLED, keys_missing, put_key};
use tegata_operations::{Error, Worker};
use tegata_x509::PrivateKey;
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often the pool is looked at when no key was taken by this process: other nodes take keys too.
const EVERY: Duration = Duration::from_secs(30);

/// Keeps the pool full, one key at a time so that a machine with few cores stays usable, until `stop`.
pub async fn fill_key_pool(effects: Effects, stop: CancellationToken) {
    let taken = effects.key_taken.subscribe();
    let mut filling = Filling { worker: effects.worker.clone() };
    reconcile(&effects.worker, &mut filling, Some(taken), &stop).await;
}

struct Filling {
    worker: Worker,
}

impl Reconcile for Filling {
    const NAME: &'static str = "fill_key_pool";
    const FAILED: &'static str = "the key pool could not be filled";
    const RETRY: Next = Next::Poll(EVERY);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        if keys_missing(&self.worker).await? == 0 {
            return Ok(Next::Poll(EVERY));
        }
        let made = tokio::task::spawn_blocking(|| PrivateKey::generate(POOLED)).await;
        let key = made.map_err(Error::internal)?.map_err(Error::internal)?;
        put_key(&self.worker, &key).await?;
        Ok(Next::Poll(Duration::ZERO))
    }
}
