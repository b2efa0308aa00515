//! Elastic Load Balancing's API, version 2015-12-01: application load balancers.
//!
//! Subnets, security groups and VPCs are taken, kept and given back, and mean nothing here: a load balancer
//! has one of the edge's addresses (`tegata up --edge-address`), and its listeners are sockets on it. Its
//! DNS name is given out but not answered by the DNS server yet: use the address, or a record of your own.

mod arn;
mod hosted_zone;
mod paging;
mod refusal;
mod view;
mod wish;

mod add_listener_certificates;
mod add_tags;
mod create_listener;
mod create_load_balancer;
mod create_target_group;
mod delete_listener;
mod delete_load_balancer;
mod delete_target_group;
mod deregister_targets;
mod describe_account_limits;
mod describe_capacity_reservation;
mod describe_listener_attributes;
mod describe_listener_certificates;
mod describe_listeners;
mod describe_load_balancer_attributes;
mod describe_load_balancers;
mod describe_rules;
mod describe_ssl_policies;
mod describe_tags;
mod describe_target_group_attributes;
mod describe_target_groups;
mod describe_target_health;
mod describe_trust_stores;
mod modify_listener;
mod modify_listener_attributes;
mod modify_load_balancer_attributes;
mod modify_target_group;
mod modify_target_group_attributes;
mod register_targets;
mod remove_listener_certificates;
mod remove_tags;
mod set_ip_address_type;
mod set_security_groups;
mod set_subnets;

#[cfg(test)]
mod tests;

use crate::dispatch::dispatch;

pub(crate) use arn::reference;
pub(crate) use refusal::code;

dispatch! {
    Query;
    "AddListenerCertificates" => add_listener_certificates,
    "AddTags" => add_tags,
    "CreateListener" => create_listener,
    "CreateLoadBalancer" => create_load_balancer,
    "CreateTargetGroup" => create_target_group,
    "DeleteListener" => delete_listener,
    "DeleteLoadBalancer" => delete_load_balancer,
    "DeleteTargetGroup" => delete_target_group,
    "DeregisterTargets" => deregister_targets,
    "DescribeAccountLimits" => describe_account_limits,
    "DescribeCapacityReservation" => describe_capacity_reservation,
    "DescribeListenerAttributes" => describe_listener_attributes,
    "DescribeListenerCertificates" => describe_listener_certificates,
    "DescribeListeners" => describe_listeners,
    "DescribeLoadBalancerAttributes" => describe_load_balancer_attributes,
    "DescribeLoadBalancers" => describe_load_balancers,
    "DescribeRules" => describe_rules,
    "DescribeSSLPolicies" => describe_ssl_policies,
    "DescribeTags" => describe_tags,
    "DescribeTargetGroupAttributes" => describe_target_group_attributes,
    "DescribeTargetGroups" => describe_target_groups,
    "DescribeTargetHealth" => describe_target_health,
    "DescribeTrustStores" => describe_trust_stores,
    "ModifyListener" => modify_listener,
    "ModifyListenerAttributes" => modify_listener_attributes,
    "ModifyLoadBalancerAttributes" => modify_load_balancer_attributes,
    "ModifyTargetGroup" => modify_target_group,
    "ModifyTargetGroupAttributes" => modify_target_group_attributes,
    "RegisterTargets" => register_targets,
    "RemoveListenerCertificates" => remove_listener_certificates,
    "RemoveTags" => remove_tags,
    "SetIpAddressType" => set_ip_address_type,
    "SetSecurityGroups" => set_security_groups,
    "SetSubnets" => set_subnets,
}
