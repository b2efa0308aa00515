//! Changing record sets: a batch is applied whole or not at all.

use tegata_model::HostedZoneId;
use tegata_model::zone::change::{CHANGES_MAX, Change, Present, plan};
use tegata_store::zones::{self, ZoneChange};

use super::{identifier, zone};
use crate::{Caller, Error, Instance};

/// What is asked.
#[derive(Debug, Clone)]
pub struct ChangeRecordSets {
    /// In which zone.
    pub zone: HostedZoneId,
    /// The caller's words.
    pub comment: Option<String>,
    /// In their order.
    pub changes: Vec<Change>,
}

/// Applies a batch. The values have been checked by whoever read them.
///
/// # Errors
/// When the zone is not the caller's, or any change is refused: then none is applied.
pub async fn change_record_sets(
    instance: &Instance,
    caller: &Caller,
    ask: ChangeRecordSets,
) -> Result<ZoneChange, Error> {
    caller.may("route53:ChangeResourceRecordSets")?;
    if ask.changes.len() > CHANGES_MAX {
        let text = format!("[Number of records limit of {CHANGES_MAX} exceeded.]");
        return Err(Error::invalid("invalid-change-batch", text));
    }
    let now = instance.clock.now();
    let change = ZoneChange {
        id: identifier(&instance.entropy, 'C'),
        comment: ask.comment,
        submitted_at: now,
        in_sync: false,
    };
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            let stored = zone(tx, &account, &ask.zone)?;
            let mut present = Present::new();
            for change in &ask.changes {
                zones::record_sets_at(tx, &ask.zone, &change.record_set.name, &mut present)?;
            }
            let plan = plan(&stored.zone, &present, &ask.changes)
                .map_err(|refusals| Error::invalid("invalid-change-batch", refusals.join(", ")))?;
            zones::apply(tx, stored.zone, &plan, &change)?;
            Ok(change.clone())
        })
        .await
}
