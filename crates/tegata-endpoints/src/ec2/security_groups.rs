//! Security groups, and their rules one by one.

use tegata_aws::generated::ec2::{
    CreateSecurityGroupRequest, CreateSecurityGroupResult, DeleteSecurityGroupRequest,
    DeleteSecurityGroupResult, DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult,
    DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult, SecurityGroup as WireGroup,
};
use tegata_model::arn;
use tegata_model::network::SecurityGroup;
use tegata_model::network::security_group::{Direction, Peer};
use tegata_operations::network::{self, Described, GroupNamed, NewSecurityGroup, describe, no_such_group};
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::permission::{group_id, permissions, wire_rule};
use super::refusal::{end_dry_run, missing};
use super::select::{Item, Selection, one, wire_tags};
use super::tags::of_specifications;
use super::vpcs::no_such_vpc;

pub(super) async fn create_security_group(
    instance: &Instance,
    caller: &Caller,
    input: CreateSecurityGroupRequest,
) -> Result<CreateSecurityGroupResult, Error> {
    caller.may("ec2:CreateSecurityGroup")?;
    if let Some(vpc) = input.vpc_id.filter(|vpc| *vpc != instance.settings().network.vpc) {
        return Err(no_such_vpc(&vpc));
    }
    let tags = of_specifications(input.tag_specifications, "security-group")?;
    end_dry_run(input.dry_run)?;
    let request =
        NewSecurityGroup { name: input.group_name, description: input.description, tags: tags.clone() };
    let made = network::create_security_group(instance, caller, request).await?;
    Ok(CreateSecurityGroupResult {
        group_id: Some(made.id.to_string()),
        tags: wire_tags(&tags),
        security_group_arn: Some(group_arn(caller, &made)),
    })
}

pub(super) async fn delete_security_group(
    instance: &Instance,
    caller: &Caller,
    input: DeleteSecurityGroupRequest,
) -> Result<DeleteSecurityGroupResult, Error> {
    caller.may("ec2:DeleteSecurityGroup")?;
    let named = named(input.group_id, input.group_name)?;
    end_dry_run(input.dry_run)?;
    let gone = network::delete_security_group(instance, caller, named).await?;
    Ok(DeleteSecurityGroupResult { r#return: Some(true), group_id: Some(gone.to_string()) })
}

/// The group that a request names by its identifier or its name.
pub(super) fn named(id: Option<String>, name: Option<String>) -> Result<GroupNamed, Error> {
    match (id, name) {
        (Some(id), _) => Ok(GroupNamed::Id(group_id(&id)?)),
        (None, Some(name)) => Ok(GroupNamed::Name(name)),
        (None, None) => Err(missing("GroupName or GroupId")),
    }
}

pub(super) async fn describe_security_groups(
    instance: &Instance,
    caller: &Caller,
    input: DescribeSecurityGroupsRequest,
) -> Result<DescribeSecurityGroupsResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeSecurityGroups").await?;
    end_dry_run(input.dry_run)?;
    let mut ids = input.group_ids.unwrap_or_default();
    for id in &ids {
        group_id(id)?;
    }
    // Names and identifiers together name groups by either.
    for name in input.group_names.unwrap_or_default() {
        let group = found.groups.iter().find(|group| group.name == name);
        ids.push(group.ok_or_else(|| no_such_group(&name))?.id.to_string());
    }
    let items = found.groups.iter().map(|group| item(caller, &found, group)).collect();
    let selection = Selection {
        ids: Some(ids),
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (groups, next_token) = selection.of(items, no_such_group)?;
    Ok(DescribeSecurityGroupsResult { security_groups: Some(groups), next_token })
}

fn item<'a>(caller: &Caller, found: &'a Described, group: &SecurityGroup) -> Item<'a, WireGroup> {
    let (id, vpc) = (group.id.to_string(), &found.settings.network.vpc);
    let of = |direction, value: &dyn Fn(&tegata_model::network::security_group::SecurityGroupRule) -> Option<String>| {
        group.rules.iter().filter(|rule| rule.direction == direction).filter_map(value).collect::<Vec<String>>()
    };
    let mut values = vec![
        ("description", one(&group.description)),
        ("group-id", one(&id)),
        ("group-name", one(&group.name)),
        ("owner-id", one(caller.account().as_str())),
        ("vpc-id", one(vpc)),
    ];
    let directions = [
        (
            Direction::Ingress,
            [
                "ip-permission.cidr",
                "ip-permission.from-port",
                "ip-permission.group-id",
                "ip-permission.protocol",
                "ip-permission.to-port",
            ],
        ),
        (
            Direction::Egress,
            [
                "egress.ip-permission.cidr",
                "egress.ip-permission.from-port",
                "egress.ip-permission.group-id",
                "egress.ip-permission.protocol",
                "egress.ip-permission.to-port",
            ],
        ),
    ];
    for (direction, [cidr, from, referenced, protocol, to]) in directions {
        values.push((
            cidr,
            of(direction, &|rule| match rule.peer {
                Peer::Network(network) => Some(network.to_string()),
                Peer::Group(_) => None,
            }),
        ));
        values.push((from, of(direction, &|rule| rule.permission.from.map(|port| port.to_string()))));
        values.push((
            referenced,
            of(direction, &|rule| match rule.peer {
                Peer::Group(group) => Some(group.to_string()),
                Peer::Network(_) => None,
            }),
        ));
        values.push((protocol, of(direction, &|rule| Some(rule.permission.protocol_name()))));
        values.push((to, of(direction, &|rule| rule.permission.to.map(|port| port.to_string()))));
    }
    Item {
        tags: found.tags(&id),
        values,
        shape: WireGroup {
            ip_permissions_egress: Some(permissions(caller, group, Direction::Egress)),
            ip_permissions: Some(permissions(caller, group, Direction::Ingress)),
            tags: wire_tags(found.tags(&id)),
            vpc_id: Some(vpc.clone()),
            security_group_arn: Some(group_arn(caller, group)),
            owner_id: Some(caller.account().as_str().to_owned()),
            group_name: Some(group.name.clone()),
            description: Some(group.description.clone()),
            group_id: Some(id.clone()),
        },
        id,
    }
}

fn group_arn(caller: &Caller, group: &SecurityGroup) -> String {
    arn::of("ec2", &caller.tenant, &format!("security-group/{}", group.id))
}

pub(super) async fn describe_security_group_rules(
    instance: &Instance,
    caller: &Caller,
    input: DescribeSecurityGroupRulesRequest,
) -> Result<DescribeSecurityGroupRulesResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeSecurityGroupRules").await?;
    end_dry_run(input.dry_run)?;
    let rules = found.groups.iter().flat_map(|group| group.rules.iter().map(move |rule| (group.id, rule)));
    let items = rules.map(|(group, rule)| {
        let id = rule.id.to_string();
        Item {
            tags: found.tags(&id),
            values: vec![("group-id", one(group)), ("security-group-rule-id", one(&id))],
            shape: wire_rule(caller, group, rule, found.tags(&id)),
            id,
        }
    });
    let selection = Selection {
        ids: input.security_group_rule_ids,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (rules, next_token) = selection.of(items.collect(), |id| {
        Error::not_found(
            NetworkReason::NoSuchRule,
            format!("The security group rule ID '{id}' does not exist"),
        )
    })?;
    Ok(DescribeSecurityGroupRulesResult { security_group_rules: Some(rules), next_token })
}
