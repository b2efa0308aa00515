//! DescribeRules.

use tegata_aws::generated::elbv2::{DescribeRulesInput, DescribeRulesOutput};
use tegata_operations::load_balancing::listener::{ListRules, list_rules};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, view};

pub(super) async fn describe_rules(
    instance: &Instance,
    caller: &Caller,
    input: DescribeRulesInput,
) -> Result<DescribeRulesOutput, Error> {
    let arns = input.rule_arns.unwrap_or_default();
    let wanted = match (input.listener_arn, arns.is_empty()) {
        (Some(arn), true) => ListRules::OfListener(arn::listener(caller, &arn)?),
        (None, false) => ListRules::DefaultsOf(
            arns.iter().map(|arn| arn::default_rule(caller, arn)).collect::<Result<_, _>>()?,
        ),
        (None, true) => {
            return Err(invalid("You must specify either listener rule ARNs or a listener ARN"));
        }
        (Some(_), false) => {
            return Err(invalid(
                "Listener rule ARNs and a listener ARN cannot be specified at the same time",
            ));
        }
    };
    let listeners = list_rules(instance, caller, wanted).await?;
    // A page holds them all: a listener has one, and few are asked for by their ARNs.
    Ok(DescribeRulesOutput {
        rules: Some(listeners.iter().map(view::default_rule).collect()),
        next_marker: None,
    })
}
