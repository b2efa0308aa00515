//! The zone of load balancers' names: `elb.<edge domain>`, which no caller owns. Aliases point into it.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use tegata_dns::zone::{RecordSet, Snapshot, Zone};
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId, dns_name};
use tegata_model::zone::{RecordData, RecordName, RecordType, apex_record_sets};
use tegata_operations::load_balancing::{served_load_balancer, served_load_balancers_after};
use tegata_operations::{Error, Settings, Worker};

use super::translate::record_set;

/// How many load balancers are listed at a time.
const STEP: u32 = 500;
/// TTL in seconds of load balancers' addresses (Route 53 Developer Guide, "Choosing between alias and non-alias
/// records"), and of a name that is not there yet.
const TTL: u32 = 60;

/// The zone as it is served.
pub(super) struct LoadBalancerZone {
    made_by: MadeBy,
    zone: Zone,
    serial: u32,
    /// The names of each load balancer that is served: the store does not have one that is gone.
    names: HashMap<LoadBalancerId, Vec<RecordName>>,
}

/// The settings that names and addresses are made of.
#[derive(PartialEq, Eq)]
struct MadeBy {
    edge_domain: String,
    public_addresses: BTreeMap<IpAddr, Vec<IpAddr>>,
    name_servers: Vec<String>,
}

impl MadeBy {
    fn new(settings: &Settings) -> MadeBy {
        MadeBy {
            edge_domain: settings.edge_domain.clone(),
            public_addresses: settings.edge_public_addresses.clone(),
            name_servers: settings.name_servers.clone(),
        }
    }
}

impl LoadBalancerZone {
    /// The zone with every load balancer in it, by the settings of the moment.
    pub(super) async fn read(worker: &Worker) -> Result<LoadBalancerZone, Error> {
        let settings = worker.settings();
        let mut read = LoadBalancerZone {
            made_by: MadeBy::new(&settings),
            zone: empty(&settings)?,
            serial: 0,
            names: HashMap::new(),
        };
        let mut after = None;
        loop {
            let page = served_load_balancers_after(worker, after, STEP).await?;
            let Some(last) = page.last() else { return Ok(read) };
            after = Some(last.id);
            for load_balancer in page {
                read.put(&load_balancer, &settings)?;
            }
        }
    }

    /// Whether the settings that it was made by have changed.
    pub(super) fn is_outdated(&self, settings: &Settings) -> bool {
        self.made_by != MadeBy::new(settings)
    }

    /// Reads these load balancers again.
    pub(super) async fn refresh(&mut self, worker: &Worker, ids: &[LoadBalancerId]) -> Result<(), Error> {
        let settings = worker.settings();
        for id in ids {
            match served_load_balancer(worker, *id).await? {
                Some(load_balancer) => self.put(&load_balancer, &settings)?,
                None => {
                    for name in self.names.remove(id).unwrap_or_default() {
                        self.zone.put(&name, &[]).map_err(Error::internal)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Serves it from a snapshot, as of another serial.
    pub(super) fn serve(&mut self, snapshot: &mut Snapshot) {
        self.serial = self.serial.wrapping_add(1);
        self.zone.set_serial(self.serial);
        snapshot.put_service_zone(self.zone.clone());
    }

    fn put(&mut self, load_balancer: &LoadBalancer, settings: &Settings) -> Result<(), Error> {
        let record_sets = addresses(&settings.public_addresses(load_balancer.address));
        let own = load_balancer.dns_name(&self.made_by.edge_domain);
        let mut names = Vec::new();
        for name in [dns_name::dualstack(&own), own] {
            let name: RecordName = name.parse().map_err(Error::internal)?;
            self.zone.put(&name, &record_sets).map_err(Error::internal)?;
            names.push(name);
        }
        self.names.insert(load_balancer.id, names);
        Ok(())
    }
}

/// The zone without load balancers.
fn empty(settings: &Settings) -> Result<Zone, Error> {
    let apex: RecordName = dns_name::apex(&settings.edge_domain).parse().map_err(Error::internal)?;
    let servers = settings.name_servers.iter().map(|name| name.parse::<RecordName>());
    let servers = servers.collect::<Result<Vec<_>, _>>().map_err(Error::internal)?;
    let mut zone = Zone::new(apex.clone());
    let at_apex = apex_record_sets(&apex, &servers).map(|mut at_apex| {
        // RFC 2308 §3: so long may resolvers remember that a name is not there.
        if let (RecordType::Soa, RecordData::Records { ttl, .. }) =
            (at_apex.key.record_type, &mut at_apex.data)
        {
            *ttl = TTL;
        }
        record_set(at_apex)
    });
    zone.put(&apex, &at_apex).map_err(Error::internal)?;
    Ok(zone)
}

fn addresses(addresses: &[IpAddr]) -> Vec<RecordSet> {
    let (mut v4, mut v6) = (Vec::new(), Vec::new());
    for address in addresses {
        match address {
            IpAddr::V4(address) => v4.push(address.octets().to_vec()),
            IpAddr::V6(address) => v6.push(address.octets().to_vec()),
        }
    }
    let by_type = [(RecordType::A, v4), (RecordType::Aaaa, v6)];
    let there = by_type.into_iter().filter(|(_, values)| !values.is_empty());
    there.map(|(record_type, values)| RecordSet::of_values(record_type.code(), TTL, values)).collect()
}
