//! Deleting a hosted zone.

use serde_json::json;
use tegata_model::HostedZoneId;
use tegata_model::event::{Event, EventKind};
use tegata_model::zone::{ZoneChange, is_kept};
use tegata_store::zones::{self, RecordPlace};

use super::{identifier, zone};
use crate::reason::ZoneReason;
use crate::{Caller, Error, Instance};

/// Deletes a hosted zone that has nothing but its SOA and NS record sets.
///
/// # Errors
/// When it is not the caller's, or has other record sets.
pub async fn delete(instance: &Instance, caller: &Caller, id: HostedZoneId) -> Result<ZoneChange, Error> {
    caller.may("route53:DeleteHostedZone")?;
    let now = instance.clock.now();
    let change = ZoneChange {
        id: identifier(&instance.entropy, 'C'),
        comment: None,
        submitted_at: now,
        in_sync: false,
    };
    let tenant = caller.tenant.clone();
    instance
        .write(move |tx| {
            let stored = zone(tx, &tenant.account, &id)?;
            let first = zones::list_record_sets(tx, &id, &RecordPlace::default(), 3)?;
            let name = &stored.zone.name;
            if first.iter().any(|record_set| !is_kept(name, &record_set.key)) {
                return Err(Error::conflict(
                    ZoneReason::HostedZoneNotEmpty,
                    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
                ));
            }
            zones::delete(tx, &stored.zone, &change)?;
            tx.record_event(&Event {
                at: now,
                tenant: Some(tenant.clone()),
                kind: EventKind::HostedZoneDeleted,
                subject: id.0.clone(),
                detail: json!({ "name": name }),
            })?;
            Ok(change.clone())
        })
        .await
}
