//! Waiting for the edge, which these tests play themselves.

use std::net::SocketAddr;
use tegata_operations::load_balancing::listener::ListListeners;

use tegata_model::CertificateId;
use tegata_model::load_balancing::listener::ListenerChange;
use tegata_model::load_balancing::{Listener, LoadBalancerId};
use tegata_model::node::NotOpen;
use tegata_operations::Named;
use tegata_operations::load_balancing::listener::{Words, add_certificates, create, list, modify};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::load_balancing::target_group::delete;
use tegata_store::load_balancing::listeners;

use super::world::{
    World, answer, balancer_named, forward, group_named, http, https, listener_named, refusal,
};

fn here(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// The listener that the edge finds next in the store with a revision of at least `revision`.
async fn appears(world: &World, revision: u64) -> Listener {
    let mut commits = world.instance.commits();
    loop {
        let found = world.instance.read(|tx| listeners::list_any(tx, None, 10)).await;
        let found: Vec<Listener> =
            found.map_err(|error: tegata_store::StoreError| error.to_string()).expect("read");
        if let Some(found) = found.into_iter().find(|found| found.revision >= revision) {
            return found;
        }
        commits.changed().await.expect("the instance lives");
    }
}

#[tokio::test]
async fn a_listener_is_answered_once_the_edge_has_opened_it() {
    let world = World::new().await;
    world.instance.edge.start();
    let balancer = world.balancer("web").await;
    let creating = world.listen(balancer.id, http(80, answer()));
    let edge = async {
        let found = appears(&world, 1).await;
        world.instance.edge.applied(found.id, found.revision, Ok(here(80)));
        found.id
    };
    let (made, id) = tokio::join!(creating, edge);
    assert_eq!(made.expect("a listener").id, id);
}

#[tokio::test]
async fn a_listener_that_cannot_be_opened_is_not_made() {
    let world = World::new().await;
    world.instance.edge.start();
    let balancer = world.balancer("web").await;
    let certificate = world.issued(1, 90).await;
    let named = balancer_named(balancer.id);
    let request = https(443, certificate);
    let creating = create(&world.instance, &world.caller, named, request, Words::default());
    let edge = async {
        let found = appears(&world, 1).await;
        let reason = "Port 443 of 127.0.0.1 is taken by another process.".to_owned();
        world.instance.edge.applied(found.id, found.revision, Err(NotOpen::Failed(reason)));
    };
    let (made, ()) = tokio::join!(creating, edge);
    let words = "Port 443 of 127.0.0.1 is taken by another process. No listener was created.";
    assert_eq!(refusal(made), ("listener-not-open", words.to_owned()));
    assert!(world.users_of(certificate).await.is_empty());
    let wanted = ListListeners::OfLoadBalancer(balancer_named(balancer.id), None);
    let left = list(&world.instance, &world.caller, wanted, 10).await.expect("the listeners");
    assert_eq!(left.items, []);
}

#[tokio::test]
async fn a_change_that_cannot_be_made_leaves_the_listener_as_it_was() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let (old, new) = (world.issued(1, 90).await, world.issued(2, 90).await);
    let before = world.listen(balancer.id, https(443, old)).await.expect("a listener");
    world.instance.edge.start();
    let change =
        ListenerChange { port: Some(444), certificates: Some(vec![new]), ..ListenerChange::default() };
    let changing =
        modify(&world.instance, &world.caller, listener_named(before.id), change, Words::default());
    let edge = async {
        let found = appears(&world, 2).await;
        assert_eq!((found.port, found.certificates()), (444, vec![new]));
        world.instance.edge.applied(found.id, found.revision, Err(NotOpen::Failed("Taken.".to_owned())));
    };
    let (changed, ()) = tokio::join!(changing, edge);
    let words = "Taken. The listener was not changed.";
    assert_eq!(refusal(changed), ("listener-not-open", words.to_owned()));
    let after = appears(&world, 3).await;
    assert_eq!(Listener { revision: before.revision, ..after }, before);
    assert_eq!(world.users_of(old).await.len(), 1);
    assert!(world.users_of(new).await.is_empty());
}

#[tokio::test]
async fn refused_changes_leave_nothing_behind_whatever_came_after() {
    let world = World::new().await;
    let balancer = world.balancer("web").await;
    let certificates = [world.issued(1, 90).await, world.issued(2, 90).await, world.issued(3, 90).await];
    let before = world.listen(balancer.id, https(443, certificates[0])).await.expect("a listener");
    world.instance.edge.start();
    let add = |id: CertificateId| {
        let added = vec![Named::new(id, "a certificate")];
        add_certificates(&world.instance, &world.caller, listener_named(before.id), added)
    };
    // The edge comes to the listener once both are there.
    let edge = async {
        let found = appears(&world, 3).await;
        assert_eq!(found.certificates().len(), 3);
        world.instance.edge.applied(found.id, found.revision, Err(NotOpen::Failed("Taken.".to_owned())));
    };
    let (first, second, ()) = tokio::join!(add(certificates[1]), add(certificates[2]), edge);
    for refused in [first, second] {
        let words = "Taken. The listener was not changed.";
        assert_eq!(refusal(refused), ("listener-not-open", words.to_owned()));
    }
    let after = appears(&world, 5).await;
    assert_eq!(Listener { revision: before.revision, ..after }, before);
    for id in &certificates[1..] {
        assert!(world.users_of(*id).await.is_empty());
    }
}

#[tokio::test]
async fn what_cannot_be_put_back_is_said() {
    let world = World::new().await;
    let (balancer, group) = (world.balancer("web").await, world.group("g").await);
    let before = world.listen(balancer.id, http(80, forward(group.id))).await.expect("a listener");
    world.instance.edge.start();
    let change =
        ListenerChange { actions: Some(vec![answer()]), port: Some(81), ..ListenerChange::default() };
    let changing =
        modify(&world.instance, &world.caller, listener_named(before.id), change, Words::default());
    let edge = async {
        let found = appears(&world, 2).await;
        // The group is free now, and goes.
        delete(&world.instance, &world.caller, group_named(group.id)).await.expect("deleted");
        world.instance.edge.applied(found.id, found.revision, Err(NotOpen::Failed("Taken.".to_owned())));
    };
    let (changed, ()) = tokio::join!(changing, edge);
    let words = "Taken. The listener cannot be changed back: something that it used before has been deleted \
                 or taken since.";
    assert_eq!(refusal(changed), ("listener-not-open", words.to_owned()));
    let after = appears(&world, 3).await;
    assert_eq!((after.port, after.default_action), (80, answer()));
}

/// The state of a load balancer, and its reason.
async fn state(world: &World, id: LoadBalancerId) -> (&'static str, Option<String>) {
    let wanted = load_balancer::ListLoadBalancers::Ids(vec![balancer_named(id)]);
    let shown = load_balancer::list(&world.instance, &world.caller, wanted, 1).await.expect("shown");
    let state = &shown.items[0].state;
    (state.as_str(), state.reason().map(str::to_owned))
}

#[tokio::test]
async fn a_fault_shows_in_the_load_balancers_state_until_it_is_gone() {
    let world = World::new().await;
    let balancer = world.balancer("web").await.id;
    let first = world.listen(balancer, http(80, answer())).await.expect("a listener");
    world.listen(balancer, http(81, answer())).await.expect("a listener");
    let edge = &world.instance.edge;
    edge.start();
    assert_eq!(state(&world, balancer).await, ("active", None));
    edge.applied(first.id, 1, Err(NotOpen::Failed("Port 80 is taken.".to_owned())));
    assert_eq!(state(&world, balancer).await, ("active_impaired", Some("Port 80 is taken.".to_owned())));
    edge.applied(first.id, 1, Ok(here(80)));
    assert_eq!(state(&world, balancer).await, ("active", None));
}
