//! The model's refusals of rules in the words of ELB.

use tegata_model::load_balancing::Listener;
use tegata_model::load_balancing::condition::{ConditionRefused, VALUES_MAX, WILDCARDS_MAX};
use tegata_model::load_balancing::rule::{PER_LOAD_BALANCER_MAX, RuleRefused};
use tegata_model::load_balancing::transform::{TEXT_MAX, TransformRefused};

use crate::Error;
use crate::load_balancing::listener::refusal::{action, not_one_action};
use crate::load_balancing::load_balancer::refusal::{invalid, tags};
use crate::reason::LoadBalancingReason;

/// A rule of a network load balancer's listener.
pub(super) fn of_network(listener: &Listener) -> Error {
    Error::invalid(
        LoadBalancingReason::NotBuilt,
        format!(
            "Rules are not supported for listeners with protocol '{}' in this release of Tegata: use weighted target \
             groups in the default action, or a load balancer of type 'application'",
            listener.protocol().as_str()
        ),
    )
}

pub(super) fn rule(refused: RuleRefused) -> Error {
    match refused {
        RuleRefused::Condition(refused) => condition(refused),
        RuleRefused::Transform(refused) => transform(refused),
        RuleRefused::NotOneAction => not_one_action("A rule takes exactly one action"),
        RuleRefused::Action(refused) => action(refused),
        RuleRefused::TransformWithoutForward => {
            invalid("Transforms can only be specified for rules with an action of type 'forward'")
        }
        RuleRefused::PriorityInUse => {
            Error::conflict(LoadBalancingReason::PriorityInUse, "The specified priority is in use.")
        }
        RuleRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyRules,
            format!(
                "The maximum number of rules has been reached: {PER_LOAD_BALANCER_MAX} per load balancer"
            ),
        ),
        RuleRefused::Tags(refused) => tags(refused),
        RuleRefused::NoChange => invalid("Either conditions or actions must be specified"),
        RuleRefused::TransformsAndReset => {
            invalid("Transforms and ResetTransforms cannot be specified at the same time")
        }
        RuleRefused::RepeatedPriority { priority } => {
            invalid(format!("Priority '{priority}' was provided multiple times"))
        }
        RuleRefused::RepeatedRule => invalid("A rule can be specified once"),
    }
}

fn condition(refused: ConditionRefused) -> Error {
    invalid(match refused {
        ConditionRefused::None => "A condition must be specified".to_owned(),
        ConditionRefused::TooManyValues => format!("A rule can only have '{VALUES_MAX}' condition values"),
        ConditionRefused::TooManyWildcards => format!("A rule can only have '{WILDCARDS_MAX}' wildcards"),
        ConditionRefused::Repeated { field } => format!("A rule can only have one '{field}' condition"),
        ConditionRefused::NoValue => "A condition value must be specified".to_owned(),
        ConditionRefused::TooLong { what, max } => {
            format!("The '{what}' value is too long; the limit is '{max}'")
        }
        ConditionRefused::Value { field, value, expected } => {
            format!("The '{field}' value '{value}' is not valid: it must be {expected}")
        }
        ConditionRefused::Regex { value, refused } => {
            format!("The regular expression '{value}' is not valid: {refused}")
        }
        ConditionRefused::HeaderName { name } => format!(
            "The 'HttpHeaderName' value '{name}' is not valid: it must be the name of a header, without wildcards"
        ),
        ConditionRefused::HostByHeader => {
            "The 'HttpHeaderName' value cannot be 'host': use a condition of type 'host-header'".to_owned()
        }
        ConditionRefused::Method => {
            "The 'http-request-method' value is invalid; the allowed characters are A-Z, hyphen and underscore"
                .to_owned()
        }
    })
}

fn transform(refused: TransformRefused) -> Error {
    invalid(match refused {
        TransformRefused::Repeated { kind } => format!("A rule can only have one '{kind}' transform"),
        TransformRefused::Length { what } => {
            format!("The '{what}' value of a rewrite must have between 1 and {TEXT_MAX} characters")
        }
        TransformRefused::Regex { value, refused } => {
            format!("The regular expression '{value}' is not valid: {refused}")
        }
        TransformRefused::NoSuchGroup { group, groups } => format!(
            "The 'Replace' value of a rewrite names group '{group}', and its regular expression has {groups}"
        ),
        TransformRefused::Replacement { value } => format!(
            "The 'Replace' value '{value}' can only contain printable ASCII characters, without spaces"
        ),
    })
}
