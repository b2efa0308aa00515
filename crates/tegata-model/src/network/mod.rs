//! The network that load balancers are in, as tools of AWS's expect it: one VPC with subnets, which the settings map to
//! the edge's addresses, and security groups, which listeners enforce.

mod allow_list;
mod identifier;
pub mod security_group;
mod subnet;
mod zone_id;

pub use allow_list::{AllowList, PortRange, Rules, egress, ingress};
pub use identifier::{NoIdentifier, SecurityGroupId, SecurityGroupRuleId};
pub use security_group::SecurityGroup;
pub use subnet::{Network, SubnetPlace, SubnetsRefused, smallest_network};
pub use zone_id::zone_id;
