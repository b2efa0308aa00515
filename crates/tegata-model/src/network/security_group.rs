//! Security groups: who may connect to the load balancers that are in them, and where these may connect to.

use std::fmt;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::allow_list::PortRange;
use super::{SecurityGroupId, SecurityGroupRuleId};
use crate::Tenant;

mod change;
mod read;

pub use change::{ChangeRefused, Selector, authorize, describe_rules, modify, revoke};
pub use read::{PermissionRefused, peer, protocol_and_ports};

/// The rules of a group in one direction (VPC quotas, "Inbound or outbound rules per security group").
pub const RULES_MAX: usize = 60;
/// The groups of a tenant (VPC quotas, "VPC security groups per Region").
pub const PER_TENANT_MAX: usize = 2500;
/// The security groups of a load balancer (ELB quota "Security groups per Application Load Balancer").
pub const PER_LOAD_BALANCER_MAX: usize = 5;
/// The name of the group that every VPC has.
pub const DEFAULT: &str = "default";

/// TCP's number (IANA, "Protocol Numbers").
pub const TCP: u8 = 6;
/// UDP's number.
pub const UDP: u8 = 17;

/// A security group as it is stored. New members need a serde default: documents outlive releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroup {
    /// Which.
    pub id: SecurityGroupId,
    /// Whose and where.
    pub tenant: Tenant,
    /// Unique in the tenant.
    pub name: String,
    /// What its creator wrote.
    pub description: String,
    /// Who may connect, and where to.
    pub rules: Vec<SecurityGroupRule>,
}

/// A rule of a security group. Rules only allow: what no rule allows is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroupRule {
    /// Which.
    pub id: SecurityGroupRuleId,
    /// Into the load balancer or out of it.
    pub direction: Direction,
    /// What it allows.
    #[serde(flatten)]
    pub permission: Permission,
    /// The other end.
    pub peer: Peer,
    /// What its creator wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Into a load balancer, or out of it to its targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From clients.
    Ingress,
    /// To targets.
    Egress,
}

/// Which protocol and ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Permission {
    /// The protocol's number; `None` for all protocols and ports.
    pub protocol: Option<u8>,
    /// The first port, or the type of ICMP; `None` where a protocol has none.
    #[serde(default)]
    pub from: Option<i32>,
    /// The last port, or the code of ICMP.
    #[serde(default)]
    pub to: Option<i32>,
}

/// The other end of what a rule allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Peer {
    /// Addresses.
    Network(IpNet),
    /// What is in a security group: the addresses of load balancers.
    Group(SecurityGroupId),
}

impl SecurityGroup {
    /// A new group: everything may go out, nothing may come in.
    #[must_use]
    pub fn new(
        id: SecurityGroupId,
        tenant: Tenant,
        name: String,
        description: String,
        rule: SecurityGroupRuleId,
    ) -> SecurityGroup {
        let all = Permission { protocol: None, from: None, to: None };
        let everywhere = Peer::Network(IpNet::V4(ipnet::Ipv4Net::default()));
        let out = SecurityGroupRule {
            id: rule,
            direction: Direction::Egress,
            permission: all,
            peer: everywhere,
            description: None,
        };
        SecurityGroup { id, tenant, name, description, rules: vec![out] }
    }

    /// The default group of a tenant's VPC: what is in it may connect to each other.
    #[must_use]
    pub fn of_vpc(id: SecurityGroupId, tenant: Tenant, rules: [SecurityGroupRuleId; 2]) -> SecurityGroup {
        let description = "default VPC security group".to_owned();
        let mut group = SecurityGroup::new(id, tenant, DEFAULT.to_owned(), description, rules[0]);
        group.rules.push(SecurityGroupRule {
            id: rules[1],
            direction: Direction::Ingress,
            permission: Permission { protocol: None, from: None, to: None },
            peer: Peer::Group(id),
            description: None,
        });
        group
    }

    /// Whether it is the one that every VPC has.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.name == DEFAULT
    }
}

impl SecurityGroupRule {
    /// The ports that it opens for a protocol.
    #[must_use]
    pub fn ports_of(&self, protocol: u8) -> Option<PortRange> {
        match self.permission.protocol {
            None => Some(PortRange { from: 0, to: u16::MAX }),
            Some(own) if own == protocol => {
                let port =
                    |port: Option<i32>, usual| port.map_or(Some(usual), |port| u16::try_from(port).ok());
                let (from, to) = (self.permission.from, self.permission.to);
                // Every port is written from 0 to 65535, or as -1.
                if from == Some(-1) {
                    return Some(PortRange { from: 0, to: u16::MAX });
                }
                Some(PortRange { from: port(from, 0)?, to: port(to, u16::MAX)? })
            }
            Some(_) => None,
        }
    }
}

impl Permission {
    /// `IpProtocol` as EC2 answers it.
    #[must_use]
    pub fn protocol_name(&self) -> String {
        match self.protocol {
            None => "-1".to_owned(),
            Some(number) => protocol_name(number),
        }
    }
}

fn protocol_name(number: u8) -> String {
    match number {
        1 => "icmp".to_owned(),
        TCP => "tcp".to_owned(),
        UDP => "udp".to_owned(),
        58 => "icmpv6".to_owned(),
        other => other.to_string(),
    }
}

impl TryFrom<String> for Peer {
    type Error = PermissionRefused;

    fn try_from(text: String) -> Result<Peer, PermissionRefused> {
        match text.parse() {
            Ok(group) => Ok(Peer::Group(group)),
            Err(_) => peer(&text),
        }
    }
}

impl From<Peer> for String {
    fn from(peer: Peer) -> String {
        peer.to_string()
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peer::Network(network) => network.fmt(f),
            Peer::Group(group) => group.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
