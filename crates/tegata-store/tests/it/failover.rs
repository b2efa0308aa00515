//! A PostgreSQL that goes away, falls silent, stops taking changes, or stands behind a pooler.

use std::time::{Duration, Instant};

use tegata_store::{Location, Store, StoreError, Unavailable, meta, params};
use tokio::task::JoinSet;

use crate::cluster;
use crate::relay::Relay;

async fn open(url: String) -> Store {
    Store::open(&Location::Postgres(url)).await.expect("opened")
}

async fn put(store: &Store, key: &'static str) -> Result<(), StoreError> {
    store.write(move |tx| meta::put(tx, key, b"x")).await
}

async fn is_there(store: &Store, key: &'static str) -> bool {
    store.read(move |tx| meta::find(tx, key)).await.expect("read").is_some()
}

/// Has several connections open at once.
async fn with_connections(store: &Store, count: usize) {
    let barrier = std::sync::Arc::new(std::sync::Barrier::new(count));
    let mut reads = JoinSet::new();
    for _ in 0..count {
        let (store, barrier) = (store.clone(), std::sync::Arc::clone(&barrier));
        reads.spawn(async move {
            let read = move |tx: &mut tegata_store::ReadTx<'_>| {
                barrier.wait();
                meta::find(tx, "x")
            };
            store.read(read).await.map(|_| ())
        });
    }
    for read in reads.join_all().await {
        read.expect("read");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_transaction_has_the_servers_bounds() {
    let store = open(cluster::database("the_servers_bounds")).await;
    for (setting, bound) in [
        ("SHOW statement_timeout", "8s"),
        ("SHOW lock_timeout", "5s"),
        ("SHOW idle_in_transaction_session_timeout", "15s"),
    ] {
        let row = store.read(move |tx| tx.row(setting, params![])).await.expect("read").expect("a row");
        assert_eq!(row.get::<String>(0).expect("text"), bound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_were_ended_cost_no_transaction() {
    let store = open(cluster::database("ended_sessions")).await;
    with_connections(&store, 6).await;
    cluster::administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'ended_sessions'",
    );
    put(&store, "after").await.expect("written on a new connection");
    assert!(is_there(&store, "after").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_takes_no_changes_is_left_for_one_that_does() {
    let store = open(cluster::database("pinned_to_a_standby")).await;
    with_connections(&store, 4).await;
    // As when the server was made a standby under open connections.
    for _ in 0..4 {
        let pinned = |tx: &mut tegata_store::ReadTx<'_>| {
            tx.rows("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", params![]).map(|_| ())
        };
        store.read(pinned).await.expect("pinned");
    }
    put(&store, "after").await.expect("written on a new connection");
    store.check().await.expect("it takes changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_no_server_takes_changes_it_says_so_and_goes_on_afterwards() {
    let store = open(cluster::database("no_server_takes_changes")).await;
    put(&store, "before").await.expect("written");
    cluster::administer("ALTER DATABASE no_server_takes_changes SET default_transaction_read_only = on");
    cluster::administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'no_server_takes_changes'",
    );
    let error = put(&store, "meanwhile").await.expect_err("nothing takes it");
    assert_eq!(error.unavailable(), Some(Unavailable::Unreachable), "{error}");
    assert!(error.to_string().contains("does not allow writes"), "{error}");
    store.check().await.expect_err("it takes no changes");
    cluster::administer("ALTER DATABASE no_server_takes_changes RESET default_transaction_read_only");
    put(&store, "after").await.expect("written");
    store.check().await.expect("it takes changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_connections_are_dropped_together_and_new_ones_work() {
    let url = cluster::database("silent_connections");
    let relay = Relay::start(cluster::address()).await;
    let store = open(url.replace(&cluster::address(), &relay.address.to_string())).await;
    with_connections(&store, 8).await;
    let open_before = relay.connections();
    relay.fall_silent();
    let began = Instant::now();
    let error = put(&store, "into-the-silence").await.expect_err("nothing answers");
    assert_eq!(error.unavailable(), Some(Unavailable::Unreachable), "{error}");
    assert!(began.elapsed() < Duration::from_secs(30), "it took {:?}", began.elapsed());
    // The other seven are silent as well, and are not tried one after the other.
    let again = Instant::now();
    put(&store, "after").await.expect("written on a new connection");
    assert!(again.elapsed() < Duration::from_secs(8), "it took {:?}", again.elapsed());
    assert!(relay.connections() > open_before);
    store.check().await.expect("it takes changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_named_and_the_next_one_taken() {
    let url = cluster::database("the_next_server");
    let away = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let both = url.replace(&cluster::address(), &format!("{away},{}", cluster::address()));
    put(&open(both).await, "x").await.expect("written");
    let neither = url.replace(&cluster::address(), &away.to_string()).replace("tegata@", "tegata:hunter2@");
    let error = Store::open(&Location::Postgres(neither)).await.expect_err("nothing is there").to_string();
    assert!(error.contains(&away.to_string()) && error.contains("refused"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_pooler_that_changes_sessions_everything_is_kept_once() {
    let url = cluster::database("behind_a_pooler");
    let port = cluster::pooler("behind_a_pooler");
    let pooled = url.replace(&cluster::address(), &format!("127.0.0.1:{port}"));
    let first = open(pooled.clone()).await;
    // Another node prepares its statements under the same names.
    let second = open(pooled + "?pgbouncer=true").await;
    put(&first, "count").await.expect("written");
    let mut writes = JoinSet::new();
    for number in 0..60 {
        let store = if number % 2 == 0 { first.clone() } else { second.clone() };
        writes.spawn(async move {
            let count = move |tx: &mut tegata_store::WriteTx<'_>| -> Result<(), StoreError> {
                let mut all = meta::find(tx, "count")?.unwrap_or_default();
                all.push(b'x');
                meta::put(tx, &format!("one-{number}"), b"x")?;
                meta::put(tx, "count", &all)
            };
            store.write(count).await
        });
    }
    for write in writes.join_all().await {
        write.expect("written");
    }
    let count = first.read(|tx| meta::find(tx, "count")).await.expect("read").expect("there");
    assert_eq!(count.len(), 61);
}
