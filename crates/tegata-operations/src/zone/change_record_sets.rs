//! Changing record sets: a batch is applied whole or not at all.

use std::collections::BTreeSet;

use tegata_model::HostedZoneId;
use tegata_model::access::{AskedValue, Reach, domain_names};
use tegata_model::load_balancing::{Kind, LoadBalancer, canonical_zone, dns_name};
use tegata_model::zone::change::{Change, LoadBalancerNames, Refusal, check_size, plan};
use tegata_model::zone::{AliasTarget, RecordData, RecordType, ZoneChange};
use tegata_store::load_balancing::load_balancers;
use tegata_store::{ReadTx, StoreError, zones};

use super::{identifier, zone};
use crate::{Caller, Error, Instance};

/// The request.
#[derive(Debug, Clone)]
pub struct ChangeRecordSets {
    /// In which zone.
    pub zone: HostedZoneId,
    /// The caller's comment.
    pub comment: Option<String>,
    /// In their order.
    pub changes: Vec<Change>,
}

/// Why a batch was not applied.
#[derive(Debug)]
pub enum ChangeError {
    /// The batch cannot be applied to the zone: all that is wrong with it.
    Refused(Vec<Refusal>),
    /// It was not looked at, or could not be stored.
    Failed(Error),
}

impl From<Error> for ChangeError {
    fn from(error: Error) -> ChangeError {
        ChangeError::Failed(error)
    }
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> ChangeError {
        ChangeError::Failed(error.into())
    }
}

/// Applies a batch.
///
/// # Errors
/// When the zone is not the caller's, or any change is refused: then none is applied.
pub async fn change_record_sets(
    instance: &Instance,
    caller: &Caller,
    ask: ChangeRecordSets,
) -> Result<ZoneChange, ChangeError> {
    if !caller.is_owner() {
        caller.may_with("route53:ChangeResourceRecordSets", &condition_keys(&ask.changes))?;
    }
    check_size(&ask.changes).map_err(ChangeError::Refused)?;
    let now = instance.clock.now();
    let change = ZoneChange {
        id: identifier(&instance.entropy, 'C'),
        comment: ask.comment,
        submitted_at: now,
        in_sync: false,
    };
    let (account, settings) = (caller.account().clone(), instance.settings());
    instance
        .write(move |tx| {
            let stored = zone(tx, &account, &ask.zone)?;
            let own = ask.changes.iter().map(|change| &change.record_set.key.name);
            let targets = alias_targets(&ask.changes).map(|target| &target.name);
            let names: BTreeSet<_> =
                own.chain(targets).filter(|name| name.is_in(&stored.zone.name)).collect();
            let present = zones::record_sets_at_all(tx, &ask.zone, names.into_iter())?;
            let load_balancers = load_balancer_names(tx, &ask.changes, &settings.edge_domain)?;
            let plan = plan(&stored.zone, &present, &load_balancers, &ask.changes);
            let plan = plan.map_err(ChangeError::Refused)?;
            zones::apply(tx, stored.zone, &plan, &change)?;
            Ok(change.clone())
        })
        .await
}

fn alias_targets(changes: &[Change]) -> impl Iterator<Item = &AliasTarget> {
    changes.iter().filter_map(|change| match &change.record_set.data {
        RecordData::Alias(target) => Some(target),
        RecordData::Records { .. } => None,
    })
}

/// The load balancers to which aliases of a batch point, of any account: Route 53 lets an alias point to another
/// account's.
fn load_balancer_names(
    tx: &mut ReadTx<'_>,
    changes: &[Change],
    edge_domain: &str,
) -> Result<LoadBalancerNames, StoreError> {
    let mut found = LoadBalancerNames::default();
    for target in alias_targets(changes) {
        if let Some(region) = canonical_zone::region_of(&target.hosted_zone)
            && let Ok(apex) = format!("{region}.{}", dns_name::apex(edge_domain)).parse()
        {
            found.apexes.insert(target.hosted_zone.clone(), apex);
        }
        if let Some((id, own_name)) = dns_name::parse(&target.name, edge_domain)
            && let Some(load_balancer) = load_balancers::find_any(tx, id)?
            && load_balancer.dns_name(edge_domain) == own_name
            && let Some(zone) = zone_of(&load_balancer, &target.hosted_zone)
        {
            found.names.insert(target.name.clone(), zone);
        }
    }
    Ok(found)
}

/// The zone that an alias to a load balancer has to name. Tools that find the zone by the end of the name write that of
/// application load balancers for a network load balancer too: the names of both end alike here.
fn zone_of(load_balancer: &LoadBalancer, named: &HostedZoneId) -> Option<HostedZoneId> {
    let of = |kind| canonical_zone::of(&load_balancer.tenant.region, kind);
    of(Kind::Application).filter(|zone| zone == named).or_else(|| of(load_balancer.settings.kind))
}

/// Route 53's condition keys of a batch (Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access
/// control"), and those that are made of its names.
fn condition_keys(changes: &[Change]) -> Vec<(&'static str, AskedValue)> {
    let names: Vec<(String, Reach)> = changes
        .iter()
        .map(|change| {
            // A delegation gives everything below its name away.
            let reach = if change.record_set.key.record_type == RecordType::Ns {
                Reach::Everything
            } else {
                Reach::Records
            };
            (change.record_set.key.name.plain(), reach)
        })
        .collect();
    let mut keys = domain_names(names.iter().map(|(name, reach)| (name.as_str(), *reach)));
    let all = |of: fn(&Change) -> String| -> BTreeSet<String> { changes.iter().map(of).collect() };
    let texts = [
        (
            "route53:ChangeResourceRecordSetsNormalizedRecordNames",
            all(|change| change.record_set.key.name.to_string().trim_end_matches('.').to_owned()),
        ),
        (
            "route53:ChangeResourceRecordSetsRecordTypes",
            all(|change| change.record_set.key.record_type.to_string()),
        ),
        ("route53:ChangeResourceRecordSetsActions", all(|change| change.action.as_str().to_owned())),
    ];
    keys.extend(texts.map(|(key, texts)| (key, AskedValue::Texts(texts))));
    keys
}
