//! Following the event log of every account, for the log of the process.

use tegata_store::events::{self, Logged};

use super::give_positions;
use crate::{Error, Worker};

/// How many events are read at a time.
const STEP: u32 = 500;

/// Where the next event will stand.
///
/// # Errors
/// When the store fails.
pub async fn end(worker: &Worker) -> Result<i64, Error> {
    Ok(worker.read(events::next_position).await?)
}

/// Some events from a position on, the oldest first; empty when there are none yet.
///
/// # Errors
/// When the store fails.
pub async fn follow(worker: &Worker, from: i64) -> Result<Vec<Logged>, Error> {
    give_positions(worker).await?;
    Ok(worker.read(move |tx| events::list_any(tx, from, STEP)).await?)
}
