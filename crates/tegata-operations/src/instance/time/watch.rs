//! Watching the system's clock: the last time that was trusted is kept for the next start, and what a wrong clock has
//! put off is pulled forward once it is right again.

use jiff::{SignedDuration, Timestamp};
use tegata_model::clock_guard::Doubt;
use tegata_store::{ReadTx, StoreError, jobs, meta};

use crate::{Error, Worker};

/// The last trusted time of the system's clock, in seconds since 1970.
const NAME: &str = "clock-last-known-seconds";
/// How long a job may wait before it is looked at after a doubt has ended: most wait for minutes.
const WAIT_AT_MOST: SignedDuration = SignedDuration::from_mins(10);

/// What an earlier process last trusted; `None` at first start.
///
/// # Errors
/// When the store fails.
pub fn last_known(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let Some(kept) = meta::find(tx, NAME)? else { return Ok(None) };
    let seconds = std::str::from_utf8(&kept).ok().and_then(|text| text.parse().ok());
    seconds.map(Timestamp::from_second).transpose().map_err(StoreError::corrupt)
}

/// Keeps the time for the next start while it is trusted, or says why it is not.
///
/// # Errors
/// When the store fails.
pub async fn remember(worker: &Worker) -> Result<Result<(), Doubt>, Error> {
    let time = match worker.clock.trusted_system_time() {
        Ok(time) => time,
        Err(doubt) => return Ok(Err(doubt)),
    };
    let text = time.as_second().to_string();
    worker.write_apart(move |tx| Ok::<_, Error>(meta::put(tx, NAME, text.as_bytes())?)).await?;
    Ok(Ok(()))
}

/// Pulls forward what was put off by a clock that ran ahead. Says how many jobs.
///
/// # Errors
/// When the store fails.
pub async fn pull_jobs_forward(worker: &Worker) -> Result<u64, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(0) };
    worker.write(move |tx| Ok(jobs::pull_forward(tx, now, WAIT_AT_MOST)?)).await
}
