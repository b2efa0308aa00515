use proptest::prelude::*;

use super::*;
use crate::load_balancing::TargetGroupId;
use crate::load_balancing::action::{FixedResponse, Forward, Stickiness, WeightedGroup};
use crate::load_balancing::condition::Patterns;
use crate::load_balancing::listener::tests::listener;
use crate::load_balancing::transform::Rewrite;

fn path(value: &str) -> Condition {
    Condition::PathPattern { patterns: Patterns::Wildcards(vec![value.to_owned()]) }
}

fn answer() -> Action {
    let response = FixedResponse { status: 200, content_type: None, body: None };
    Action { order: None, kind: ActionKind::FixedResponse(response) }
}

fn forward() -> Action {
    let groups = vec![WeightedGroup { group: TargetGroupId(1), weight: 1 }];
    let kind = ActionKind::Forward(Forward { groups, stickiness: Stickiness::default() });
    Action { order: None, kind }
}

fn rewrite() -> Transform {
    Transform::UrlRewrite(Rewrite { regex: "^/a".to_owned(), replace: "/b".to_owned() })
}

fn request() -> NewRule {
    NewRule {
        priority: 10,
        conditions: vec![path("/a")],
        actions: vec![forward()],
        transforms: vec![],
        tags: vec![],
    }
}

fn rule(id: u64, priority: u32) -> Rule {
    let made = NewRule { priority, ..request() };
    plan_creation(RuleId(id), made, &listener(80), false, 0, Timestamp::UNIX_EPOCH).expect("a rule")
}

#[test]
fn a_rule_is_made_when_its_priority_is_free() {
    let plan = |request, is_used, count| {
        plan_creation(RuleId(1), request, &listener(80), is_used, count, Timestamp::UNIX_EPOCH)
    };
    let made = plan(request(), false, 0).expect("a rule");
    assert_eq!((made.listener, made.priority), (listener(80).id, 10));
    let stored = serde_json::to_string(&made).expect("plain data");
    assert_eq!(serde_json::from_str::<Rule>(&stored).expect("what was written"), made);
    assert_eq!(plan(request(), true, 0), Err(RuleRefused::PriorityInUse));
    assert_eq!(plan(request(), false, PER_LOAD_BALANCER_MAX), Err(RuleRefused::TooMany));
    for (request, refused) in [
        (NewRule { conditions: vec![], ..request() }, RuleRefused::Condition(ConditionRefused::None)),
        (NewRule { actions: vec![], ..request() }, RuleRefused::NotOneAction),
        (NewRule { actions: vec![answer(), forward()], ..request() }, RuleRefused::NotOneAction),
        (
            NewRule { actions: vec![answer()], transforms: vec![rewrite()], ..request() },
            RuleRefused::TransformWithoutForward,
        ),
    ] {
        assert_eq!(plan(request, false, 0), Err(refused));
    }
}

#[test]
fn a_change_replaces_what_it_gives_and_leaves_the_rest() {
    let before = rule(1, 10);
    let plan = |change| plan_change(&before, change, &listener(80));
    let transformed = RuleChange { transforms: Some(vec![rewrite()]), ..RuleChange::default() };
    let changed = plan(transformed.clone()).expect("a change");
    assert_eq!(changed, Rule { transforms: vec![rewrite()], ..before.clone() });
    let reset = RuleChange { reset_transforms: true, ..RuleChange::default() };
    assert_eq!(plan_change(&changed, reset, &listener(80)), Ok(before.clone()));
    let to_answer = RuleChange { actions: Some(vec![answer()]), ..RuleChange::default() };
    let refused = plan_change(&changed, to_answer.clone(), &listener(80));
    assert_eq!(refused, Err(RuleRefused::TransformWithoutForward));
    assert_eq!(plan(to_answer), Ok(Rule { action: answer(), ..before.clone() }));
    let conditions = RuleChange { conditions: Some(vec![path("/b")]), ..RuleChange::default() };
    assert_eq!(plan(conditions), Ok(Rule { conditions: vec![path("/b")], ..before.clone() }));
    assert_eq!(plan(RuleChange::default()), Err(RuleRefused::NoChange));
    let both = RuleChange { reset_transforms: true, ..transformed };
    assert_eq!(plan(both), Err(RuleRefused::TransformsAndReset));
}

#[test]
fn priorities_are_judged_by_the_order_that_comes_out() {
    let rules = [rule(1, 10), rule(2, 20), rule(3, 30)];
    let plan = |wanted: &[(u64, u32)]| {
        let wanted: Vec<_> = wanted.iter().map(|(id, priority)| (RuleId(*id), *priority)).collect();
        let planned = plan_priorities(&rules, &wanted)?;
        Ok(planned.iter().map(|rule| (rule.id.0, rule.priority)).collect::<Vec<_>>())
    };
    assert_eq!(plan(&[(1, 20), (2, 10)]), Ok(vec![(1, 20), (2, 10)]));
    assert_eq!(plan(&[(1, 20), (2, 30), (3, 10)]), Ok(vec![(1, 20), (2, 30), (3, 10)]));
    assert_eq!(plan(&[(1, 10)]), Ok(vec![]));
    assert_eq!(plan(&[(1, 20)]), Err(RuleRefused::PriorityInUse));
    assert_eq!(plan(&[(1, 5), (2, 5)]), Err(RuleRefused::RepeatedPriority { priority: 5 }));
    assert_eq!(plan(&[(1, 5), (1, 6)]), Err(RuleRefused::RepeatedRule));
}

proptest! {
    /// Whatever is planned leaves no two rules with one priority, and gives each named rule what it was to have.
    #[test]
    fn no_two_rules_get_one_priority(wanted in proptest::collection::vec((1_u64..6, 1_u32..8), 1..6)) {
        let rules: Vec<Rule> = (1_u32..6).map(|n| rule(u64::from(n), n)).collect();
        let wanted: Vec<_> = wanted.into_iter().map(|(id, priority)| (RuleId(id), priority)).collect();
        if let Ok(changed) = plan_priorities(&rules, &wanted) {
            let of = |rule: &Rule| changed.iter().find(|one| one.id == rule.id).map_or(rule.priority, |one| one.priority);
            let mut after: Vec<u32> = rules.iter().map(of).collect();
            for (id, priority) in &wanted {
                let rule = rules.iter().find(|rule| rule.id == *id).expect("one of them");
                prop_assert_eq!(of(rule), *priority);
            }
            after.sort_unstable();
            after.dedup();
            prop_assert_eq!(after.len(), rules.len());
        }
    }
}
