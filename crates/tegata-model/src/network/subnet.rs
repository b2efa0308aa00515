//! The VPC and its subnets: names that the settings map to the edge's addresses.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

/// EC2 takes no smaller subnet than one of 16 addresses (VPC User Guide, "Subnet CIDR blocks").
const PREFIX_MAX: u8 = 28;

/// The network, as the settings describe it. It is the same for every account and region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The identifier of the VPC.
    pub vpc: String,
    /// The subnets by their identifiers.
    pub subnets: BTreeMap<String, SubnetPlace>,
}

/// Where a subnet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubnetPlace {
    /// The letter of its availability zone: `a` for `us-east-1a`.
    pub zone: char,
    /// Its addresses; `None` for those of the edge.
    pub cidr: Option<IpNet>,
}

/// Why subnets were not taken for a load balancer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubnetsRefused {
    /// No subnet of that identifier.
    Unknown(String),
    /// Two subnets in one availability zone.
    SameZone,
    /// None of the edge's addresses is in them.
    NoAddress(Vec<String>),
}

impl Default for Network {
    /// A VPC with subnets in three zones, each of which has all of the edge's addresses.
    fn default() -> Network {
        let subnet = |(number, zone)| (format!("subnet-{number}"), SubnetPlace { zone, cidr: None });
        Network {
            vpc: "vpc-1".to_owned(),
            subnets: [(1, 'a'), (2, 'b'), (3, 'c')].into_iter().map(subnet).collect(),
        }
    }
}

impl Network {
    /// The letters of the availability zones, each once.
    #[must_use]
    pub fn zones(&self) -> BTreeSet<char> {
        self.subnets.values().map(|place| place.zone).collect()
    }

    /// The zone of a subnet; `None` for one that is no longer in the settings.
    #[must_use]
    pub fn zone_of(&self, subnet: &str) -> Option<char> {
        self.subnets.get(subnet).map(|place| place.zone)
    }

    /// The addresses of a subnet in CIDR notation, given the edge's.
    #[must_use]
    pub fn cidr_of(&self, place: &SubnetPlace, edge: &[IpAddr]) -> IpNet {
        place.cidr.unwrap_or_else(|| smallest_network(edge.iter().copied().map(IpNet::from)))
    }

    /// The addresses of the whole VPC, given the edge's.
    #[must_use]
    pub fn cidr(&self, edge: &[IpAddr]) -> IpNet {
        smallest_network(self.subnets.values().map(|place| self.cidr_of(place, edge)))
    }

    /// The edge's addresses on which a load balancer in these subnets may open. Without subnets it may on all.
    ///
    /// # Errors
    /// See [`SubnetsRefused`].
    pub fn addresses(&self, subnets: &[&str], edge: &[IpAddr]) -> Result<Vec<IpAddr>, SubnetsRefused> {
        let mut places = Vec::with_capacity(subnets.len());
        for id in subnets {
            let place = self.subnets.get(*id);
            places.push(place.ok_or_else(|| SubnetsRefused::Unknown((*id).to_owned()))?);
        }
        let zones: BTreeSet<char> = places.iter().map(|place| place.zone).collect();
        if zones.len() < places.len() {
            return Err(SubnetsRefused::SameZone);
        }
        let is_in = |address: &&IpAddr| {
            places.is_empty()
                || places.iter().any(|place| place.cidr.is_none_or(|cidr| cidr.contains(*address)))
        };
        let found: Vec<IpAddr> = edge.iter().filter(is_in).copied().collect();
        if found.is_empty() && !edge.is_empty() {
            return Err(SubnetsRefused::NoAddress(subnets.iter().map(|id| (*id).to_owned()).collect()));
        }
        Ok(found)
    }
}

/// The smallest IPv4 network that has all of these, of 16 addresses at least. EC2 has no VPC without IPv4: networks of
/// IPv6 are passed over, and without any of IPv4 it is that of loopback.
#[must_use]
pub fn smallest_network(networks: impl IntoIterator<Item = IpNet>) -> IpNet {
    let mut found: Option<Ipv4Net> = None;
    for network in networks {
        let IpNet::V4(network) = network else { continue };
        let network = if network.prefix_len() > PREFIX_MAX {
            Ipv4Net::new(network.addr(), PREFIX_MAX).unwrap_or(network).trunc()
        } else {
            network.trunc()
        };
        let mut wider = found.unwrap_or(network);
        while !wider.contains(&network) {
            // The whole of IPv4 contains every network.
            wider = wider.supernet().unwrap_or_default();
        }
        found = Some(wider);
    }
    let loopback = || Ipv4Net::new(Ipv4Addr::new(127, 0, 0, 0), 8).unwrap_or_default();
    IpNet::V4(found.unwrap_or_else(loopback))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn network(text: &str) -> IpNet {
        text.parse().expect("a network")
    }

    #[test]
    fn a_network_is_no_larger_than_needed() {
        let of = |texts: &[&str]| smallest_network(texts.iter().map(|text| network(text))).to_string();
        assert_eq!(of(&["127.0.0.1/32", "127.0.0.50/32"]), "127.0.0.0/26");
        assert_eq!(of(&["10.20.0.5/32"]), "10.20.0.0/28");
        assert_eq!(of(&["10.0.1.0/24", "10.0.2.0/24"]), "10.0.0.0/22");
        assert_eq!(of(&["10.0.0.1/32", "192.168.0.1/32"]), "0.0.0.0/0");
        assert_eq!(of(&["2001:db8::/32"]), "127.0.0.0/8");
    }

    #[test]
    fn subnets_say_on_which_addresses_a_load_balancer_opens() {
        let edge = [address("10.0.1.5"), address("10.0.2.5"), address("10.0.9.5")];
        let place = |zone, cidr: &str| SubnetPlace { zone, cidr: Some(network(cidr)) };
        let subnets = [
            ("one", place('a', "10.0.1.0/24")),
            ("two", place('b', "10.0.2.0/24")),
            ("second-in-a", place('a', "10.0.3.0/24")),
        ];
        let subnets = subnets.map(|(id, place)| (id.to_owned(), place)).into();
        let network = Network { vpc: "vpc-1".to_owned(), subnets };
        assert_eq!(network.addresses(&["two"], &edge), Ok(vec![edge[1]]));
        assert_eq!(network.addresses(&["two", "one"], &edge), Ok(edge[..2].to_vec()));
        assert_eq!(network.addresses(&[], &edge), Ok(edge.to_vec()));
        assert_eq!(network.addresses(&["none"], &edge), Err(SubnetsRefused::Unknown("none".to_owned())));
        assert_eq!(network.addresses(&["one", "second-in-a"], &edge), Err(SubnetsRefused::SameZone));
        let empty = SubnetsRefused::NoAddress(vec!["second-in-a".to_owned()]);
        assert_eq!(network.addresses(&["second-in-a"], &edge), Err(empty));
        assert_eq!(network.cidr(&edge).to_string(), "10.0.0.0/22");
        let usual = Network::default();
        assert_eq!(usual.addresses(&["subnet-1", "subnet-3"], &edge), Ok(edge.to_vec()));
        assert_eq!(usual.cidr(&edge).to_string(), "10.0.0.0/20");
    }
}
