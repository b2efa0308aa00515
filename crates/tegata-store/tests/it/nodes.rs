//! Nodes, and up to where they serve changes.

use std::sync::mpsc;

use jiff::{SignedDuration, Timestamp};
use tegata_model::change::Change;
use tegata_model::load_balancing::ListenerId;
use tegata_model::node::{ChangeMark, LEASE, Node, NotOpen};
use tegata_model::{HostedZoneId, NodeId};
use tegata_store::changes::Cursor;
use tegata_store::nodes::{self, NodeFault};
use tegata_store::{Location, Store, StoreError, WriteTx};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    a_node_counts_until_its_lease_runs_out,
    a_fault_is_its_nodes_until_it_is_cleared_or_its_subject_is_gone,
    a_fault_of_a_node_that_is_gone_is_left_to_the_next,
    a_reader_that_has_caught_up_has_the_marks_of_what_it_read,
}

fn now() -> Timestamp {
    "2026-11-28T10:00:00Z".parse().expect("a time")
}

fn id(number: u128) -> NodeId {
    NodeId(Uuid::from_u128(number))
}

fn node(number: u128, seen_at: Timestamp) -> Node {
    Node {
        id: id(number),
        name: format!("node-{number}"),
        version: "0.1.0".to_owned(),
        started_at: now(),
        seen_at,
        zones: None,
        edge: Some("7/10:20:10,14".parse().expect("a place")),
    }
}

async fn announce(store: &Store, node: &Node) -> Done {
    let node = node.clone();
    store.write_apart(move |tx| nodes::announce(tx, &node)).await
}

async fn live_others(store: &Store, own: NodeId, now: Timestamp) -> Result<Vec<Node>, StoreError> {
    store.read(move |tx| nodes::live_others(tx, own, now)).await
}

async fn a_node_counts_until_its_lease_runs_out(store: &Store) -> Done {
    let (one, other) = (node(1, now()), node(2, now()));
    announce(store, &one).await?;
    announce(store, &other).await?;
    assert_eq!(live_others(store, id(1), now()).await?, std::slice::from_ref(&other));
    let later = Node {
        seen_at: now() + SignedDuration::from_secs(10),
        zones: Some("9".parse().expect("a place")),
        ..other
    };
    announce(store, &later).await?;
    let at_its_end = now() + LEASE;
    assert!(!one.is_live(at_its_end));
    assert_eq!(live_others(store, id(3), at_its_end).await?, std::slice::from_ref(&later));
    assert_eq!(store.read(|tx| nodes::others(tx, id(3))).await?, [one, later]);
    store.write(|tx| nodes::purge(tx, now() + SignedDuration::from_secs(1))).await?;
    store.write(|tx| nodes::remove(tx, id(2))).await?;
    assert_eq!(store.read(|tx| nodes::others(tx, id(3))).await?, []);
    Ok(())
}

fn fault(node: u128, subject: &Change, why: &str) -> NodeFault {
    let fault = NotOpen::Failed(why.to_owned());
    NodeFault { node: id(node), subject: subject.clone(), revision: 3, fault }
}

async fn put_fault(store: &Store, fault: &NodeFault) -> Done {
    let fault = fault.clone();
    store.write(move |tx| nodes::put_fault(tx, &fault)).await
}

async fn faults_of(store: &Store, subject: &Change) -> Result<Vec<NodeFault>, StoreError> {
    let subject = subject.clone();
    store.read(move |tx| nodes::faults_of(tx, &subject)).await
}

async fn a_fault_is_its_nodes_until_it_is_cleared_or_its_subject_is_gone(store: &Store) -> Done {
    announce(store, &node(1, now())).await?;
    announce(store, &node(2, now())).await?;
    let (listener, zone) =
        (Change::Listener(ListenerId(7)), Change::HostedZone(HostedZoneId("Z1".to_owned())));
    put_fault(store, &fault(1, &listener, "Taken.")).await?;
    put_fault(store, &fault(2, &listener, "Taken.")).await?;
    put_fault(store, &fault(2, &listener, "Not permitted.")).await?;
    put_fault(store, &fault(1, &zone, "A name is outside.")).await?;
    let both = [fault(1, &listener, "Taken."), fault(2, &listener, "Not permitted.")];
    assert_eq!(faults_of(store, &listener).await?, both);
    assert_eq!(store.read(|tx| nodes::list_faults(tx, 10)).await?.len(), 3);
    let cleared = listener.clone();
    store.write(move |tx| nodes::clear_fault(tx, &cleared, id(1), now())).await?;
    assert_eq!(faults_of(store, &listener).await?, both[1..]);
    let gone = listener.clone();
    store.write(move |tx| nodes::forget_faults(tx, &gone)).await?;
    assert_eq!(faults_of(store, &listener).await?, []);
    assert_eq!(faults_of(store, &zone).await?.len(), 1);
    Ok(())
}

async fn a_fault_of_a_node_that_is_gone_is_left_to_the_next(store: &Store) -> Done {
    announce(store, &node(1, now())).await?;
    let (listener, other) = (Change::Listener(ListenerId(7)), Change::Listener(ListenerId(8)));
    put_fault(store, &fault(1, &listener, "Taken.")).await?;
    // A node of which there is no row: one on an embedded store, before a restart.
    put_fault(store, &fault(9, &other, "Taken.")).await?;
    let left = |at: Timestamp| store.read(move |tx| nodes::list_faults_left(tx, at, 10));
    assert_eq!(left(now()).await?, [fault(9, &other, "Taken.")]);
    assert_eq!(left(now() + LEASE).await?.len(), 2);
    let cleared = listener.clone();
    store.write(move |tx| nodes::clear_fault(tx, &cleared, id(2), now())).await?;
    assert_eq!(faults_of(store, &listener).await?.len(), 1, "its node counts");
    let cleared = listener.clone();
    store.write(move |tx| nodes::clear_fault(tx, &cleared, id(2), now() + LEASE)).await?;
    assert_eq!(faults_of(store, &listener).await?, []);
    Ok(())
}

/// Records a change and gives its mark.
async fn record(store: &Store, change: Change) -> Result<ChangeMark, StoreError> {
    store
        .write(move |tx| {
            tx.record_change(&change, now())?;
            nodes::mark(tx)
        })
        .await
}

async fn a_reader_that_has_caught_up_has_the_marks_of_what_it_read(store: &Store) -> Done {
    let cursor = store.read(Cursor::at_end).await?;
    let first = record(store, Change::Listener(ListenerId(1))).await?;
    let next = store.read(move |tx| cursor.next(tx, 100)).await?;
    let before = next.up_to.expect("all");
    let second = record(store, Change::Listener(ListenerId(2))).await?;
    assert!(before.has(first) && !before.has(second));
    let same: tegata_model::node::ServedUpTo = before.to_string().parse().expect("read again");
    assert_eq!(same, before);
    let cursor = next.cursor;
    let next = store.read(move |tx| cursor.next(tx, 100)).await?;
    let after = next.up_to.expect("all");
    assert!(after.has(first) && after.has(second));
    let visible = store.read(nodes::visible).await?;
    assert!(!visible.is_some_and(|visible| visible.is_from_elsewhere(second)));
    Ok(())
}

/// A transaction takes its revision and commits after another that took a later one. Who has read the later one has not
/// read the earlier, whatever the numbers say.
#[tokio::test(flavor = "multi_thread")]
async fn what_commits_late_is_not_taken_for_served() -> Done {
    let location = Location::Postgres(crate::cluster::database("what_commits_late"));
    let store = Store::open(&location).await.expect("opened");
    let cursor = store.read(Cursor::at_end).await?;
    let ((recorded, has_recorded), (go_on, may_go_on)) = (mpsc::channel(), mpsc::channel::<()>());
    let mut late = JoinSet::new();
    late.spawn({
        let store = store.clone();
        async move {
            store
                .write(move |tx| -> Result<ChangeMark, StoreError> {
                    tx.record_change(&Change::Listener(ListenerId(1)), now())?;
                    let mark = nodes::mark(tx)?;
                    recorded.send(mark).expect("the test waits");
                    may_go_on.recv().expect("the test goes on");
                    Ok(mark)
                })
                .await
        }
    });
    let earlier =
        tokio::task::spawn_blocking(move || has_recorded.recv()).await.expect("ran").expect("recorded");
    // More than a reader looks back by revisions.
    let others = |tx: &mut WriteTx<'_>| -> Done {
        for number in 2..3000 {
            tx.record_change(&Change::Listener(ListenerId(number)), now())?;
        }
        Ok(())
    };
    store.write(others).await?;
    let later = record(&store, Change::Listener(ListenerId(3000))).await?;
    let (mut cursor, mut read) = (cursor, Vec::new());
    let up_to = loop {
        let reading = cursor.clone();
        let next = store.read(move |tx| reading.next(tx, 500)).await?;
        read.extend(next.changed);
        cursor = next.cursor;
        if let Some(up_to) = next.up_to {
            break up_to;
        }
    };
    assert_eq!(read, (2..=3000).map(|number| Change::Listener(ListenerId(number))).collect::<Vec<_>>());
    assert!(up_to.revision >= 3000, "its number is behind the others': {up_to}");
    assert!(up_to.has(later) && !up_to.has(earlier), "{up_to}");
    go_on.send(()).expect("it waits");
    assert_eq!(late.join_next().await.expect("it runs").expect("ran")?, earlier);
    let next = store.read(move |tx| cursor.next(tx, 100)).await?;
    assert_eq!(next.changed, [Change::Listener(ListenerId(1))]);
    let up_to = next.up_to.expect("all that is visible");
    assert!(up_to.has(later) && up_to.has(earlier), "{up_to}");
    Ok(())
}
