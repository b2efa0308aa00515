//! Where alias record sets may point.

use std::collections::BTreeMap;

use super::present::{Present, at_name};
use super::refusal::Refusal;
use crate::HostedZoneId;
use crate::zone::{HostedZone, RecordData, RecordName, RecordSet, RecordType};

/// What aliases may point to outside of their zone: load balancers, as far as a batch names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadBalancerNames {
    /// The name below which the load balancers of each zone are.
    pub apexes: BTreeMap<HostedZoneId, RecordName>,
    /// Names of load balancers that there are, each with its zone.
    pub names: BTreeMap<RecordName, HostedZoneId>,
}

/// Whether what an alias points to is there, and is something that it may point to.
///
/// # Errors
/// See the refusals that begin with `Alias`.
pub(super) fn check_alias(
    zone: &HostedZone,
    now: &Present,
    load_balancers: &LoadBalancerNames,
    record_set: &RecordSet,
) -> Result<(), Refusal> {
    let (key, RecordData::Alias(target)) = (&record_set.key, &record_set.data) else { return Ok(()) };
    let record_type = key.record_type;
    if matches!(record_type, RecordType::Ns | RecordType::Soa) {
        return Err(Refusal::AliasType { name: key.name.clone(), record_type });
    }
    if key.set_identifier.is_some() {
        return Err(Refusal::AliasMultiValue(key.clone()));
    }
    let is_own_zone = target.hosted_zone == zone.id;
    let apex = if is_own_zone { Some(&zone.name) } else { load_balancers.apexes.get(&target.hosted_zone) };
    if apex.is_some_and(|apex| !target.name.is_in(apex)) {
        let belongs_to = load_balancers.names.get(&target.name).cloned();
        return Err(Refusal::AliasOutsideZone { target: target.clone(), record_type, belongs_to });
    }
    let is_there = if is_own_zone {
        at_name(now, &target.name).any(|(other, _)| other.record_type == record_type && other != key)
    } else {
        matches!(record_type, RecordType::A | RecordType::Aaaa)
            && load_balancers.names.get(&target.name) == Some(&target.hosted_zone)
    };
    if is_there { Ok(()) } else { Err(Refusal::AliasTargetMissing { target: target.clone(), record_type }) }
}
