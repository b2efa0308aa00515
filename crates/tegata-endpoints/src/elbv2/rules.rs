//! Rules of listeners.

use tegata_aws::generated::elbv2::{
    CreateRuleInput, CreateRuleOutput, DeleteRuleInput, DeleteRuleOutput, DescribeRulesInput,
    DescribeRulesOutput, ModifyRuleInput, ModifyRuleOutput, SetRulePrioritiesInput, SetRulePrioritiesOutput,
};
use tegata_model::load_balancing::rule::{NewRule, RuleChange};
use tegata_operations::load_balancing::listener::Words;
use tegata_operations::load_balancing::rule::{ListRules, create, delete, list, modify, set_priorities};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, from_wire, paging, rule_from_wire, rule_view};

pub(super) async fn create_rule(
    instance: &Instance,
    caller: &Caller,
    input: CreateRuleInput,
) -> Result<CreateRuleOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let (actions, groups) = from_wire::actions(caller, input.actions)?;
    let request = NewRule {
        priority: rule_from_wire::priority(Some(input.priority))?,
        conditions: rule_from_wire::conditions(input.conditions)?,
        actions,
        transforms: rule_from_wire::transforms(input.transforms.unwrap_or_default())?,
        tags: from_wire::tags(input.tags),
    };
    let words = Words { groups, ..Words::default() };
    let made = create(instance, caller, named, request, words).await?;
    Ok(CreateRuleOutput { rules: Some(vec![rule_view::rule(&made)]) })
}

pub(super) async fn describe_rules(
    instance: &Instance,
    caller: &Caller,
    input: DescribeRulesInput,
) -> Result<DescribeRulesOutput, Error> {
    let arns = input.rule_arns.unwrap_or_default();
    let wanted = match (input.listener_arn, arns.is_empty()) {
        (Some(arn), true) => {
            let after = paging::number(input.marker.as_deref())?.unwrap_or(0);
            ListRules::OfListener(arn::listener(caller, &arn)?, after)
        }
        (None, false) => {
            ListRules::These(arns.iter().map(|arn| arn::rule(caller, arn)).collect::<Result<_, _>>()?)
        }
        (None, true) => {
            return Err(invalid("You must specify either listener rule ARNs or a listener ARN"));
        }
        (Some(_), false) => {
            return Err(invalid(
                "Listener rule ARNs and a listener ARN cannot be specified at the same time",
            ));
        }
    };
    let page = list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeRulesOutput {
        rules: Some(page.items.iter().map(rule_view::rule).collect()),
        next_marker: page.next.map(|priority| priority.to_string()),
    })
}

pub(super) async fn modify_rule(
    instance: &Instance,
    caller: &Caller,
    input: ModifyRuleInput,
) -> Result<ModifyRuleOutput, Error> {
    let named = arn::rule(caller, &input.rule_arn)?;
    let mut words = Words::default();
    let mut change =
        RuleChange { reset_transforms: input.reset_transforms.unwrap_or(false), ..RuleChange::default() };
    if let Some(conditions) = input.conditions {
        change.conditions = Some(rule_from_wire::conditions(conditions)?);
    }
    if let Some(actions) = input.actions {
        let (actions, groups) = from_wire::actions(caller, actions)?;
        words.groups = groups;
        change.actions = Some(actions);
    }
    if let Some(transforms) = input.transforms {
        change.transforms = Some(rule_from_wire::transforms(transforms)?);
    }
    let changed = modify(instance, caller, named, change, words).await?;
    Ok(ModifyRuleOutput { rules: Some(vec![rule_view::rule(&changed)]) })
}

pub(super) async fn delete_rule(
    instance: &Instance,
    caller: &Caller,
    input: DeleteRuleInput,
) -> Result<DeleteRuleOutput, Error> {
    delete(instance, caller, arn::rule(caller, &input.rule_arn)?).await?;
    Ok(DeleteRuleOutput {})
}

pub(super) async fn set_rule_priorities(
    instance: &Instance,
    caller: &Caller,
    input: SetRulePrioritiesInput,
) -> Result<SetRulePrioritiesOutput, Error> {
    let pair = |pair: tegata_aws::generated::elbv2::RulePriorityPair| {
        let arn = pair.rule_arn.ok_or_else(|| invalid("A rule ARN must be specified"))?;
        Ok((arn::rule(caller, &arn)?, rule_from_wire::priority(pair.priority)?))
    };
    let wanted = input.rule_priorities.into_iter().map(pair).collect::<Result<_, Error>>()?;
    let changed = set_priorities(instance, caller, wanted).await?;
    Ok(SetRulePrioritiesOutput { rules: Some(changed.iter().map(rule_view::rule).collect()) })
}
