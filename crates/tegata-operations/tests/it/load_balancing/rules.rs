use tegata_model::load_balancing::condition::{Condition, Patterns};
use tegata_model::load_balancing::rule::{NewRule, RuleChange};
use tegata_model::load_balancing::{Action, ListenerId};
use tegata_model::tag::Tag;
use tegata_operations::load_balancing::listener::{self, Words};
use tegata_operations::load_balancing::load_balancer::{Tagged, add_tags, list_tags};
use tegata_operations::load_balancing::rule::{
    AnyRule, ListRules, RuleKey, ShownRule, create, delete, list, modify, set_priorities,
};
use tegata_operations::load_balancing::served_listener;
use tegata_operations::load_balancing::target_group;
use tegata_operations::{Error, Named};
use tegata_testkit::worker;

use super::world::{World, answer, forward, group_named, http, listener_named, refusal};

fn new(priority: u32, action: Action) -> NewRule {
    let patterns = Patterns::Wildcards(vec![format!("/{priority}")]);
    NewRule {
        priority,
        conditions: vec![Condition::PathPattern { patterns }],
        actions: vec![action],
        transforms: vec![],
        tags: vec![],
    }
}

async fn make(world: &World, listener: ListenerId, new: NewRule) -> Result<ShownRule, Error> {
    create(&world.instance, &world.caller, listener_named(listener), new, Words::default()).await
}

fn named(shown: &ShownRule) -> Named<RuleKey> {
    match &shown.rule {
        AnyRule::Own(rule) => {
            let key = RuleKey { listener: rule.listener, rule: Some(rule.id) };
            Named::new(key, format!("arn-of-{}", rule.id))
        }
        AnyRule::Default(listener) => {
            Named::new(RuleKey { listener: listener.id, rule: None }, format!("default-of-{}", listener.id))
        }
    }
}

/// The priorities of a listener's rules, the default rule's as 0.
async fn priorities(world: &World, listener: ListenerId, limit: u32) -> Vec<u32> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let wanted = ListRules::OfListener(listener_named(listener), after);
        let page = list(&world.instance, &world.caller, wanted, limit).await.expect("a page");
        assert!(page.items.len() <= limit as usize);
        found.extend(page.items.iter().map(|shown| match &shown.rule {
            AnyRule::Own(rule) => rule.priority,
            AnyRule::Default(_) => 0,
        }));
        match page.next {
            Some(next) => after = next,
            None => return found,
        }
    }
}

#[tokio::test]
async fn rules_are_listed_in_pages_with_the_default_rule_last() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let listener = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    for priority in [30, 10, 40, 20] {
        make(&world, listener.id, new(priority, answer())).await.expect("a rule");
    }
    for limit in 1..=6 {
        assert_eq!(priorities(&world, listener.id, limit).await, [10, 20, 30, 40, 0], "{limit}");
    }
    let taken = make(&world, listener.id, new(10, answer())).await;
    assert_eq!(refusal(taken), ("priority-in-use", "The specified priority is in use.".to_owned()));
}

#[tokio::test]
async fn a_rule_is_served_with_its_listener_in_a_new_revision() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let listener = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let first = make(&world, listener.id, new(10, answer())).await.expect("a rule");
    let second = make(&world, listener.id, new(20, answer())).await.expect("a rule");
    let worker = worker(&world.instance);
    let served = || async {
        let served = served_listener(&worker, listener.id).await.expect("the store").expect("a listener");
        (served.listener.revision, served.rules.iter().map(|rule| rule.priority).collect::<Vec<_>>())
    };
    assert_eq!(served().await, (3, vec![10, 20]));
    let swapped = vec![(named(&first), 20), (named(&second), 10)];
    let shown = set_priorities(&world.instance, &world.caller, swapped).await.expect("swapped");
    let shown: Vec<u32> = shown
        .iter()
        .map(|shown| match &shown.rule {
            AnyRule::Own(rule) => rule.priority,
            AnyRule::Default(_) => 0,
        })
        .collect();
    assert_eq!(shown, [20, 10]);
    assert_eq!(served().await.0, 4);
    delete(&world.instance, &world.caller, named(&first)).await.expect("deleted");
    assert_eq!(served().await, (5, vec![10]));
    let gone = delete(&world.instance, &world.caller, named(&first)).await;
    assert_eq!(refusal(gone), ("no-such-rule", "One or more rules not found".to_owned()));
}

#[tokio::test]
async fn a_default_rule_is_its_listeners_to_change() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let listener = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let default = Named::new(RuleKey { listener: listener.id, rule: None }, "arn");
    let (instance, caller) = (&world.instance, &world.caller);
    let change = RuleChange { actions: Some(vec![answer()]), ..RuleChange::default() };
    let changed = modify(instance, caller, default.clone(), change, Words::default()).await;
    assert_eq!(refusal(changed).0, "default-rule");
    assert_eq!(refusal(delete(instance, caller, default.clone()).await).0, "default-rule");
    let moved = set_priorities(instance, caller, vec![(default, 1)]).await;
    assert_eq!(refusal(moved).0, "default-rule");
}

#[tokio::test]
async fn a_target_group_is_used_by_rules_as_by_listeners() {
    let world = World::new().await;
    let (own, other) = (world.balancer("own").await, world.balancer("other").await);
    let group = world.group("g").await;
    let listener = world.listen(own.id, http(80, answer())).await.expect("a listener");
    let second = world.listen(other.id, http(81, answer())).await.expect("a listener");
    let rule = make(&world, listener.id, new(10, forward(group.id))).await.expect("a rule");
    let delete_group = || target_group::delete(&world.instance, &world.caller, group_named(group.id));
    assert_eq!(refusal(delete_group().await).0, "target-group-in-use");
    let of_another = make(&world, second.id, new(10, forward(group.id))).await;
    assert_eq!(refusal(of_another).0, "target-group-of-another");
    let to_answer = RuleChange { actions: Some(vec![answer()]), ..RuleChange::default() };
    modify(&world.instance, &world.caller, named(&rule), to_answer, Words::default()).await.expect("changed");
    make(&world, second.id, new(10, forward(group.id))).await.expect("a rule");
    listener::delete(&world.instance, &world.caller, listener_named(second.id)).await.expect("deleted");
    delete_group().await.expect("free");
}

#[tokio::test]
async fn rules_carry_tags_and_default_rules_none() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let listener = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let tag = |key: &str| Tag { key: key.to_owned(), value: Some("1".to_owned()) };
    let made = make(&world, listener.id, NewRule { tags: vec![tag("a")], ..new(1, answer()) }).await;
    let rule = Tagged::Rule(named(&made.expect("a rule")));
    add_tags(&world.instance, &world.caller, vec![rule.clone()], vec![tag("b")]).await.expect("tagged");
    let default = Tagged::Rule(Named::new(RuleKey { listener: listener.id, rule: None }, "arn"));
    let shown = list_tags(&world.instance, &world.caller, vec![rule, default.clone()]).await.expect("shown");
    assert_eq!(shown[0].1, [tag("a"), tag("b")]);
    assert_eq!(shown[1].1, []);
    let refused = add_tags(&world.instance, &world.caller, vec![default], vec![tag("c")]).await;
    assert_eq!(refusal(refused).0, "balancing-value");
}

#[tokio::test]
async fn a_rule_is_found_by_its_own_listener_and_account_alone() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let listener = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let second = world.listen(balancer.id, http(81, answer())).await.expect("a listener");
    let made = make(&world, listener.id, new(1, answer())).await.expect("a rule");
    let mut elsewhere = named(&made);
    elsewhere.id.listener = second.id;
    let refused = delete(&world.instance, &world.caller, elsewhere).await;
    assert_eq!(refusal(refused).0, "no-such-rule");
}
