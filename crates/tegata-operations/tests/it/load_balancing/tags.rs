use tegata_model::load_balancing::LoadBalancerId;
use tegata_model::tag::Tag;
use tegata_operations::Named;
use tegata_operations::load_balancing::load_balancer::{Tagged, add_tags, list_tags, remove_tags};

use super::world::{World, answer, balancer_named, group_named, http, listener_named, refusal};

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.to_owned(), value: Some(value.to_owned()) }
}

#[tokio::test]
async fn every_thing_of_load_balancing_carries_tags() {
    let world = World::new().await;
    let (balancer, group) = (world.balancer("web").await, world.group("g").await);
    let listener = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let things = || {
        vec![
            Tagged::LoadBalancer(balancer_named(balancer.id)),
            Tagged::Listener(listener_named(listener.id)),
            Tagged::TargetGroup(group_named(group.id)),
        ]
    };
    let (instance, caller) = (&world.instance, &world.caller);
    let added = vec![tag("team", "web"), tag("stage", "test")];
    add_tags(instance, caller, things(), added.clone()).await.expect("tagged");
    let shown = list_tags(instance, caller, things()).await.expect("shown");
    assert_eq!(shown, things().into_iter().map(|thing| (thing, added.clone())).collect::<Vec<_>>());

    remove_tags(instance, caller, things(), vec!["team".to_owned(), "none".to_owned()])
        .await
        .expect("untagged");
    let shown = list_tags(instance, caller, things()).await.expect("shown");
    assert!(shown.iter().all(|(_, tags)| *tags == [tag("stage", "test")]));

    let twice = vec![tag("a", "1"), tag("a", "2")];
    let words = "Tag key was specified more than once: a";
    let refused = add_tags(instance, caller, things(), twice).await;
    assert_eq!(refusal(refused), ("repeated-tag", words.to_owned()));
}

#[tokio::test]
async fn tags_go_on_all_things_or_on_none() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let present = Tagged::LoadBalancer(balancer_named(balancer.id));
    let absent = Tagged::LoadBalancer(Named::new(LoadBalancerId(0), "none"));
    let both = vec![present.clone(), absent];
    let refused = add_tags(&world.instance, &world.caller, both, vec![tag("a", "1")]).await;
    assert_eq!(refusal(refused).0, "no-such-load-balancer");
    let shown = list_tags(&world.instance, &world.caller, vec![present]).await.expect("shown");
    assert_eq!(shown[0].1, []);
}
