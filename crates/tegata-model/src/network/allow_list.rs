//! What security groups let in and out of a load balancer.

use std::net::IpAddr;

use ipnet::IpNet;

use super::SecurityGroupId;
use super::security_group::{Direction, Peer, SecurityGroup, SecurityGroupRule, TCP};

/// Networks that may connect to a listener; `None` for a load balancer without security groups, which takes everyone.
pub type AllowList = Option<Vec<IpNet>>;

/// Where connections to targets may go; `None` for a load balancer without security groups.
pub type Rules = Option<Vec<(IpNet, PortRange)>>;

/// Ports from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange {
    /// The first.
    pub from: u16,
    /// The last.
    pub to: u16,
}

/// Who may connect to a port by TCP (or another `protocol` by its number), by these security groups. `members` gives the
/// addresses of what is in a security group.
#[must_use]
pub fn ingress(
    groups: &[SecurityGroup],
    members: &dyn Fn(SecurityGroupId) -> Vec<IpAddr>,
    protocol: u8,
    port: u16,
) -> Vec<IpNet> {
    let opened = rules(groups, Direction::Ingress)
        .filter(|rule| rule.ports_of(protocol).is_some_and(|range| (range.from..=range.to).contains(&port)));
    joined(opened.flat_map(|rule| networks(rule, members)))
}

/// Where connections to targets by TCP may go, by these security groups.
#[must_use]
pub fn egress(
    groups: &[SecurityGroup],
    members: &dyn Fn(SecurityGroupId) -> Vec<IpAddr>,
) -> Vec<(IpNet, PortRange)> {
    let opened = rules(groups, Direction::Egress).filter_map(|rule| Some((rule, rule.ports_of(TCP)?)));
    opened
        .flat_map(|(rule, range)| networks(rule, members).into_iter().map(move |net| (net, range)))
        .collect()
}

fn rules(groups: &[SecurityGroup], direction: Direction) -> impl Iterator<Item = &SecurityGroupRule> {
    groups.iter().flat_map(|group| &group.rules).filter(move |rule| rule.direction == direction)
}

fn networks(rule: &SecurityGroupRule, members: &dyn Fn(SecurityGroupId) -> Vec<IpAddr>) -> Vec<IpNet> {
    match rule.peer {
        Peer::Network(network) => vec![network],
        Peer::Group(group) => members(group).into_iter().map(IpNet::from).collect(),
    }
}

/// The same networks, none within another.
fn joined(networks: impl Iterator<Item = IpNet>) -> Vec<IpNet> {
    IpNet::aggregate(&networks.collect::<Vec<IpNet>>())
}
