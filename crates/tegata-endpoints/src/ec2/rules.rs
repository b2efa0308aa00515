//! Changing the rules of security groups.

use ipnet::IpNet;
use tegata_aws::generated::ec2::{
    AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult,
    AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult, IpPermission,
    ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResult, RevokeSecurityGroupEgressRequest,
    RevokeSecurityGroupEgressResult, RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResult,
    RevokedSecurityGroupRule, SecurityGroupRuleDescription, SecurityGroupRuleRequest,
    UpdateSecurityGroupRuleDescriptionsEgressRequest, UpdateSecurityGroupRuleDescriptionsEgressResult,
    UpdateSecurityGroupRuleDescriptionsIngressRequest, UpdateSecurityGroupRuleDescriptionsIngressResult,
};
use tegata_model::network::security_group::{
    Direction, Peer, SecurityGroupRule, Selector, protocol_and_ports,
};
use tegata_model::network::{SecurityGroupId, SecurityGroupRuleId};
use tegata_model::tag::Tag;
use tegata_operations::network::{GroupNamed, NewRule, RuleChange, RulesChanged, change_rules};
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::permission::{flat, group_id, network, refused, rule, rules, selector, wire_rule};
use super::refusal::{end_dry_run, invalid, missing, not_supported};
use super::security_groups::named;
use super::tags::of_specifications;

const RULE: &str = "security-group-rule";

pub(super) async fn authorize_security_group_ingress(
    instance: &Instance,
    caller: &Caller,
    input: AuthorizeSecurityGroupIngressRequest,
) -> Result<AuthorizeSecurityGroupIngressResult, Error> {
    caller.may("ec2:AuthorizeSecurityGroupIngress")?;
    let group = named(input.group_id, input.group_name)?;
    let asked = Asked {
        permissions: input.ip_permissions,
        protocol: input.ip_protocol,
        ports: (input.from_port, input.to_port),
        cidr: input.cidr_ip,
        source: input.source_security_group_name.or(input.source_security_group_owner_id),
    };
    let rules = asked.rules(caller)?;
    let tags = of_specifications(input.tag_specifications, RULE)?;
    end_dry_run(input.dry_run)?;
    let made = authorize(instance, caller, group, Direction::Ingress, (rules, tags)).await?;
    Ok(AuthorizeSecurityGroupIngressResult { r#return: Some(true), security_group_rules: Some(made) })
}

pub(super) async fn authorize_security_group_egress(
    instance: &Instance,
    caller: &Caller,
    input: AuthorizeSecurityGroupEgressRequest,
) -> Result<AuthorizeSecurityGroupEgressResult, Error> {
    caller.may("ec2:AuthorizeSecurityGroupEgress")?;
    let group = named(Some(input.group_id), None)?;
    let asked = Asked {
        permissions: input.ip_permissions,
        protocol: input.ip_protocol,
        ports: (input.from_port, input.to_port),
        cidr: input.cidr_ip,
        source: input.source_security_group_name.or(input.source_security_group_owner_id),
    };
    let rules = asked.rules(caller)?;
    let tags = of_specifications(input.tag_specifications, RULE)?;
    end_dry_run(input.dry_run)?;
    let made = authorize(instance, caller, group, Direction::Egress, (rules, tags)).await?;
    Ok(AuthorizeSecurityGroupEgressResult { r#return: Some(true), security_group_rules: Some(made) })
}

/// Adds rules with their tags; gives them as they are shown.
async fn authorize(
    instance: &Instance,
    caller: &Caller,
    group: GroupNamed,
    direction: Direction,
    (rules, tags): (Vec<NewRule>, Vec<Tag>),
) -> Result<Vec<tegata_aws::generated::ec2::SecurityGroupRule>, Error> {
    let change = RuleChange::Authorize(direction, rules, tags.clone());
    let changed = change_rules(instance, caller, group, change).await?;
    Ok(changed.rules.iter().map(|rule| wire_rule(caller, changed.group.id, rule, &tags)).collect())
}

pub(super) async fn revoke_security_group_ingress(
    instance: &Instance,
    caller: &Caller,
    input: RevokeSecurityGroupIngressRequest,
) -> Result<RevokeSecurityGroupIngressResult, Error> {
    caller.may("ec2:RevokeSecurityGroupIngress")?;
    let group = named(input.group_id, input.group_name)?;
    let asked = Asked {
        permissions: input.ip_permissions,
        protocol: input.ip_protocol,
        ports: (input.from_port, input.to_port),
        cidr: input.cidr_ip,
        source: input.source_security_group_name.or(input.source_security_group_owner_id),
    };
    let selectors = asked.selectors(caller, input.security_group_rule_ids)?;
    end_dry_run(input.dry_run)?;
    let change = RuleChange::Revoke(Direction::Ingress, selectors);
    let changed = change_rules(instance, caller, group, change).await?;
    Ok(RevokeSecurityGroupIngressResult {
        r#return: Some(true),
        unknown_ip_permissions: None,
        revoked_security_group_rules: Some(revoked(&changed)),
    })
}

pub(super) async fn revoke_security_group_egress(
    instance: &Instance,
    caller: &Caller,
    input: RevokeSecurityGroupEgressRequest,
) -> Result<RevokeSecurityGroupEgressResult, Error> {
    caller.may("ec2:RevokeSecurityGroupEgress")?;
    let group = named(Some(input.group_id), None)?;
    let asked = Asked {
        permissions: input.ip_permissions,
        protocol: input.ip_protocol,
        ports: (input.from_port, input.to_port),
        cidr: input.cidr_ip,
        source: input.source_security_group_name.or(input.source_security_group_owner_id),
    };
    let selectors = asked.selectors(caller, input.security_group_rule_ids)?;
    end_dry_run(input.dry_run)?;
    let change = RuleChange::Revoke(Direction::Egress, selectors);
    let changed = change_rules(instance, caller, group, change).await?;
    Ok(RevokeSecurityGroupEgressResult {
        r#return: Some(true),
        unknown_ip_permissions: None,
        revoked_security_group_rules: Some(revoked(&changed)),
    })
}

fn revoked(changed: &RulesChanged) -> Vec<RevokedSecurityGroupRule> {
    let group = changed.group.id;
    changed.rules.iter().map(|rule| revoked_rule(group, rule)).collect()
}

fn revoked_rule(group: SecurityGroupId, rule: &SecurityGroupRule) -> RevokedSecurityGroupRule {
    let (ipv4, ipv6, referenced) = match rule.peer {
        Peer::Network(IpNet::V4(cidr)) => (Some(cidr.to_string()), None, None),
        Peer::Network(IpNet::V6(cidr)) => (None, Some(cidr.to_string()), None),
        Peer::Group(id) => (None, None, Some(id.to_string())),
    };
    RevokedSecurityGroupRule {
        security_group_rule_id: Some(rule.id.to_string()),
        group_id: Some(group.to_string()),
        is_egress: Some(rule.direction == Direction::Egress),
        ip_protocol: Some(rule.permission.protocol_name()),
        from_port: Some(rule.permission.from.map_or(-1, i64::from)),
        to_port: Some(rule.permission.to.map_or(-1, i64::from)),
        cidr_ipv4: ipv4,
        cidr_ipv6: ipv6,
        prefix_list_id: None,
        referenced_group_id: referenced,
        description: rule.description.clone(),
    }
}

/// The rules that a request names, in one of two forms: a list, or one rule's members as older clients write them.
struct Asked {
    permissions: Option<Vec<IpPermission>>,
    protocol: Option<String>,
    ports: (Option<i64>, Option<i64>),
    cidr: Option<String>,
    /// A group as the source, by name, as older clients write it.
    source: Option<String>,
}

impl Asked {
    fn rules(self, caller: &Caller) -> Result<Vec<NewRule>, Error> {
        if self.source.is_some() {
            return Err(not_supported("SourceSecurityGroupName (use IpPermissions with a GroupId)"));
        }
        let is_flat = self.protocol.is_some() || self.cidr.is_some() || self.ports != (None, None);
        match self.permissions.filter(|permissions| !permissions.is_empty()) {
            Some(_) if is_flat => {
                Err(invalid("The parameter 'ipPermissions' may not be used in combination with 'ipProtocol'"))
            }
            Some(permissions) => rules(caller, permissions),
            None => flat(self.protocol.as_deref(), self.ports, self.cidr.as_deref()),
        }
    }

    /// The rules of these identifiers; without one, those that the request describes.
    fn selectors(self, caller: &Caller, ids: Option<Vec<String>>) -> Result<Vec<Selector>, Error> {
        match ids.filter(|ids| !ids.is_empty()) {
            Some(ids) => by_ids(&ids),
            None => Ok(self.rules(caller)?.iter().map(selector).collect()),
        }
    }
}

fn rule_id(id: &str) -> Result<SecurityGroupRuleId, Error> {
    id.parse().map_err(|_| {
        let message = format!("The security group rule ID '{id}' does not exist");
        Error::not_found(NetworkReason::NoSuchRule, message)
    })
}

fn by_ids(ids: &[String]) -> Result<Vec<Selector>, Error> {
    ids.iter().map(|id| rule_id(id).map(Selector::Id)).collect()
}

pub(super) async fn modify_security_group_rules(
    instance: &Instance,
    caller: &Caller,
    input: ModifySecurityGroupRulesRequest,
) -> Result<ModifySecurityGroupRulesResult, Error> {
    caller.may("ec2:ModifySecurityGroupRules")?;
    let group = named(Some(input.group_id), None)?;
    let mut changes = Vec::with_capacity(input.security_group_rules.len());
    for update in input.security_group_rules {
        let wanted = update.security_group_rule.ok_or_else(|| missing("SecurityGroupRule"))?;
        changes.push((rule_id(&update.security_group_rule_id)?, replacement(wanted)?));
    }
    end_dry_run(input.dry_run)?;
    change_rules(instance, caller, group, RuleChange::Modify(changes)).await?;
    Ok(ModifySecurityGroupRulesResult { r#return: Some(true) })
}

/// What a rule becomes: it has one other end.
fn replacement(wanted: SecurityGroupRuleRequest) -> Result<NewRule, Error> {
    if wanted.prefix_list_id.is_some() {
        return Err(not_supported("A prefix list"));
    }
    let protocol = wanted.ip_protocol.ok_or_else(|| missing("IpProtocol"))?;
    let read = protocol_and_ports(&protocol, wanted.from_port, wanted.to_port).map_err(refused)?;
    let peer = match (wanted.cidr_ipv4, wanted.cidr_ipv6, wanted.referenced_group_id) {
        (Some(cidr), None, None) => network(&cidr, true)?,
        (None, Some(cidr), None) => network(&cidr, false)?,
        (None, None, Some(id)) => Peer::Group(group_id(&id)?),
        _ => return Err(invalid("A rule has exactly one of CidrIpv4, CidrIpv6 and ReferencedGroupId")),
    };
    rule(read, peer, wanted.description)
}

pub(super) async fn update_security_group_rule_descriptions_ingress(
    instance: &Instance,
    caller: &Caller,
    input: UpdateSecurityGroupRuleDescriptionsIngressRequest,
) -> Result<UpdateSecurityGroupRuleDescriptionsIngressResult, Error> {
    caller.may("ec2:UpdateSecurityGroupRuleDescriptionsIngress")?;
    let group = named(input.group_id, input.group_name)?;
    let changes = descriptions(caller, input.ip_permissions, input.security_group_rule_descriptions)?;
    end_dry_run(input.dry_run)?;
    change_rules(instance, caller, group, RuleChange::Describe(Direction::Ingress, changes)).await?;
    Ok(UpdateSecurityGroupRuleDescriptionsIngressResult { r#return: Some(true) })
}

pub(super) async fn update_security_group_rule_descriptions_egress(
    instance: &Instance,
    caller: &Caller,
    input: UpdateSecurityGroupRuleDescriptionsEgressRequest,
) -> Result<UpdateSecurityGroupRuleDescriptionsEgressResult, Error> {
    caller.may("ec2:UpdateSecurityGroupRuleDescriptionsEgress")?;
    let group = named(input.group_id, input.group_name)?;
    let changes = descriptions(caller, input.ip_permissions, input.security_group_rule_descriptions)?;
    end_dry_run(input.dry_run)?;
    change_rules(instance, caller, group, RuleChange::Describe(Direction::Egress, changes)).await?;
    Ok(UpdateSecurityGroupRuleDescriptionsEgressResult { r#return: Some(true) })
}

/// Rules with their new descriptions, by what they allow or by their identifiers.
fn descriptions(
    caller: &Caller,
    permissions: Option<Vec<IpPermission>>,
    by_id: Option<Vec<SecurityGroupRuleDescription>>,
) -> Result<Vec<(Selector, Option<String>)>, Error> {
    if let Some(permissions) = permissions.filter(|permissions| !permissions.is_empty()) {
        let rules = rules(caller, permissions)?;
        return Ok(rules.into_iter().map(|rule| (selector(&rule), rule.description)).collect());
    }
    let mut changes = Vec::new();
    for described in by_id.unwrap_or_default() {
        let id = described.security_group_rule_id.ok_or_else(|| missing("SecurityGroupRuleId"))?;
        changes.push((Selector::Id(rule_id(&id)?), described.description.filter(|text| !text.is_empty())));
    }
    if changes.is_empty() { Err(missing("IpPermissions")) } else { Ok(changes) }
}
