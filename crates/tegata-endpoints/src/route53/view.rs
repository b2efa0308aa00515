//! What zones and changes look like on the wire.

use tegata_aws::Moment;
use tegata_aws::generated::route53::{ChangeInfo, DelegationSet, HostedZone, HostedZoneConfig};
use tegata_model::zone::ZoneChange;
use tegata_operations::zone::DescribedZone;

use super::id;

pub(super) fn zone(described: DescribedZone) -> HostedZone {
    let zone = described.zone;
    HostedZone {
        id: Some(id::of_zone(&zone.id)),
        name: Some(zone.name.into()),
        caller_reference: Some(zone.caller_reference),
        config: Some(HostedZoneConfig { comment: zone.comment, private_zone: Some(false) }),
        resource_record_set_count: Some(described.record_sets),
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
pub(super) fn delegation(zone: &tegata_model::zone::HostedZone) -> DelegationSet {
    DelegationSet { name_servers: Some(zone.name_servers.clone()), ..DelegationSet::default() }
}
