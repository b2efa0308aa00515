//! Reading what is known of a path: the names that it leads over, load balancers, declared hops and certificates.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::load_balancing::{LoadBalancer, SecurityPolicy, dns_name};
use tegata_model::placement::DeclaredHop;
use tegata_model::placement::known::{Known, KnownLoadBalancer, KnownName, Record};
use tegata_model::zone::{HostedZone, RecordData, RecordName, RecordSet, RecordType};
use tegata_store::load_balancing::load_balancers;
use tegata_store::{ReadTx, StoreError, declared_hops, zones};

use super::{balancers, certificates};
use crate::{Caller, EdgeStatus, Instance, Settings};

/// How many names one path may lead over.
const NAMES_MAX: usize = 64;
/// How many load balancers of a tenant are looked at for an address; more than a tenant may have.
const LOAD_BALANCERS_MAX: u32 = 1000;

/// What reading takes, besides the store.
#[derive(Clone)]
pub(super) struct Gathering {
    tenant: Tenant,
    pub(super) settings: Arc<Settings>,
    pub(super) policies: Arc<[SecurityPolicy]>,
    pub(super) edge: EdgeStatus,
    pub(super) now: Timestamp,
}

impl Gathering {
    pub(super) fn new(instance: &Instance, caller: &Caller) -> Gathering {
        Gathering {
            tenant: caller.tenant.clone(),
            settings: instance.settings(),
            policies: Arc::clone(&instance.security_policies),
            edge: instance.edge.clone(),
            now: instance.clock.now(),
        }
    }

    /// Everything that is known for the path from `name`.
    pub(super) fn known(&self, tx: &mut ReadTx<'_>, name: &str) -> Result<Known, StoreError> {
        let declared = self.declared(tx)?;
        self.known_among(tx, name, declared)
    }

    /// Everything that the caller declared.
    pub(super) fn declared(&self, tx: &mut ReadTx<'_>) -> Result<Vec<DeclaredHop>, StoreError> {
        declared_hops::list(tx, &self.tenant)
    }

    /// The same as [`known`](Self::known), with declared hops that were read before.
    pub(super) fn known_among(
        &self,
        tx: &mut ReadTx<'_>,
        name: &str,
        declared: Vec<DeclaredHop>,
    ) -> Result<Known, StoreError> {
        let mut known = Known {
            tenant: self.tenant.clone(),
            names: BTreeMap::new(),
            load_balancers: Vec::new(),
            certificates: BTreeMap::new(),
            declared,
        };
        let mut of_tenant: Option<Vec<LoadBalancer>> = None;
        let mut next = vec![name.to_owned()];
        next.extend(known.declared.iter().flat_map(names_behind));
        // From the first: the path's own name counts most.
        next.reverse();
        while let Some(at) = next.pop() {
            if known.names.contains_key(&at) || known.names.len() >= NAMES_MAX {
                continue;
            }
            let of_name = self.name(tx, &at)?;
            for record in &of_name.records {
                match record {
                    Record::Alias(target) | Record::Cname(target) => match self.balancer(tx, target)? {
                        Some(balancer) => self.add(tx, &balancer, name, &mut known.load_balancers)?,
                        None => next.push(target.clone()),
                    },
                    Record::Address(address) => {
                        let all = match of_tenant.take() {
                            Some(all) => all,
                            None => load_balancers::list(tx, &self.tenant, "", LOAD_BALANCERS_MAX)?,
                        };
                        for balancer in &all {
                            if balancers::addresses(self, balancer).contains(address) {
                                self.add(tx, balancer, name, &mut known.load_balancers)?;
                            }
                        }
                        of_tenant = Some(all);
                    }
                }
            }
            known.names.insert(at, of_name);
        }
        for hop in &known.declared {
            let Some(arn) = hop.certificate_arn() else { continue };
            let found = certificates::find_by_arn(tx, self.tenant.account.as_str(), arn)?;
            known.certificates.extend(found.map(|certificate| (arn.to_owned(), certificate)));
        }
        Ok(known)
    }

    fn add(
        &self,
        tx: &mut ReadTx<'_>,
        balancer: &LoadBalancer,
        host: &str,
        known: &mut Vec<KnownLoadBalancer>,
    ) -> Result<(), StoreError> {
        let added = balancers::known(self, tx, balancer, host)?;
        if !known.contains(&added) {
            known.push(added);
        }
        Ok(())
    }

    /// The account's load balancer of a DNS name.
    fn balancer(&self, tx: &mut ReadTx<'_>, target: &str) -> Result<Option<LoadBalancer>, StoreError> {
        let domain = &self.settings.edge_domain;
        let Ok(name) = target.parse::<RecordName>() else { return Ok(None) };
        let Some((id, own)) = dns_name::parse(&name, domain) else { return Ok(None) };
        let found = load_balancers::find_any(tx, id)?;
        let is_of_account =
            |it: &LoadBalancer| it.tenant.account == self.tenant.account && it.dns_name(domain) == own;
        Ok(found.filter(is_of_account))
    }

    /// Where a name points, by the account's hosted zones.
    fn name(&self, tx: &mut ReadTx<'_>, name: &str) -> Result<KnownName, StoreError> {
        let Ok(name) = name.parse::<RecordName>() else { return Ok(KnownName::default()) };
        let Some(zone) = zones::find_hosted_zone_for(tx, &self.tenant.account, &name)? else {
            return Ok(KnownName::default());
        };
        let sets = record_sets(tx, &zone, &name)?;
        let mut records: Vec<Record> = Vec::new();
        for record in sets.iter().flat_map(|set| self.records(set)) {
            if !records.contains(&record) {
                records.push(record);
            }
        }
        Ok(KnownName { zone: Some(zone.name.plain()), records })
    }

    fn records(&self, set: &RecordSet) -> Vec<Record> {
        match (&set.data, set.key.record_type) {
            (RecordData::Alias(alias), RecordType::A | RecordType::Aaaa | RecordType::Cname) => {
                vec![Record::Alias(self.own_name(&alias.name))]
            }
            (RecordData::Records { values, .. }, RecordType::A | RecordType::Aaaa) => {
                values.iter().filter_map(|value| value.text.parse().ok()).map(Record::Address).collect()
            }
            (RecordData::Records { values, .. }, RecordType::Cname) => {
                let names = values.iter().filter_map(|value| value.text.parse::<RecordName>().ok());
                names.map(|name| Record::Cname(self.own_name(&name))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A name as it is compared. A load balancer has a second one, which means the first.
    fn own_name(&self, name: &RecordName) -> String {
        match dns_name::parse(name, &self.settings.edge_domain) {
            Some((_, own)) => own,
            None => name.plain(),
        }
    }
}

/// The DNS names that a declared hop sends on to.
fn names_behind(hop: &DeclaredHop) -> impl Iterator<Item = String> {
    hop.forwards_to.iter().filter(|next| next.contains('.')).cloned()
}

/// The record sets that answer for a name: its own, or those of the wildcard at its closest encloser (RFC 4592 §3.3.1).
fn record_sets(
    tx: &mut ReadTx<'_>,
    zone: &HostedZone,
    name: &RecordName,
) -> Result<Vec<RecordSet>, StoreError> {
    let own = zones::record_sets_at(tx, &zone.id, name)?;
    if !own.is_empty() {
        return Ok(own);
    }
    for above in name.ancestors().skip(1).take_while(|above| above.is_in(&zone.name)) {
        let Ok(wildcard) = format!("*.{}", above.plain()).parse::<RecordName>() else { break };
        let found = zones::record_sets_at(tx, &zone.id, &wildcard)?;
        if !found.is_empty() || !zones::record_sets_at(tx, &zone.id, &above)?.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}
