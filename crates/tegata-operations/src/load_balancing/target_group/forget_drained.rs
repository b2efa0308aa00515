//! Forgetting targets that have drained.

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::load_balancing::target::still_there;
use tegata_store::load_balancing::targets;

use crate::{Error, Worker};

/// How many groups are looked at in one transaction.
const GROUPS_AT_ONCE: u32 = 100;

/// Forgets the targets whose deregistration delay is over, and says when the next one's will be.
///
/// # Errors
/// When the store fails.
pub async fn forget_drained(worker: &Worker) -> Result<Option<Timestamp>, Error> {
    let now = worker.clock.now();
    let next = worker.read(targets::next_drained).await?;
    if next.is_none_or(|next| next > now) {
        return Ok(next);
    }
    worker
        .write(move |tx| {
            for group in targets::groups_with_drained(tx, now, GROUPS_AT_ONCE)? {
                let present = targets::of_group(tx, group)?;
                let wanted: Vec<_> = still_there(&present, now).cloned().collect();
                targets::replace(tx, group, &present, &wanted)?;
                tx.record_change(&Change::TargetGroup(group), now)?;
            }
            Ok(targets::next_drained(tx)?)
        })
        .await
}
