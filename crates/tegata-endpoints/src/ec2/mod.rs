//! The part of EC2 that tools need to place a load balancer: the VPC, its subnets and zones, security groups, which
//! listeners enforce, and instances that the settings name. Every other operation of EC2's is unknown.

mod account_attributes;
mod instances;
mod network_interfaces;
mod permission;
mod refusal;
mod route_tables;
mod rules;
mod security_groups;
mod select;
mod subnets;
mod tags;
mod vpcs;
mod zones;

use crate::dispatch::dispatch;

pub(crate) use refusal::code;

dispatch! {
    "AuthorizeSecurityGroupEgress" => rules::authorize_security_group_egress,
    "AuthorizeSecurityGroupIngress" => rules::authorize_security_group_ingress,
    "CreateSecurityGroup" => security_groups::create_security_group,
    "CreateTags" => tags::create_tags,
    "DeleteSecurityGroup" => security_groups::delete_security_group,
    "DeleteTags" => tags::delete_tags,
    "DescribeAccountAttributes" => account_attributes::describe_account_attributes,
    "DescribeAvailabilityZones" => zones::describe_availability_zones,
    "DescribeInstances" => instances::describe_instances,
    "DescribeNetworkInterfaces" => network_interfaces::describe_network_interfaces,
    "DescribeRouteTables" => route_tables::describe_route_tables,
    "DescribeSecurityGroupRules" => security_groups::describe_security_group_rules,
    "DescribeSecurityGroups" => security_groups::describe_security_groups,
    "DescribeSubnets" => subnets::describe_subnets,
    "DescribeTags" => tags::describe_tags,
    "DescribeVpcAttribute" => vpcs::describe_vpc_attribute,
    "DescribeVpcs" => vpcs::describe_vpcs,
    "ModifySecurityGroupRules" => rules::modify_security_group_rules,
    "RevokeSecurityGroupEgress" => rules::revoke_security_group_egress,
    "RevokeSecurityGroupIngress" => rules::revoke_security_group_ingress,
    "UpdateSecurityGroupRuleDescriptionsEgress" => rules::update_security_group_rule_descriptions_egress,
    "UpdateSecurityGroupRuleDescriptionsIngress" => rules::update_security_group_rule_descriptions_ingress,
}

#[cfg(test)]
mod tests;
