//! Changing the rules of a security group.

use super::{Direction, Peer, Permission, RULES_MAX, SecurityGroup, SecurityGroupRule};
use crate::network::SecurityGroupRuleId;

/// Why rules were not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeRefused {
    /// The same rule is there already.
    Duplicate(Permission, Peer),
    /// No rule allows that.
    NoSuchRule,
    /// No rule of that identifier in the group.
    NoSuchRuleId(SecurityGroupRuleId),
    /// More than [`RULES_MAX`] in one direction.
    TooMany,
}

/// Which rule of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    /// By its identifier.
    Id(SecurityGroupRuleId),
    /// By what it allows.
    Rule(Permission, Peer),
}

/// Adds rules, all or none.
///
/// # Errors
/// One that is there already, or too many.
pub fn authorize(group: &SecurityGroup, added: &[SecurityGroupRule]) -> Result<SecurityGroup, ChangeRefused> {
    let mut changed = group.clone();
    for rule in added {
        if find(&changed, rule.direction, rule.permission, rule.peer).is_some() {
            return Err(ChangeRefused::Duplicate(rule.permission, rule.peer));
        }
        changed.rules.push(rule.clone());
        let in_direction = changed.rules.iter().filter(|other| other.direction == rule.direction).count();
        if in_direction > RULES_MAX {
            return Err(ChangeRefused::TooMany);
        }
    }
    Ok(changed)
}

/// Removes rules of one direction, all or none; gives the removed ones, too.
///
/// # Errors
/// One that is not there.
pub fn revoke(
    group: &SecurityGroup,
    direction: Direction,
    removed: &[Selector],
) -> Result<(SecurityGroup, Vec<SecurityGroupRule>), ChangeRefused> {
    let mut changed = group.clone();
    let mut gone = Vec::with_capacity(removed.len());
    for selector in removed {
        let place = select(&changed, direction, *selector)?;
        gone.push(changed.rules.remove(place));
    }
    Ok((changed, gone))
}

/// Replaces rules by others of the same identifiers and directions, all or none.
///
/// # Errors
/// One that is not there, or that becomes the same as another.
pub fn modify(
    group: &SecurityGroup,
    changes: &[(SecurityGroupRuleId, Permission, Peer, Option<String>)],
) -> Result<SecurityGroup, ChangeRefused> {
    let mut changed = group.clone();
    for (id, permission, peer, description) in changes {
        let rule = changed.rules.iter_mut().find(|rule| rule.id == *id);
        let rule = rule.ok_or(ChangeRefused::NoSuchRuleId(*id))?;
        (rule.permission, rule.peer) = (*permission, *peer);
        rule.description.clone_from(description);
        let direction = rule.direction;
        let same = changed.rules.iter().filter(|rule| {
            rule.direction == direction && rule.permission == *permission && rule.peer == *peer
        });
        if same.count() > 1 {
            return Err(ChangeRefused::Duplicate(*permission, *peer));
        }
    }
    Ok(changed)
}

/// Sets the descriptions of rules of one direction, all or none.
///
/// # Errors
/// One that is not there.
pub fn describe_rules(
    group: &SecurityGroup,
    direction: Direction,
    changes: &[(Selector, Option<String>)],
) -> Result<SecurityGroup, ChangeRefused> {
    let mut changed = group.clone();
    for (selector, description) in changes {
        let place = select(&changed, direction, *selector)?;
        changed.rules[place].description.clone_from(description);
    }
    Ok(changed)
}

fn select(group: &SecurityGroup, direction: Direction, selector: Selector) -> Result<usize, ChangeRefused> {
    match selector {
        Selector::Id(id) => {
            let place = group.rules.iter().position(|rule| rule.id == id && rule.direction == direction);
            place.ok_or(ChangeRefused::NoSuchRuleId(id))
        }
        Selector::Rule(permission, peer) => {
            find(group, direction, permission, peer).ok_or(ChangeRefused::NoSuchRule)
        }
    }
}

fn find(group: &SecurityGroup, direction: Direction, permission: Permission, peer: Peer) -> Option<usize> {
    group
        .rules
        .iter()
        .position(|rule| rule.direction == direction && rule.permission == permission && rule.peer == peer)
}
