//! Elastic Load Balancing's API, version 2015-12-01: application and network load balancers.
//!
//! Subnets, security groups and VPCs are taken, kept and given back, and mean nothing here: a load balancer
//! has one of the edge's addresses (`tegata up --edge-address`), and its listeners are sockets on it. Its
//! DNS name is given out but not answered by the DNS server yet: use the address, or a record of your own.

mod arn;
mod attributes;
mod create_load_balancer;
mod create_target_group;
mod describe_ssl_policies;
mod from_wire;
mod health_check;
mod limits;
mod listener_certificates;
mod listeners;
mod load_balancers;
mod paging;
mod refusal;
mod rule_from_wire;
mod rule_view;
mod rules;
mod tags;
mod target_groups;
mod targets;
mod trust_store_revocations;
mod trust_stores;
mod view;

#[cfg(test)]
mod network_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trust_store_tests;

use crate::dispatch::dispatch;

pub(crate) use arn::{listener as listener_of, reference};
pub(crate) use refusal::code;
#[cfg(test)]
pub(crate) use refusal::of_load_balancing;

dispatch! {
    "AddListenerCertificates" => listener_certificates::add_listener_certificates,
    "AddTags" => tags::add_tags,
    "AddTrustStoreRevocations" => trust_store_revocations::add_trust_store_revocations,
    "CreateListener" => listeners::create_listener,
    "CreateLoadBalancer" => create_load_balancer,
    "CreateRule" => rules::create_rule,
    "CreateTargetGroup" => create_target_group,
    "CreateTrustStore" => trust_stores::create_trust_store,
    "DeleteListener" => listeners::delete_listener,
    "DeleteLoadBalancer" => load_balancers::delete_load_balancer,
    "DeleteRule" => rules::delete_rule,
    "DeleteSharedTrustStoreAssociation" => trust_stores::delete_shared_trust_store_association,
    "DeleteTargetGroup" => target_groups::delete_target_group,
    "DeleteTrustStore" => trust_stores::delete_trust_store,
    "DeregisterTargets" => targets::deregister_targets,
    "DescribeAccountLimits" => limits::describe_account_limits,
    "DescribeCapacityReservation" => limits::describe_capacity_reservation,
    "DescribeListenerAttributes" => attributes::describe_listener_attributes,
    "DescribeListenerCertificates" => listener_certificates::describe_listener_certificates,
    "DescribeListeners" => listeners::describe_listeners,
    "DescribeLoadBalancerAttributes" => attributes::describe_load_balancer_attributes,
    "DescribeLoadBalancers" => load_balancers::describe_load_balancers,
    "DescribeRules" => rules::describe_rules,
    "DescribeSSLPolicies" => describe_ssl_policies,
    "DescribeTags" => tags::describe_tags,
    "DescribeTargetGroupAttributes" => attributes::describe_target_group_attributes,
    "DescribeTargetGroups" => target_groups::describe_target_groups,
    "DescribeTargetHealth" => targets::describe_target_health,
    "DescribeTrustStoreAssociations" => trust_stores::describe_trust_store_associations,
    "DescribeTrustStoreRevocations" => trust_store_revocations::describe_trust_store_revocations,
    "DescribeTrustStores" => trust_stores::describe_trust_stores,
    "GetTrustStoreCaCertificatesBundle" => trust_stores::get_trust_store_ca_certificates_bundle,
    "GetTrustStoreRevocationContent" => trust_store_revocations::get_trust_store_revocation_content,
    "ModifyListener" => listeners::modify_listener,
    "ModifyListenerAttributes" => attributes::modify_listener_attributes,
    "ModifyLoadBalancerAttributes" => attributes::modify_load_balancer_attributes,
    "ModifyRule" => rules::modify_rule,
    "ModifyTargetGroup" => target_groups::modify_target_group,
    "ModifyTargetGroupAttributes" => attributes::modify_target_group_attributes,
    "ModifyTrustStore" => trust_stores::modify_trust_store,
    "RegisterTargets" => targets::register_targets,
    "RemoveListenerCertificates" => listener_certificates::remove_listener_certificates,
    "RemoveTags" => tags::remove_tags,
    "RemoveTrustStoreRevocations" => trust_store_revocations::remove_trust_store_revocations,
    "SetIpAddressType" => load_balancers::set_ip_address_type,
    "SetRulePriorities" => rules::set_rule_priorities,
    "SetSecurityGroups" => load_balancers::set_security_groups,
    "SetSubnets" => load_balancers::set_subnets,
}
