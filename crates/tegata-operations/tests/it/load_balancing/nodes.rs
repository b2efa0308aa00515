//! Listeners and zones on several nodes, of which these tests play all.

use std::net::SocketAddr;

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::load_balancing::{Listener, ListenerId, LoadBalancerId};
use tegata_model::node::{LEASE, Node, NotOpen, ServedUpTo};
use tegata_model::{HostedZoneId, NodeId};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::node::{self, NodeStatus};
use tegata_operations::zone::{self, CreateHostedZone};
use tegata_store::nodes::{self, NodeFault};
use tegata_store::{ReadTx, StoreError, marks};
use uuid::Uuid;

use super::world::{World, answer, balancer_named, http, now, refusal};

const OTHER: NodeId = NodeId(Uuid::from_u128(2));

fn here(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

fn taken() -> NotOpen {
    NotOpen::Failed("Port 80 is taken.".to_owned())
}

/// A world whose node is called `here` and runs an edge.
async fn world() -> World {
    let mut world = World::new().await;
    let own = NodeStatus::new(NodeId(Uuid::from_u128(1)), "here".to_owned(), "0.1.0", now());
    world.instance = world.instance.with_node(own);
    world.instance.edge.start();
    world
}

/// Where the change log ends.
async fn end(world: &World) -> ServedUpTo {
    let read = |tx: &mut ReadTx<'_>| Ok::<_, StoreError>(marks::marks(tx)?.change);
    let revision = world.instance.read(read).await.expect("read");
    ServedUpTo { revision, transactions: None }
}

/// Another node, called `there`, says now that it serves up to there.
async fn there_serves(world: &World, up_to: ServedUpTo) {
    let seen_at = world.instance.clock.now();
    let node = other(seen_at, up_to);
    let announced = world.instance.write(move |tx| nodes::announce(tx, &node)).await;
    announced.map_err(|error: StoreError| error.to_string()).expect("announced");
}

fn other(seen_at: Timestamp, up_to: ServedUpTo) -> Node {
    Node {
        id: OTHER,
        name: "there".to_owned(),
        version: "0.1.0".to_owned(),
        started_at: now(),
        seen_at,
        zones: Some(up_to.clone()),
        edge: Some(up_to),
    }
}

/// The other node cannot open a listener.
async fn there_fails(world: &World, id: ListenerId, fault: NotOpen) {
    let fault = NodeFault { node: OTHER, subject: Change::Listener(id), revision: 1, fault };
    let put = world.instance.write(move |tx| nodes::put_fault(tx, &fault)).await;
    put.map_err(|error: StoreError| error.to_string()).expect("put");
}

async fn state(world: &World, id: LoadBalancerId) -> (&'static str, Option<String>) {
    let wanted = load_balancer::ListLoadBalancers::Ids(vec![balancer_named(id)]);
    let shown = load_balancer::list(&world.instance, &world.caller, wanted, 1).await.expect("shown");
    let state = &shown.items[0].state;
    (state.as_str(), state.reason().map(str::to_owned))
}

/// Lets this node's edge make that of the next listener.
async fn here_makes(world: &World, outcome: Result<SocketAddr, NotOpen>) -> Listener {
    let mut commits = world.instance.commits();
    loop {
        let read = |tx: &mut ReadTx<'_>| tegata_store::load_balancing::listeners::list_any(tx, None, 1);
        let found = world.instance.read(read).await.map_err(|error: StoreError| error.to_string());
        if let Some(found) = found.expect("read").pop() {
            world.instance.edge.applied(found.id, found.revision, outcome);
            return found;
        }
        commits.changed().await.expect("the instance lives");
    }
}

#[tokio::test]
async fn a_listener_that_one_node_cannot_open_is_not_failed_for_all() {
    let world = world().await;
    let balancer = world.balancer("web").await.id;
    let (made, listener) =
        tokio::join!(world.listen(balancer, http(80, answer())), here_makes(&world, Ok(here(80))));
    made.expect("a listener");
    there_serves(&world, end(&world).await).await;
    assert_eq!(state(&world, balancer).await, ("active", None));
    there_fails(&world, listener.id, taken()).await;
    let reason = "On node there: Port 80 is taken.".to_owned();
    assert_eq!(state(&world, balancer).await, ("active_impaired", Some(reason)));
    // Another machine has the address.
    there_fails(&world, listener.id, NotOpen::Elsewhere("127.0.0.1 is not here.".to_owned())).await;
    assert_eq!(state(&world, balancer).await, ("active", None));
    there_fails(&world, listener.id, taken()).await;
    world.instance.edge.applied(listener.id, 1, Err(taken()));
    let reason = "On node here: Port 80 is taken. On node there: Port 80 is taken.".to_owned();
    assert_eq!(state(&world, balancer).await, ("failed", Some(reason)));
    // A node that was killed stops counting.
    world.instance.edge.applied(listener.id, 1, Ok(here(80)));
    world.instance.clock.advance(LEASE);
    assert_eq!(state(&world, balancer).await, ("active", None));
}

#[tokio::test]
async fn a_listener_is_made_when_another_node_opens_it() {
    let world = world().await;
    let balancer = world.balancer("web").await.id;
    there_serves(&world, end(&world).await).await;
    let edges = async {
        here_makes(&world, Err(taken())).await;
        there_serves(&world, end(&world).await).await;
    };
    let (made, ()) = tokio::join!(world.listen(balancer, http(80, answer())), edges);
    made.expect("a listener");
    let reason = "On node here: Port 80 is taken.".to_owned();
    assert_eq!(state(&world, balancer).await, ("active_impaired", Some(reason)));
}

#[tokio::test]
async fn a_listener_that_no_node_can_open_is_not_made() {
    let world = world().await;
    let balancer = world.balancer("web").await.id;
    there_serves(&world, end(&world).await).await;
    let edges = async {
        let listener = here_makes(&world, Err(taken())).await;
        there_fails(&world, listener.id, taken()).await;
        there_serves(&world, end(&world).await).await;
    };
    let (made, ()) = tokio::join!(world.listen(balancer, http(80, answer())), edges);
    let words = "On node here: Port 80 is taken. On node there: Port 80 is taken. No listener was created.";
    assert_eq!(refusal(made), ("listener-not-open", words.to_owned()));
}

#[tokio::test]
async fn a_change_of_a_zone_is_in_sync_once_every_node_that_counts_answers_with_it() {
    let world = world().await;
    let before = end(&world).await;
    let ask = CreateHostedZone {
        name: "example.com".parse().expect("a name"),
        caller_reference: "1".to_owned(),
        comment: None,
    };
    let created = zone::create(&world.instance, &world.caller, ask).await.expect("created");
    let is_in_sync = || async {
        let id = created.change.id.clone();
        zone::get_change(&world.instance, &world.caller, id).await.expect("there").in_sync
    };
    assert!(!is_in_sync().await, "this node has read no zones");
    world.instance.node.answers_up_to(before.clone(), false);
    assert!(!is_in_sync().await, "this node is behind");
    world.instance.node.answers_up_to(end(&world).await, true);
    assert!(is_in_sync().await);
    there_serves(&world, before.clone()).await;
    assert!(!is_in_sync().await, "another node is behind");
    there_serves(&world, end(&world).await).await;
    assert!(is_in_sync().await);
    // One that was killed is not waited for, once its lease has run out.
    there_serves(&world, before).await;
    assert!(!is_in_sync().await);
    world.instance.clock.advance(LEASE);
    assert!(is_in_sync().await);
}

#[tokio::test]
async fn a_zone_that_a_node_cannot_serve_has_no_change_in_sync() {
    let world = world().await;
    let ask = CreateHostedZone {
        name: "example.com".parse().expect("a name"),
        caller_reference: "1".to_owned(),
        comment: None,
    };
    let created = zone::create(&world.instance, &world.caller, ask).await.expect("created");
    let zone_id: HostedZoneId = created.zone.zone.id.clone();
    world.instance.node.answers_up_to(end(&world).await, true);
    let worker = tegata_testkit::worker(&world.instance);
    let is_in_sync = || async {
        let id = created.change.id.clone();
        zone::get_change(&world.instance, &world.caller, id).await.expect("there").in_sync
    };
    node::report_zone(&worker, &zone_id, Some("A name is outside.".to_owned())).await.expect("reported");
    assert!(!is_in_sync().await);
    let listed = node::list(&world.instance, &world.caller).await.expect("listed");
    assert_eq!(listed.nodes[0].faults[0].fault, NotOpen::Failed("A name is outside.".to_owned()));
    node::report_zone(&worker, &zone_id, None).await.expect("reported");
    assert!(is_in_sync().await);
}

#[tokio::test]
async fn nodes_are_listed_with_what_they_cannot_serve() {
    let world = world().await;
    let up_to = end(&world).await;
    there_serves(&world, up_to.clone()).await;
    there_fails(&world, ListenerId(7), taken()).await;
    world.instance.node.answers_up_to(up_to.clone(), true);
    let listed = node::list(&world.instance, &world.caller).await.expect("listed");
    let [own, there] = &listed.nodes[..] else { panic!("{listed:?}") };
    assert!(own.is_own && own.is_live && own.node.name == "here" && own.faults.is_empty());
    assert_eq!((own.node.zones.as_ref(), own.node.edge.as_ref()), (Some(&up_to), None));
    assert!(!there.is_own && there.is_live && there.node.name == "there");
    let subject = Change::Listener(ListenerId(7));
    assert_eq!(there.faults, [node::Fault { subject, fault: taken() }]);
    world.instance.clock.advance(LEASE);
    let listed = node::list(&world.instance, &world.caller).await.expect("listed");
    assert!(listed.nodes[0].is_live && !listed.nodes[1].is_live);
}
