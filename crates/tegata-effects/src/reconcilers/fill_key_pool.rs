//! Making RSA keys ahead.

use std::time::Duration;

use tegata_operations::Error;
use tegata_operations::instance::key_pool::{POOLED, keys_missing, put_key};
use tegata_x509::PrivateKey;
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::log::log;

/// How often the pool is looked at when nobody of this process took a key: other nodes take some too.
const EVERY: Duration = Duration::from_secs(30);

/// Keeps the pool full, one key at a time so that a machine with few cores stays usable, until `stop`.
pub async fn fill_key_pool(effects: Effects, stop: CancellationToken) {
    loop {
        let wait = match add_one(&effects).await {
            Ok(Filled::OneMore) => Duration::ZERO,
            Ok(Filled::Full) => EVERY,
            Err(error) => {
                log("the key pool could not be filled", &error);
                EVERY
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = effects.key_taken.notified(), if !wait.is_zero() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

enum Filled {
    OneMore,
    Full,
}

async fn add_one(effects: &Effects) -> Result<Filled, Error> {
    if keys_missing(&effects.instance).await? == 0 {
        return Ok(Filled::Full);
    }
    let made = tokio::task::spawn_blocking(|| PrivateKey::generate(POOLED)).await;
    let key = made.map_err(Error::internal)?.map_err(Error::internal)?;
    put_key(&effects.instance, &key).await?;
    Ok(Filled::OneMore)
}
