use tegata_model::holder::CertificateUser;
use tegata_model::load_balancing::listener::{ListenerChange, NewListener};
use tegata_model::load_balancing::{Kind, ListenerId, LoadBalancerId, TargetGroupId};
use tegata_operations::load_balancing::listener::{
    ListListeners, Place, Words, add_certificates, create, delete, list, list_certificates, modify,
    remove_certificates,
};

use super::world::{
    World, answer, balancer_named, certificate_named, forward, group_named, http, https, listener_named,
    refusal,
};

#[tokio::test]
async fn a_listener_is_made_once_for_a_port() {
    let world = World::with_settings(|settings| settings.edge_addresses.truncate(1)).await;
    let balancer = world.balancer("web").await;
    let made = world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let again = world.listen(balancer.id, http(80, answer())).await.expect("the same");
    assert_eq!(made, again);

    let group = world.group("g").await;
    let other = world.listen(balancer.id, http(80, forward(group.id))).await;
    let words =
        format!("A listener already exists on this port for this load balancer 'arn-of-{}'", balancer.id);
    assert_eq!(refusal(other), ("listener-taken", words));

    // The edge has no other address for another load balancer.
    let neighbour = world.balancer("other").await;
    let (reason, words) = refusal(world.listen(neighbour.id, http(80, answer())).await);
    assert_eq!(reason, "listener-taken");
    assert!(words.contains("port 80 on every edge address"), "{words}");
}

#[tokio::test]
async fn a_certificate_must_be_there_issued_and_not_expired() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let pending = world.pending(1).await;
    let expired = world.issued(2, -1).await;
    let good = world.issued(3, 90).await;
    let absent = tegata_model::CertificateId(uuid::Uuid::from_u128(9));
    for (certificate, reason, words) in [
        (absent, "certificate-not-found", "Certificate 'the-arn' not found"),
        (
            pending,
            "certificate-unsupported",
            "The certificate 'the-arn' must have a fully-qualified domain name, a supported signature, and a supported key size.",
        ),
        (expired, "balancing-value", "Certificate ARN 'the-arn' is not valid"),
    ] {
        let words_for = Words {
            certificates: vec![tegata_operations::Named::new(certificate, "the-arn")],
            ..Words::default()
        };
        let request = https(443, certificate);
        let named = balancer_named(balancer.id);
        let refused = create(&world.instance, &world.caller, named, request, words_for).await;
        assert_eq!(refusal(refused), (reason, words.to_owned()));
        assert!(world.users_of(certificate).await.is_empty());
    }
    let made = world.listen(balancer.id, https(443, good)).await.expect("a listener");
    let user =
        CertificateUser::LoadBalancer { kind: Kind::Application, name: "web".to_owned(), id: balancer.id };
    assert_eq!(world.users_of(good).await, [user]);

    let change = ListenerChange { certificates: Some(vec![pending]), ..ListenerChange::default() };
    let named = listener_named(made.id);
    let refused = modify(&world.instance, &world.caller, named, change, Words::default()).await;
    assert_eq!(refusal(refused).0, "certificate-unsupported");
    assert_eq!(world.users_of(good).await.len(), 1);
}

#[tokio::test]
async fn the_words_are_elbs_own() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let certificate = world.issued(1, 90).await;
    let without = || NewListener { certificates: vec![], ..https(443, certificate) };
    for (request, reason, words) in [
        (without(), "balancing-value", "A certificate must be specified for HTTPS listeners"),
        (
            NewListener { certificates: vec![certificate, certificate], ..without() },
            "balancing-value",
            "You must provide a list containing exactly one certificate if the listener protocol is HTTPS.",
        ),
        (
            NewListener { policy: Some("none".to_owned()), ..https(443, certificate) },
            "no-such-security-policy",
            "SSL policy 'none' not found",
        ),
        (
            NewListener { policy: Some("none".to_owned()), ..http(80, answer()) },
            "balancing-value",
            "An SSL policy cannot be specifed for HTTP listeners",
        ),
        (http(80, forward(TargetGroupId(7))), "no-such-target-group", "One or more target groups not found"),
        (
            NewListener { port: None, ..http(80, answer()) },
            "balancing-value",
            "A listener port must be specified",
        ),
    ] {
        assert_eq!(refusal(world.listen(balancer.id, request).await), (reason, words.to_owned()));
    }
    let nowhere = world.listen(LoadBalancerId(0), http(80, answer())).await;
    let words = "Load balancer 'arn-of-0000000000000000' not found";
    assert_eq!(refusal(nowhere), ("no-such-load-balancer", words.to_owned()));
}

#[tokio::test]
async fn a_target_group_serves_one_load_balancer() {
    let world = World::with_settings(|settings| {
        settings.edge_addresses =
            vec!["127.0.0.1".parse().expect("an address"), "127.0.0.2".parse().expect("one")];
    })
    .await;
    let (first, second) = (world.balancer("a").await, world.balancer("b").await);
    let group = world.group("g").await;
    world.listen(first.id, http(80, forward(group.id))).await.expect("a listener");
    world.listen(first.id, http(81, forward(group.id))).await.expect("another of the same load balancer");
    let words_for = Words { certificates: vec![], groups: vec![group_named(group.id)], ..Words::default() };
    let named = balancer_named(second.id);
    let refused = create(&world.instance, &world.caller, named, http(80, forward(group.id)), words_for).await;
    let words = format!(
        "The following target groups cannot be associated with more than one load balancer: arn-of-{}",
        group.id
    );
    assert_eq!(refusal(refused), ("target-group-of-another", words));
}

#[tokio::test]
async fn changing_a_listener_moves_its_port_and_swaps_its_default() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let (old, new) = (world.issued(1, 90).await, world.issued(2, 90).await);
    let made = world.listen(balancer.id, https(443, old)).await.expect("a listener");
    world.listen(balancer.id, http(80, answer())).await.expect("a listener");
    let modify_made =
        |change| modify(&world.instance, &world.caller, listener_named(made.id), change, Words::default());
    let change =
        ListenerChange { port: Some(8443), certificates: Some(vec![new]), ..ListenerChange::default() };
    let changed = modify_made(change).await.expect("changed").listener;
    assert_eq!((changed.port, changed.certificates()), (8443, vec![new]));
    assert!(world.users_of(old).await.is_empty());
    assert_eq!(world.users_of(new).await.len(), 1);

    let taken = ListenerChange { port: Some(80), ..ListenerChange::default() };
    let words = "Listener port '80' is already in use";
    assert_eq!(refusal(modify_made(taken).await), ("balancing-value", words.to_owned()));
    let gone = modify(
        &world.instance,
        &world.caller,
        listener_named(ListenerId(0)),
        ListenerChange::default(),
        Words::default(),
    );
    let words = "One or more listeners not found";
    assert_eq!(refusal(gone.await), ("no-such-listener", words.to_owned()));
}

#[tokio::test]
async fn the_list_of_certificates_shows_the_default_and_its_copy() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let (first, second) = (world.issued(1, 90).await, world.issued(2, 90).await);
    let made = world.listen(balancer.id, https(443, first)).await.expect("a listener");
    let (instance, caller) = (&world.instance, &world.caller);
    let add = |id| {
        let added = vec![certificate_named(id)];
        add_certificates(instance, caller, listener_named(made.id), added)
    };
    let remove = |id| remove_certificates(instance, caller, listener_named(made.id), vec![id]);
    let shown = || async {
        let placed = list_certificates(instance, caller, listener_named(made.id)).await.expect("the list");
        placed.into_iter().map(|placed| (placed.certificate, placed.place)).collect::<Vec<_>>()
    };
    add(second).await.expect("added");
    add(second).await.expect("added again");
    add(first).await.expect("the default, added too");
    assert_eq!(shown().await, [(first, Place::Default), (second, Place::Listed), (first, Place::Listed)]);
    remove(first).await.expect("its copy goes");
    let words = "Default certificate cannot be removed";
    assert_eq!(refusal(remove(first).await), ("default-certificate", words.to_owned()));
    remove(second).await.expect("removed");
    remove(second).await.expect("one that is gone is passed over");
    assert_eq!(shown().await, [(first, Place::Default)]);
    assert!(world.users_of(second).await.is_empty());
}

#[tokio::test]
async fn listeners_are_shown_by_port_and_go_with_a_word() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    for port in [82, 80, 81] {
        world.listen(balancer.id, http(port, answer())).await.expect("a listener");
    }
    let (instance, caller) = (&world.instance, &world.caller);
    let of =
        |after| list(instance, caller, ListListeners::OfLoadBalancer(balancer_named(balancer.id), after), 2);
    let page = of(None).await.expect("a page");
    assert_eq!(page.items.iter().map(|shown| shown.listener.port).collect::<Vec<_>>(), [80, 81]);
    assert_eq!(page.next, Some(81));
    let rest = of(page.next).await.expect("the rest");
    assert_eq!((rest.items.len(), rest.next), (1, None));

    let id = page.items[0].listener.id;
    let strangers = delete(instance, &world.stranger, listener_named(id)).await;
    assert_eq!(refusal(strangers).0, "no-such-listener");
    delete(instance, caller, listener_named(id)).await.expect("deleted");
    let gone = list(instance, caller, ListListeners::Ids(vec![listener_named(id)]), 2).await;
    assert_eq!(refusal(gone).0, "no-such-listener");
}
