use tegata_operations::load_balancing::{listener, load_balancer, target_group};

use super::world::{World, answer, balancer_named, group_named, http, listener_named, refusal};

fn set(key: &str, value: &str) -> Vec<(String, Option<String>)> {
    vec![(key.to_owned(), Some(value.to_owned()))]
}

#[tokio::test]
async fn deletion_protection_is_an_attribute_that_holds() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let (instance, caller) = (&world.instance, &world.caller);
    let named = || balancer_named(balancer.id);
    let modify = |changes| load_balancer::modify_attributes(instance, caller, named(), changes);
    let shown = modify(set("deletion_protection.enabled", "true")).await.expect("set");
    assert!(shown.contains(&("deletion_protection.enabled", "true".to_owned())));
    let described = load_balancer::describe_attributes(instance, caller, named()).await;
    assert_eq!(described.expect("shown"), shown);
    let words = format!(
        "Load balancer 'arn-of-{}' cannot be deleted because deletion protection is enabled",
        balancer.id
    );
    let refused = load_balancer::delete(instance, caller, named()).await;
    assert_eq!(refusal(refused), ("protected", words));

    let words = "Load balancer attribute key 'no.such' is not recognized";
    assert_eq!(refusal(modify(set("no.such", "x")).await), ("balancing-value", words.to_owned()));
    let key = "dns_record.client_routing_policy";
    let words = format!(
        "Load balancer attribute key '{key}' is not supported on load balancers with type 'application'"
    );
    assert_eq!(refusal(modify(set(key, "x")).await), ("balancing-configuration", words));
    modify(set("deletion_protection.enabled", "false")).await.expect("set");
    load_balancer::delete(instance, caller, named()).await.expect("deleted");
}

#[tokio::test]
async fn target_groups_and_listeners_have_attributes_of_their_own() {
    let world = World::new().await;
    let (balancer, group) = (world.balancer("web").await, world.group("g").await);
    let (instance, caller) = (&world.instance, &world.caller);
    let modify = |changes| target_group::modify_attributes(instance, caller, group_named(group.id), changes);
    let shown = modify(set("deregistration_delay.timeout_seconds", "0")).await.expect("set");
    assert!(shown.contains(&("deregistration_delay.timeout_seconds", "0".to_owned())));
    let described = target_group::describe_attributes(instance, caller, group_named(group.id)).await;
    assert_eq!(described.expect("shown"), shown);
    let words = "'deregistration_delay.timeout_seconds' value '3601' must be between '0-3600' inclusive";
    let refused = modify(set("deregistration_delay.timeout_seconds", "3601")).await;
    assert_eq!(refusal(refused), ("balancing-value", words.to_owned()));

    let made = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let modify = |changes| listener::modify_attributes(instance, caller, listener_named(made.id), changes);
    let key = "routing.http.response.server.enabled";
    let shown = modify(set(key, "false")).await.expect("set");
    assert!(shown.contains(&(key, "false".to_owned())));
    let described = listener::describe_attributes(instance, caller, listener_named(made.id)).await;
    assert_eq!(described.expect("shown"), shown);
    let key = "routing.http.request.x_amzn_tls_version.header_name";
    let words = format!("Listener attribute key '{key}' is not supported on HTTP listeners");
    assert_eq!(refusal(modify(set(key, "X")).await), ("balancing-configuration", words));
}
