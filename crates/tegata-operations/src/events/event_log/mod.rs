//! The event log, as those outside read it.

mod follow;
mod list;

use tegata_store::events;

use crate::{Error, Instance};

pub use follow::{end, follow};
pub use list::{Listed, Start, list};

/// How many positions are given in one transaction.
const STEP: u32 = 1000;

/// Gives every event that is visible its position; on an embedded store each has one from the start.
///
/// # Errors
/// When the store fails.
pub(crate) async fn give_positions(instance: &Instance) -> Result<(), Error> {
    while instance.read(events::any_without_position).await? {
        // Apart, or writers of events would conflict with readers that look for those without a position.
        instance.write_apart(|tx| Ok::<_, Error>(events::give_positions(tx, STEP)?)).await?;
    }
    Ok(())
}
