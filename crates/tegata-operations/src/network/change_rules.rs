//! Changing the rules of a security group. The listeners of load balancers that are in one follow.

use tegata_model::event::EventKind;
use tegata_model::network::security_group::{
    self, Direction, Peer, Permission, SecurityGroup, SecurityGroupRule, Selector,
};
use tegata_model::network::{SecurityGroupRuleId, security_group::ChangeRefused};
use tegata_model::tag::Tag;
use tegata_store::network::tags;

use super::create_tags::check;
use super::default_group::default_group;
use super::event::event;
use super::{GroupNamed, group, groups, listeners_changed, no_such_group, refusal, save};
use crate::{Caller, Error, Instance};

/// A rule that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRule {
    /// What it allows.
    pub permission: Permission,
    /// The other end.
    pub peer: Peer,
    /// What it is for.
    pub description: Option<String>,
}

/// What is to become of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleChange {
    /// They are added, each with these tags.
    Authorize(Direction, Vec<NewRule>, Vec<Tag>),
    /// They are removed.
    Revoke(Direction, Vec<Selector>),
    /// They become others.
    Modify(Vec<(SecurityGroupRuleId, NewRule)>),
    /// They get other descriptions.
    Describe(Direction, Vec<(Selector, Option<String>)>),
}

/// What became of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesChanged {
    /// The group as it is now.
    pub group: SecurityGroup,
    /// The rules that were added or removed.
    pub rules: Vec<SecurityGroupRule>,
}

impl RuleChange {
    /// AWS's name of the action.
    fn action(&self) -> &'static str {
        match self {
            RuleChange::Authorize(Direction::Ingress, ..) => "ec2:AuthorizeSecurityGroupIngress",
            RuleChange::Authorize(Direction::Egress, ..) => "ec2:AuthorizeSecurityGroupEgress",
            RuleChange::Revoke(Direction::Ingress, _) => "ec2:RevokeSecurityGroupIngress",
            RuleChange::Revoke(Direction::Egress, _) => "ec2:RevokeSecurityGroupEgress",
            RuleChange::Modify(_) => "ec2:ModifySecurityGroupRules",
            RuleChange::Describe(Direction::Ingress, _) => "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
            RuleChange::Describe(Direction::Egress, _) => "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
        }
    }

    /// The security groups that it names as the other end.
    fn peers(&self) -> Vec<Peer> {
        match self {
            RuleChange::Authorize(_, rules, _) => rules.iter().map(|rule| rule.peer).collect(),
            RuleChange::Modify(changes) => changes.iter().map(|(_, rule)| rule.peer).collect(),
            RuleChange::Revoke(..) | RuleChange::Describe(..) => Vec::new(),
        }
    }
}

/// Changes rules of a security group, all or none. Connections that are open stay open, as at AWS.
///
/// # Errors
/// `no-such-security-group`, also for one that a rule names; `rule-exists`, `no-such-rule`, `too-many-rules`, and of
/// tags.
pub async fn change_rules(
    instance: &Instance,
    caller: &Caller,
    named: GroupNamed,
    change: RuleChange,
) -> Result<RulesChanged, Error> {
    caller.may(change.action())?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let default = default_group(&instance.secret, &tenant);
    let entropy = instance.entropy.clone();
    if let RuleChange::Authorize(_, _, tags) = &change {
        check(&[], tags)?;
    }
    instance
        .write(move |tx| {
            let before = group(tx, &tenant, &default, &named)?;
            let known = groups(tx, &tenant, &default)?;
            for peer in change.peers() {
                if let Peer::Group(id) = peer
                    && known.iter().all(|group| group.id != id)
                {
                    return Err(no_such_group(&id.to_string()));
                }
            }
            let id = || SecurityGroupRuleId::from_random(entropy.bytes());
            let (after, rules) = apply(&before, &change, id).map_err(|refused| refusal::change(&refused))?;
            save(tx, &after)?;
            for rule in &rules {
                let resource = rule.id.to_string();
                match &change {
                    RuleChange::Authorize(_, _, added) => {
                        for tag in added {
                            tags::put(tx, &tenant, &resource, tag)?;
                        }
                    }
                    _ => tags::delete_of(tx, &tenant, &resource)?,
                }
            }
            listeners_changed(tx, &tenant, now)?;
            tx.record_event(&event(EventKind::SecurityGroupChanged, &after, now))?;
            Ok(RulesChanged { group: after, rules })
        })
        .await
}

fn apply(
    before: &SecurityGroup,
    change: &RuleChange,
    id: impl Fn() -> SecurityGroupRuleId,
) -> Result<(SecurityGroup, Vec<SecurityGroupRule>), ChangeRefused> {
    match change {
        RuleChange::Authorize(direction, rules, _) => {
            let made = |rule: &NewRule| SecurityGroupRule {
                id: id(),
                direction: *direction,
                permission: rule.permission,
                peer: rule.peer,
                description: rule.description.clone(),
            };
            let rules: Vec<SecurityGroupRule> = rules.iter().map(made).collect();
            Ok((security_group::authorize(before, &rules)?, rules))
        }
        RuleChange::Revoke(direction, selectors) => security_group::revoke(before, *direction, selectors),
        RuleChange::Modify(changes) => {
            let changes: Vec<_> = changes
                .iter()
                .map(|(id, rule)| (*id, rule.permission, rule.peer, rule.description.clone()))
                .collect();
            Ok((security_group::modify(before, &changes)?, Vec::new()))
        }
        RuleChange::Describe(direction, changes) => {
            Ok((security_group::describe_rules(before, *direction, changes)?, Vec::new()))
        }
    }
}
