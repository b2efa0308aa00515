//! Having the edge resolve the targets of all groups anew, as after a change of the setting `instances`.

use tegata_model::change::Change;
use tegata_store::StoreError;
use tegata_store::load_balancing::target_groups;

use crate::{Error, Instance};

/// How many groups are announced in one transaction.
const AT_A_TIME: u32 = 500;

/// Announces every target group as changed, so that the edge of each node reads it again.
///
/// # Errors
/// When the store fails.
pub async fn resolve_anew(instance: &Instance) -> Result<(), Error> {
    let mut after = None;
    loop {
        let now = instance.clock.now();
        let last = instance
            .write(move |tx| -> Result<_, StoreError> {
                let groups = target_groups::list_any(tx, after, AT_A_TIME)?;
                for group in &groups {
                    tx.record_change(&Change::TargetGroup(group.id), now)?;
                }
                Ok(groups.last().map(|group| group.id))
            })
            .await?;
        match last {
            Some(id) => after = Some(id),
            None => return Ok(()),
        }
    }
}
