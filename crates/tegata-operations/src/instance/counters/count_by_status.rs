//! Counting the certificates of each status.

use tegata_store::certificates;

use crate::{Error, Worker};

/// Counts the certificates of each status: a walk over an index, so the caller sees to it that it is rare.
///
/// # Errors
/// When the store fails.
pub async fn count_by_status(worker: &Worker) -> Result<(), Error> {
    let counted = worker.read(certificates::count_by_status).await?;
    worker.counters.set_by_status(counted.into());
    Ok(())
}
