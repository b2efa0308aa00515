//! What zones and changes look like on the wire.

use tegata_aws::Moment;
use tegata_aws::generated::route53::{ChangeInfo, DelegationSet, HostedZone, HostedZoneConfig};
use tegata_model::zone::NAME_SERVERS_PER_ZONE;
use tegata_operations::Instance;
use tegata_store::zones::{StoredZone, ZoneChange};

use super::id;

pub(super) fn zone(stored: StoredZone) -> HostedZone {
    let zone = stored.zone;
    HostedZone {
        id: Some(id::of_zone(&zone.id)),
        name: Some(zone.name.into()),
        caller_reference: Some(zone.caller_reference),
        config: Some(HostedZoneConfig { comment: zone.comment, private_zone: Some(false) }),
        resource_record_set_count: Some(stored.record_sets),
        ..HostedZone::default()
    }
}

pub(super) fn change(change: ZoneChange) -> ChangeInfo {
    ChangeInfo {
        id: Some(id::of_change(&change.id)),
        status: Some(if change.in_sync { "INSYNC" } else { "PENDING" }.to_owned()),
        submitted_at: Some(Moment(change.submitted_at)),
        comment: change.comment,
    }
}

/// The name servers to which the parent zone should delegate.
pub(super) fn delegation(instance: &Instance, zone: &tegata_model::zone::HostedZone) -> DelegationSet {
    let name_servers = match zone.name_servers.as_slice() {
        // It was made before zones had name servers of their own.
        [] => instance.settings().name_servers.iter().take(NAME_SERVERS_PER_ZONE).cloned().collect(),
        own => own.to_vec(),
    };
    DelegationSet { name_servers: Some(name_servers), ..DelegationSet::default() }
}
