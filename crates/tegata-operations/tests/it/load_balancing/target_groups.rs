use std::collections::HashMap;

use jiff::SignedDuration;
use tegata_model::load_balancing::target::TargetNamed;
use tegata_model::load_balancing::target_group::HealthCheckChange;
use tegata_model::load_balancing::{Target, TargetGroupId, TargetHealth};
use tegata_operations::load_balancing::served_group;
use tegata_operations::load_balancing::target_group::{
    ListTargetGroups, TargetView, create, delete, deregister_targets, describe_health, forget_drained, list,
    modify, register_targets,
};
use tegata_testkit::worker;

use super::world::{World, balancer_named, forward, group_named, http, new_group, refusal};

fn target(port: u16) -> TargetNamed {
    TargetNamed { id: "127.0.0.1".to_owned(), port: Some(port), availability_zone: None }
}

async fn states(world: &World, group: TargetGroupId, requests: Vec<TargetNamed>) -> Vec<(u16, String)> {
    let described = describe_health(&world.instance, &world.caller, group_named(group), requests);
    let described = described.await.expect("the health");
    let state = |one: TargetView| {
        let reason = one.health.reason.map_or("-", |reason| reason.as_str());
        (one.target.port, format!("{} {reason}", one.health.state.as_str()))
    };
    described.into_iter().map(state).collect()
}

#[tokio::test]
async fn a_target_group_is_made_once_and_changed() {
    let world = World::new().await;
    let first = create(&world.instance, &world.caller, new_group("g")).await.expect("made");
    let again = create(&world.instance, &world.caller, new_group("g")).await.expect("found");
    assert_eq!(first, again);
    let mut other = new_group("g");
    other.port = Some(9);
    let words = "A target group with the same name 'g' exists, but with different settings";
    let refused = refusal(create(&world.instance, &world.caller, other).await);
    assert_eq!(refused, ("target-group-name-taken", words.to_owned()));

    let change =
        |seconds| HealthCheckChange { interval_seconds: Some(seconds), ..HealthCheckChange::default() };
    let modify =
        |seconds| modify(&world.instance, &world.caller, group_named(first.group.id), change(seconds));
    assert_eq!(modify(10).await.expect("changed").group.health_check.interval_seconds, 10);
    let words = "Health check timeout '5' must be smaller than the interval '5'";
    assert_eq!(refusal(modify(5).await), ("balancing-value", words.to_owned()));
}

#[tokio::test]
async fn a_target_group_in_use_stays() {
    let world = World::new().await;
    let (balancer, group) = (world.balancer("web").await, world.group("g").await);
    world.listen(balancer.id, http(80, forward(group.id))).await.expect("a listener");
    let delete = || delete(&world.instance, &world.caller, group_named(group.id));
    let words = format!("Target group 'arn-of-{}' is currently in use by a listener or a rule", group.id);
    assert_eq!(refusal(delete().await), ("target-group-in-use", words));

    let of = ListTargetGroups::OfLoadBalancer(balancer_named(balancer.id), String::new());
    let page = list(&world.instance, &world.caller, of, 10).await.expect("a page");
    assert_eq!(page.items[0].load_balancers, [(balancer.id, "web".to_owned())]);

    let gone = tegata_operations::load_balancing::load_balancer::delete(
        &world.instance,
        &world.caller,
        balancer_named(balancer.id),
    );
    gone.await.expect("deleted");
    delete().await.expect("deleted");
    delete().await.expect("one that is gone is passed over");
    let named = ListTargetGroups::Names(vec!["g".to_owned()]);
    let words = "One or more target groups not found";
    let missing = list(&world.instance, &world.caller, named, 10).await;
    assert_eq!(refusal(missing), ("no-such-target-group", words.to_owned()));
}

#[tokio::test]
async fn health_comes_from_the_edges_board() {
    let world = World::new().await;
    let (balancer, group) = (world.balancer("web").await, world.group("g").await);
    let register =
        |port| register_targets(&world.instance, &world.caller, group_named(group.id), vec![target(port)]);
    register(1).await.expect("registered");
    register(2).await.expect("registered");
    let unused = "unused Target.NotInUse".to_owned();
    assert_eq!(states(&world, group.id, vec![]).await, [(1, unused.clone()), (2, unused)]);

    world.listen(balancer.id, http(80, forward(group.id))).await.expect("a listener");
    assert_eq!(states(&world, group.id, vec![target(1)]).await[0].1, "unavailable Elb.InternalError");
    world.instance.edge.start();
    assert_eq!(states(&world, group.id, vec![target(1)]).await[0].1, "initial Elb.RegistrationInProgress");
    let seen = Target { id: "127.0.0.1".to_owned(), port: 1 };
    world.instance.edge.put_health(group.id, HashMap::from([(seen, TargetHealth::HEALTHY)]));
    assert_eq!(states(&world, group.id, vec![target(1)]).await[0].1, "healthy -");
    assert_eq!(states(&world, group.id, vec![target(3)]).await[0].1, "unused Target.NotRegistered");
}

#[tokio::test]
async fn a_deregistered_target_drains_until_its_time() {
    let world = World::new().await;
    let (balancer, group) = (world.balancer("web").await, world.group("g").await);
    world.listen(balancer.id, http(80, forward(group.id))).await.expect("a listener");
    let named = || group_named(group.id);
    let both = vec![target(1), target(2)];
    register_targets(&world.instance, &world.caller, named(), both).await.expect("registered");
    let gone = vec![target(1), target(9)];
    deregister_targets(&world.instance, &world.caller, named(), gone).await.expect("deregistered");
    let draining = "draining Target.DeregistrationInProgress".to_owned();
    assert_eq!(states(&world, group.id, vec![]).await[0], (1, draining));
    let served = served_group(&worker(&world.instance), group.id).await.expect("read").expect("the group");
    let ports: Vec<u16> = served.targets.iter().map(|(target, _)| target.port).collect();
    assert_eq!(ports, [2], "one that drains gets no new requests");

    let next = forget_drained(&worker(&world.instance)).await.expect("looked at");
    assert_eq!(next, Some(super::world::now() + SignedDuration::from_secs(300)));
    world.instance.clock.advance(SignedDuration::from_secs(300));
    assert_eq!(states(&world, group.id, vec![]).await.len(), 1);
    assert_eq!(states(&world, group.id, vec![target(1)]).await[0].1, "unused Target.NotRegistered");
    let next = forget_drained(&worker(&world.instance)).await.expect("forgotten");
    assert_eq!(next, None);
}

#[tokio::test]
async fn a_group_that_nothing_forwards_to_drains_nothing() {
    let world = World::new().await;
    let group = world.group("g").await;
    let named = || group_named(group.id);
    let one = || vec![target(1)];
    register_targets(&world.instance, &world.caller, named(), one()).await.expect("registered");
    deregister_targets(&world.instance, &world.caller, named(), one()).await.expect("gone");
    assert_eq!(states(&world, group.id, vec![]).await, []);
    let none = deregister_targets(&world.instance, &world.caller, named(), vec![]).await;
    assert_eq!(refusal(none).0, "balancing-value");
}

#[tokio::test]
async fn what_is_no_target_is_refused() {
    let world = World::new().await;
    let group = world.group("g").await;
    let register = |id: &str| {
        let request = TargetNamed { id: id.to_owned(), port: None, availability_zone: None };
        register_targets(&world.instance, &world.caller, group_named(group.id), vec![request])
    };
    for (id, words) in [
        ("i-0123456789abcdef0", "The IP address 'i-0123456789abcdef0' is not the address of one host"),
        ("169.254.169.254", "The IP address '169.254.169.254' is not the address of one host"),
        ("::1", "The IP address '::1' is not of the target group's IP address type"),
    ] {
        assert_eq!(refusal(register(id).await), ("balancing-value", words.to_owned()));
    }
    for id in ["8.8.8.8", "100.100.100.200", "192.0.2.1"] {
        assert_eq!(refusal(register(id).await).0, "target", "{id}");
    }
    // The group's port at this address is a listener's of this process.
    let own = "127.0.0.1:8080".parse().expect("an address");
    world.instance.edge.opening(tegata_model::load_balancing::ListenerId(1), own);
    let words = "The following targets cannot be registered: 127.0.0.1:8080 is a socket of Tegata itself, which cannot be a target: use the address of the server behind it";
    assert_eq!(refusal(register("127.0.0.1").await), ("target", words.to_owned()));
    let mut instances = new_group("i");
    instances.target_type = Some(tegata_model::load_balancing::target_group::TargetType::Instance);
    let group = create(&world.instance, &world.caller, instances).await.expect("made").group;
    let request = TargetNamed { id: "i-0123456789abcdef0".to_owned(), port: None, availability_zone: None };
    let refused = register_targets(&world.instance, &world.caller, group_named(group.id), vec![request]);
    assert_eq!(refusal(refused.await).0, "target");
}
