//! Checking whether the DNS leads to a hosted zone.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use tegata_model::zone::delegation::{Delegation, DesiredDelegation, Finding, judge};
use tegata_model::zone::{HostedZone, RecordData, RecordName, RecordSet, RecordType};
use tegata_store::{ReadTx, StoreError, zones};

use crate::instance::observe_delegation::DelegationQuery;
use crate::reason::ZoneReason;
use crate::{Caller, Error, Instance};

/// A delegation that was checked.
#[derive(Debug, Clone)]
pub struct CheckedDelegation {
    /// The hosted zone.
    pub zone: HostedZone,
    /// The servers to enter at the parent, each with the addresses that are needed there too.
    pub servers: Vec<(String, BTreeSet<IpAddr>)>,
    /// What was seen.
    pub seen: Delegation,
    /// What is wrong, from the root down; nothing when the delegation is done.
    pub findings: Vec<Finding>,
}

/// Looks up how a hosted zone of the caller is delegated, and judges it.
///
/// # Errors
/// `no-such-hosted-zone`.
pub async fn check_delegation(
    instance: &Instance,
    caller: &Caller,
    apex: RecordName,
) -> Result<CheckedDelegation, Error> {
    caller.may("tegata:CheckDelegation")?;
    let account = caller.account().clone();
    let (zone, desired) = instance
        .read(move |tx| {
            let zones = zones::list_by_apex(tx, &apex)?;
            let own = zones.into_iter().find(|stored| stored.zone.account == account);
            let zone = own.map(|stored| stored.zone).ok_or_else(|| {
                Error::not_found(ZoneReason::NoSuchHostedZone, format!("There is no hosted zone {apex}"))
            })?;
            let desired = desired(tx, &zone)?;
            Ok::<_, Error>((zone, desired))
        })
        .await?;
    let seen = (instance.observe_delegation)(DelegationQuery::Hosted(desired.clone())).await;
    let findings = judge(Some(&desired), &seen);
    let addresses = |name: &String| desired.addresses.get(name).cloned().unwrap_or_default();
    let servers = desired.servers.iter().map(|name| (name.clone(), addresses(name))).collect();
    Ok(CheckedDelegation { zone, servers, seen, findings })
}

/// What is wrong with the delegation of the zone around a name that is hosted elsewhere.
pub async fn delegation_faults(instance: &Instance, name: &str) -> Vec<Finding> {
    let seen = (instance.observe_delegation)(DelegationQuery::Around(name.to_owned())).await;
    judge(None, &seen)
}

/// What the parent should have: the zone's own NS record set, and the addresses of servers in the zone.
fn desired(tx: &mut ReadTx<'_>, zone: &HostedZone) -> Result<DesiredDelegation, StoreError> {
    let at_apex = zones::record_sets_at(tx, &zone.id, &zone.name)?;
    let names: Vec<RecordName> = at_apex
        .iter()
        .filter(|record_set| record_set.key.record_type == RecordType::Ns)
        .flat_map(RecordSet::values)
        .filter_map(|value| value.text.parse().ok())
        .collect();
    let mut addresses = BTreeMap::new();
    for name in names.iter().filter(|name| name.is_in(&zone.name)) {
        let record_sets = zones::record_sets_at(tx, &zone.id, name)?;
        addresses.insert(name.to_string(), record_sets.iter().flat_map(addresses_of).collect());
    }
    let servers = names.iter().map(ToString::to_string).collect();
    Ok(DesiredDelegation { apex: zone.name.to_string(), servers, addresses })
}

fn addresses_of(record_set: &RecordSet) -> Vec<IpAddr> {
    match (&record_set.data, record_set.key.record_type) {
        (RecordData::Records { values, .. }, RecordType::A | RecordType::Aaaa) => {
            values.iter().filter_map(|value| value.text.parse().ok()).collect()
        }
        _ => Vec::new(),
    }
}
