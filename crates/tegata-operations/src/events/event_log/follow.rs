//! Following the event log of every account, for the log of the process.

use tegata_store::events::{self, Logged};

use super::give_positions;
use crate::{Error, Instance};

/// How many events are read at a time.
const STEP: u32 = 500;

/// Where the next event will stand.
///
/// # Errors
/// When the store fails.
pub async fn end(instance: &Instance) -> Result<i64, Error> {
    Ok(instance.read(events::next_position).await?)
}

/// Some events from a position on, the oldest first; empty when there are none yet.
///
/// # Errors
/// When the store fails.
pub async fn follow(instance: &Instance, from: i64) -> Result<Vec<Logged>, Error> {
    give_positions(instance).await?;
    Ok(instance.read(move |tx| events::list_any(tx, from, STEP)).await?)
}
