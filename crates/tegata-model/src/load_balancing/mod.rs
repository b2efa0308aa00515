//! Load balancing: load balancers, their listeners, and the target groups behind them.
//!
//! ```text
//!  load balancer ──has──► listener (address and port, certificates) ──has──► rules ──forward to──► target group ──► targets
//! ```
//!
//! The nouns and rules are those of Elastic Load Balancing's API, version 2015-12-01, as far as
//! application and network load balancers go. What AWS ties to its own network (VPC, subnets,
//! security groups, zones) is taken, kept and given back, because clients send it, and means nothing
//! here: a listener is a socket on one of the edge's addresses.

pub mod access_log;
pub mod action;
pub mod alpn_policy;
pub mod attribute;
pub mod attribute_combination;
pub mod canonical_zone;
pub mod condition;
pub mod dns_name;
pub mod health;
pub mod identifier;
pub mod kind;
pub mod listener;
pub mod load_balancer;
pub mod matcher;
pub mod mutual_authentication;
pub mod name;
pub mod network_attribute;
pub mod protocol;
pub mod protocol_version;
pub mod regular_expression;
pub mod rule;
pub mod security_policy;
pub mod tags;
pub mod target;
pub mod target_group;
pub mod target_verification;
pub mod transform;
pub mod trust_store;

pub use action::Action;
pub use alpn_policy::AlpnPolicy;
pub use condition::Condition;
pub use health::{TargetHealth, TargetState};
pub use identifier::{ListenerId, LoadBalancerId, RuleId, TargetGroupId, TrustStoreId};
pub use kind::Kind;
pub use listener::Listener;
pub use load_balancer::LoadBalancer;
pub use mutual_authentication::MutualAuthentication;
pub use protocol_version::ProtocolVersion;
pub use rule::Rule;
pub use security_policy::SecurityPolicy;
pub use target::Target;
pub use target_group::TargetGroup;
pub use transform::Transform;
pub use trust_store::TrustStore;
