//! Rules of security groups between EC2's shapes and ours.

use ipnet::IpNet;
use tegata_aws::generated::ec2::{
    IpPermission, IpRange, Ipv6Range, ReferencedSecurityGroup, SecurityGroupRule as WireRule, UserIdGroupPair,
};
use tegata_model::arn;
use tegata_model::network::SecurityGroupId;
use tegata_model::network::security_group::{
    Direction, Peer, Permission, PermissionRefused, SecurityGroup, SecurityGroupRule, Selector, peer,
    protocol_and_ports,
};
use tegata_model::tag::Tag;
use tegata_operations::network::{NewRule, no_such_group};
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error};

use super::refusal::{invalid, missing, not_supported};
use super::select::wire_tags;

/// The longest description of a rule (EC2 API Reference, `IpRange`).
const DESCRIPTION_CHARACTERS_MAX: usize = 255;

/// The rules that permissions ask for: one for each network or group.
pub(super) fn rules(caller: &Caller, permissions: Vec<IpPermission>) -> Result<Vec<NewRule>, Error> {
    let mut rules = Vec::new();
    for permission in permissions {
        let protocol = permission.ip_protocol.as_deref().ok_or_else(|| missing("ipProtocol"))?;
        let read = protocol_and_ports(protocol, permission.from_port, permission.to_port).map_err(refused)?;
        if permission.prefix_list_ids.is_some_and(|lists| !lists.is_empty()) {
            return Err(not_supported("A prefix list"));
        }
        let before = rules.len();
        for range in permission.ip_ranges.into_iter().flatten() {
            let cidr = range.cidr_ip.ok_or_else(|| missing("cidrIp"))?;
            rules.push(rule(read, network(&cidr, true)?, range.description)?);
        }
        for range in permission.ipv6_ranges.into_iter().flatten() {
            let cidr = range.cidr_ipv6.ok_or_else(|| missing("cidrIpv6"))?;
            rules.push(rule(read, network(&cidr, false)?, range.description)?);
        }
        for pair in permission.user_id_group_pairs.into_iter().flatten() {
            let peer = group_of(caller, &pair)?;
            rules.push(rule(read, peer, pair.description)?);
        }
        if rules.len() == before {
            return Err(missing("ipRanges"));
        }
    }
    if rules.is_empty() { Err(missing("ipPermissions")) } else { Ok(rules) }
}

/// The one rule that the members of an older form ask for.
pub(super) fn flat(
    protocol: Option<&str>,
    ports: (Option<i64>, Option<i64>),
    cidr: Option<&str>,
) -> Result<Vec<NewRule>, Error> {
    let protocol = protocol.ok_or_else(|| missing("ipProtocol"))?;
    let read = protocol_and_ports(protocol, ports.0, ports.1).map_err(refused)?;
    let cidr = cidr.ok_or_else(|| missing("cidrIp"))?;
    Ok(vec![rule(read, network(cidr, true)?, None)?])
}

/// A rule with one protocol and one other end.
pub(super) fn rule(
    permission: Permission,
    peer: Peer,
    description: Option<String>,
) -> Result<NewRule, Error> {
    let description = description.filter(|text| !text.is_empty());
    if description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_CHARACTERS_MAX) {
        let most = DESCRIPTION_CHARACTERS_MAX;
        return Err(invalid(format!("The description of a rule has at most {most} characters.")));
    }
    Ok(NewRule { permission, peer, description })
}

/// What existing rules allow, to find them by.
pub(super) fn selector(rule: &NewRule) -> Selector {
    Selector::Rule(rule.permission, rule.peer)
}

/// A network of the family that its member is for.
pub(super) fn network(cidr: &str, is_ipv4: bool) -> Result<Peer, Error> {
    let malformed = || refused(PermissionRefused::Cidr(cidr.to_owned()));
    match peer(cidr).map_err(refused)? {
        Peer::Network(network) if matches!(network, IpNet::V4(_)) == is_ipv4 => Ok(Peer::Network(network)),
        _ => Err(malformed()),
    }
}

fn group_of(caller: &Caller, pair: &UserIdGroupPair) -> Result<Peer, Error> {
    if pair.vpc_peering_connection_id.is_some() {
        return Err(not_supported("A VPC peering connection"));
    }
    let Some(id) = &pair.group_id else {
        return Err(match pair.group_name {
            Some(_) => not_supported("A security group by its name in a rule (use GroupId)"),
            None => missing("groupId"),
        });
    };
    let is_foreign = pair.user_id.as_deref().is_some_and(|user| user != caller.account().as_str());
    if is_foreign { Err(no_such_group(id)) } else { Ok(Peer::Group(group_id(id)?)) }
}

/// A security group's identifier.
pub(super) fn group_id(id: &str) -> Result<SecurityGroupId, Error> {
    id.parse().map_err(|_| {
        if id.starts_with("sg-") {
            no_such_group(id)
        } else {
            Error::invalid(NetworkReason::MalformedId, format!("Invalid id: \"{id}\" (expecting \"sg-...\")"))
        }
    })
}

/// A refused permission in EC2's words.
pub(super) fn refused(refused: PermissionRefused) -> Error {
    invalid(match refused {
        PermissionRefused::Protocol(name) => {
            format!("Invalid value '{name}' for IP protocol. Unknown protocol.")
        }
        PermissionRefused::NoPorts(_) => {
            "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.".to_owned()
        }
        PermissionRefused::Ports(from, to) => format!("Invalid value '{from}-{to}' for portRange."),
        PermissionRefused::Cidr(cidr) => format!("CIDR block {cidr} is malformed"),
    })
}

/// The rules of a group in one direction, those of one protocol and range of ports together.
pub(super) fn permissions(caller: &Caller, group: &SecurityGroup, direction: Direction) -> Vec<IpPermission> {
    let mut found: Vec<(Permission, IpPermission)> = Vec::new();
    for rule in group.rules.iter().filter(|rule| rule.direction == direction) {
        let place = found.iter().position(|(permission, _)| *permission == rule.permission);
        let place = place.unwrap_or_else(|| {
            found.push((rule.permission, empty(rule.permission)));
            found.len() - 1
        });
        let Some((_, shape)) = found.get_mut(place) else { continue };
        let description = rule.description.clone();
        match rule.peer {
            Peer::Network(IpNet::V4(cidr)) => {
                let range = IpRange { cidr_ip: Some(cidr.to_string()), description };
                shape.ip_ranges.get_or_insert_default().push(range);
            }
            Peer::Network(IpNet::V6(cidr)) => {
                let range = Ipv6Range { cidr_ipv6: Some(cidr.to_string()), description };
                shape.ipv6_ranges.get_or_insert_default().push(range);
            }
            Peer::Group(id) => shape.user_id_group_pairs.get_or_insert_default().push(UserIdGroupPair {
                group_id: Some(id.to_string()),
                user_id: Some(caller.account().as_str().to_owned()),
                description,
                ..UserIdGroupPair::default()
            }),
        }
    }
    found.into_iter().map(|(_, shape)| shape).collect()
}

fn empty(permission: Permission) -> IpPermission {
    IpPermission {
        ip_protocol: Some(permission.protocol_name()),
        from_port: permission.from.map(i64::from),
        to_port: permission.to.map(i64::from),
        user_id_group_pairs: Some(Vec::new()),
        ip_ranges: Some(Vec::new()),
        ipv6_ranges: Some(Vec::new()),
        prefix_list_ids: Some(Vec::new()),
    }
}

/// A rule as EC2 answers it by itself. All ports are written as -1 then.
pub(super) fn wire_rule(
    caller: &Caller,
    group: SecurityGroupId,
    rule: &SecurityGroupRule,
    tags: &[Tag],
) -> WireRule {
    let account = caller.account().as_str().to_owned();
    let (ipv4, ipv6, referenced) = match rule.peer {
        Peer::Network(IpNet::V4(cidr)) => (Some(cidr.to_string()), None, None),
        Peer::Network(IpNet::V6(cidr)) => (None, Some(cidr.to_string()), None),
        Peer::Group(id) => {
            let referenced = ReferencedSecurityGroup {
                group_id: Some(id.to_string()),
                user_id: Some(account.clone()),
                ..ReferencedSecurityGroup::default()
            };
            (None, None, Some(referenced))
        }
    };
    WireRule {
        security_group_rule_id: Some(rule.id.to_string()),
        group_id: Some(group.to_string()),
        group_owner_id: Some(account),
        is_egress: Some(rule.direction == Direction::Egress),
        ip_protocol: Some(rule.permission.protocol_name()),
        from_port: Some(rule.permission.from.map_or(-1, i64::from)),
        to_port: Some(rule.permission.to.map_or(-1, i64::from)),
        cidr_ipv4: ipv4,
        cidr_ipv6: ipv6,
        prefix_list_id: None,
        referenced_group_info: referenced,
        description: rule.description.clone(),
        tags: wire_tags(tags),
        security_group_rule_arn: Some(arn::of(
            "ec2",
            &caller.tenant,
            &format!("security-group-rule/{}", rule.id),
        )),
    }
}
