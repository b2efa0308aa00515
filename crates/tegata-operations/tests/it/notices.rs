//! Telling of what ends, under moved time.

use jiff::{SignedDuration, Timestamp};
use tegata_model::CertificateId;
use tegata_model::certificate::{Exported, Status};
use tegata_model::event::EventKind;
use tegata_operations::certificate::{account_configuration, give_notices, request};
use tegata_store::certificates;
use tegata_store::events::{self, StoredEvent};
use tegata_testkit::{World, dns_request};

const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn issued(world: &World, name: &str) -> CertificateId {
    let id = request(&world.instance, &world.owner, dns_request(&[name]), None).await.expect("requested");
    world.settle().await.expect("issued");
    id
}

async fn tell(world: &World) {
    while give_notices(&world.worker).await.expect("told") {}
}

/// The days told of a certificate, in order.
async fn days_told(world: &World, id: CertificateId) -> Vec<i64> {
    let told =
        world.instance.read(move |tx| events::list_about(tx, &id.to_string(), 1000)).await.expect("read");
    let approaching =
        |stored: &&StoredEvent| stored.event.kind == EventKind::CertificateApproachingExpiration;
    let days = |stored: &StoredEvent| stored.event.detail["DaysToExpiry"].as_i64().expect("days");
    told.iter().rev().filter(approaching).map(days).collect()
}

async fn not_after(world: &World, id: CertificateId) -> Timestamp {
    let stored = world.instance.read(move |tx| certificates::find_of_any(tx, id)).await.expect("read");
    stored.expect("there").certificate.version.expect("issued").not_after
}

#[tokio::test]
async fn each_day_of_the_last_weeks_is_told_once() {
    let world = World::new(1).await;
    let id = issued(&world, "example.com").await;
    let end = not_after(&world, id).await;
    tell(&world).await;
    assert!(days_told(&world, id).await.is_empty(), "its end is far");
    // Every six hours, so that most looks find nothing to tell.
    while world.now() < end {
        world.advance(DAY / 4);
        tell(&world).await;
    }
    let all: Vec<i64> = (1..=45).rev().collect();
    assert_eq!(days_told(&world, id).await, all);
}

#[tokio::test]
async fn a_clock_that_jumps_tells_the_last_day_alone_and_one_set_back_tells_nothing_again() {
    let world = World::new(2).await;
    let id = issued(&world, "example.com").await;
    let end = not_after(&world, id).await;
    tell(&world).await;
    world.advance(world.now().duration_until(end) - DAY * 20 - DAY / 2);
    tell(&world).await;
    assert_eq!(days_told(&world, id).await, [21], "not the 25 days that were passed over");
    tell(&world).await;
    world.advance(-DAY * 3);
    tell(&world).await;
    assert_eq!(days_told(&world, id).await, [21]);
    world.advance(DAY * 4);
    tell(&world).await;
    assert_eq!(days_told(&world, id).await, [21, 20]);
}

#[tokio::test]
async fn an_account_is_told_from_the_day_it_decided_on() {
    let world = World::new(3).await;
    let id = issued(&world, "example.com").await;
    account_configuration::put(&world.instance, &world.owner, Some(60), "a".to_owned()).await.expect("put");
    let end = not_after(&world, id).await;
    world.advance(world.now().duration_until(end) - DAY * 61);
    for _ in 0..4 {
        tell(&world).await;
        world.advance(DAY);
    }
    assert_eq!(days_told(&world, id).await, [60, 59, 58]);
}

#[tokio::test]
async fn more_certificates_than_one_transaction_takes_are_all_told_once() {
    let world = World::new(4).await;
    let mut ids = Vec::new();
    for number in 0..300 {
        let asked = dns_request(&[&format!("n{number}.example.com")]);
        ids.push(request(&world.instance, &world.owner, asked, None).await.expect("requested"));
    }
    world.settle().await.expect("issued");
    let end = not_after(&world, ids[0]).await;
    world.advance(world.now().duration_until(end) - DAY * 10);
    assert!(give_notices(&world.worker).await.expect("told"), "they do not fit into one");
    tell(&world).await;
    for id in ids {
        assert_eq!(days_told(&world, id).await, [10]);
    }
}

#[tokio::test]
async fn what_is_renewed_or_over_is_told_no_more() {
    let world = World::new(5).await;
    let id = issued(&world, "example.com").await;
    let end = not_after(&world, id).await;
    let now = world.now();
    let exported = world.instance.write(move |tx| {
        let stored = certificates::find_of_any(tx, id)?.expect("there");
        let mut after = stored.certificate.clone();
        after.exported = Some(Exported { version: 1, at: now });
        certificates::save(tx, &stored, &after)
    });
    exported.await.expect("written");
    world.advance(world.now().duration_until(end) - DAY * 45 + SignedDuration::from_secs(1));
    tell(&world).await;
    assert!(tegata_operations::certificate::renew(&world.worker, id).await.expect("renewed"));
    world.settle().await.expect("issued anew");
    for _ in 0..3 {
        world.advance(DAY);
        tell(&world).await;
    }
    assert_eq!(days_told(&world, id).await, [45]);
    let stored = world.instance.read(move |tx| certificates::find_of_any(tx, id)).await.expect("read");
    assert_eq!(stored.expect("there").certificate.status(), Status::Issued);
}
