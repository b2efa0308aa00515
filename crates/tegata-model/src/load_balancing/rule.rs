//! Rules of a listener: what is done with some of its requests.
//!
//! The rules of a listener are tried from the lowest priority to the highest. What no rule is for is the listener's
//! default action, which clients see as its default rule.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::action::{Action, ActionKind, ActionRefused};
use super::condition::{self, Condition, ConditionRefused};
use super::identifier::{ListenerId, LoadBalancerId, RuleId};
use super::listener::Listener;
use super::tags::{self, TagsRefused};
use super::transform::{self, Transform, TransformRefused};
use crate::Tenant;
use crate::tag::Tag;

/// How many rules the listeners of a load balancer may have, default rules not counted. ELB's quota is 100 until an
/// account asks for more; nothing here depends on it, and choosing among a thousand rules takes microseconds.
pub const PER_LOAD_BALANCER_MAX: usize = 1000;
/// The highest priority.
pub const PRIORITY_MAX: u32 = 50_000;

/// A rule as it is stored. New members need a serde default: documents outlive releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which.
    pub id: RuleId,
    /// Whose and where.
    pub tenant: Tenant,
    /// Of which listener.
    pub listener: ListenerId,
    /// The listener's load balancer.
    pub load_balancer: LoadBalancerId,
    /// Its name, which never changes.
    pub load_balancer_name: String,
    /// One to [`PRIORITY_MAX`]; no two rules of a listener have the same.
    pub priority: u32,
    /// All of them have to hold.
    pub conditions: Vec<Condition>,
    /// What is done with the request.
    pub action: Action,
    /// What is rewritten before the request goes to a target.
    #[serde(default)]
    pub transforms: Vec<Transform>,
    /// Its owner's tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A request for a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRule {
    /// `Priority`.
    pub priority: u32,
    /// `Conditions`.
    pub conditions: Vec<Condition>,
    /// `Actions`.
    pub actions: Vec<Action>,
    /// `Transforms`.
    pub transforms: Vec<Transform>,
    /// What it shall carry.
    pub tags: Vec<Tag>,
}

/// A request for a rule to change. What is given replaces what was there; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleChange {
    /// `Conditions`.
    pub conditions: Option<Vec<Condition>>,
    /// `Actions`.
    pub actions: Option<Vec<Action>>,
    /// `Transforms`.
    pub transforms: Option<Vec<Transform>>,
    /// `ResetTransforms`.
    pub reset_transforms: bool,
}

/// Why a rule was not made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleRefused {
    /// Conditions.
    Condition(ConditionRefused),
    /// Transforms.
    Transform(TransformRefused),
    /// Not exactly one action.
    NotOneAction,
    /// The action breaks a rule.
    Action(ActionRefused),
    /// Transforms of a rule that forwards to no target.
    TransformWithoutForward,
    /// Another rule of the listener has the priority.
    PriorityInUse,
    /// The load balancer has [`PER_LOAD_BALANCER_MAX`].
    TooMany,
    /// Tags.
    Tags(TagsRefused),
    /// A change of nothing.
    NoChange,
    /// Transforms are both given and taken away.
    TransformsAndReset,
    /// One priority for two rules of a request.
    RepeatedPriority {
        /// Which.
        priority: u32,
    },
    /// Two priorities for one rule of a request.
    RepeatedRule,
}

/// Decides about a request for a rule of `listener`. `used` are the priorities of the listener's rules, and `count` is how
/// many rules the load balancer has.
///
/// # Errors
/// See [`RuleRefused`].
pub fn plan_creation(
    id: RuleId,
    request: NewRule,
    listener: &Listener,
    is_used: bool,
    count: usize,
    now: Timestamp,
) -> Result<Rule, RuleRefused> {
    let tags = tags::add(&[], &request.tags).map_err(RuleRefused::Tags)?;
    let rule = Rule {
        id,
        tenant: listener.tenant.clone(),
        listener: listener.id,
        load_balancer: listener.load_balancer,
        load_balancer_name: listener.load_balancer_name.clone(),
        priority: request.priority,
        conditions: request.conditions,
        action: one_action(request.actions)?,
        transforms: request.transforms,
        tags,
        created_at: now,
    };
    rule.check(listener)?;
    if is_used {
        return Err(RuleRefused::PriorityInUse);
    }
    if count >= PER_LOAD_BALANCER_MAX { Err(RuleRefused::TooMany) } else { Ok(rule) }
}

/// Decides about a change to a rule of `listener`.
///
/// # Errors
/// See [`RuleRefused`].
pub fn plan_change(rule: &Rule, change: RuleChange, listener: &Listener) -> Result<Rule, RuleRefused> {
    let RuleChange { conditions, actions, transforms, reset_transforms } = change;
    if transforms.is_some() && reset_transforms {
        return Err(RuleRefused::TransformsAndReset);
    }
    if conditions.is_none() && actions.is_none() && transforms.is_none() && !reset_transforms {
        return Err(RuleRefused::NoChange);
    }
    let mut changed = rule.clone();
    if let Some(conditions) = conditions {
        changed.conditions = conditions;
    }
    if let Some(actions) = actions {
        changed.action = one_action(actions)?;
    }
    if reset_transforms {
        changed.transforms = Vec::new();
    }
    if let Some(transforms) = transforms {
        changed.transforms = transforms;
    }
    changed.check(listener)?;
    Ok(changed)
}

/// Decides about new priorities for some of a listener's `rules`, which are all of them. They are judged by the order that
/// comes out, so that two rules can change places. Returns the rules that change.
///
/// # Errors
/// See [`RuleRefused`].
pub fn plan_priorities(rules: &[Rule], wanted: &[(RuleId, u32)]) -> Result<Vec<Rule>, RuleRefused> {
    let mut new = BTreeMap::new();
    for (place, (id, priority)) in wanted.iter().enumerate() {
        if wanted[..place].iter().any(|(_, other)| other == priority) {
            return Err(RuleRefused::RepeatedPriority { priority: *priority });
        }
        if new.insert(*id, *priority).is_some() {
            return Err(RuleRefused::RepeatedRule);
        }
    }
    let stays = |rule: &&Rule| !new.contains_key(&rule.id);
    if rules.iter().filter(stays).any(|rule| new.values().any(|priority| *priority == rule.priority)) {
        return Err(RuleRefused::PriorityInUse);
    }
    let changed = rules.iter().filter_map(|rule| {
        let priority = new.get(&rule.id).copied().filter(|priority| *priority != rule.priority)?;
        Some(Rule { priority, ..rule.clone() })
    });
    Ok(changed.collect())
}

impl Rule {
    fn check(&self, listener: &Listener) -> Result<(), RuleRefused> {
        condition::check(&self.conditions).map_err(RuleRefused::Condition)?;
        self.action.check(listener.protocol(), listener.port).map_err(RuleRefused::Action)?;
        transform::check(&self.transforms).map_err(RuleRefused::Transform)?;
        // Transforms are applied to what goes to a target; with another action they would do nothing.
        let forwards = matches!(self.action.kind, ActionKind::Forward(_));
        if forwards || self.transforms.is_empty() {
            Ok(())
        } else {
            Err(RuleRefused::TransformWithoutForward)
        }
    }
}

fn one_action(actions: Vec<Action>) -> Result<Action, RuleRefused> {
    let [action] = <[Action; 1]>::try_from(actions).map_err(|_| RuleRefused::NotOneAction)?;
    Ok(action)
}

#[cfg(test)]
mod tests;
