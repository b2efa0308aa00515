use std::time::Duration;

use tegata_model::event::{Event, EventKind};
use tegata_operations::events::event_log::{Listed, Start, list};
use tegata_operations::{Caller, Error};
use tegata_testkit::World;
use tokio::time::Instant;

const NONE: Duration = Duration::ZERO;

async fn happen(world: &World, caller: &Caller, kind: EventKind) {
    let event = Event {
        at: world.now(),
        tenant: Some(caller.tenant.clone()),
        kind,
        subject: "s".to_owned(),
        detail: serde_json::json!({}),
    };
    world.instance.write(move |tx| Ok::<_, Error>(tx.record_event(&event)?)).await.expect("written");
}

fn kinds(listed: &Listed) -> Vec<&str> {
    listed.events.iter().map(|(_, event)| event.detail_type()).collect()
}

#[tokio::test]
async fn a_reader_goes_on_where_it_stopped_and_sees_its_own_events_alone() {
    let world = World::new(1).await;
    let (instance, owner, stranger) = (&world.instance, &world.owner, world.stranger());
    for kind in [EventKind::ListenerCreated, EventKind::ListenerChanged, EventKind::ListenerDeleted] {
        happen(&world, owner, kind).await;
        happen(&world, &stranger, EventKind::LoadBalancerCreated).await;
    }
    let first = list(instance, owner, Start::Position(0), Some(2), NONE).await.expect("listed");
    assert_eq!(kinds(&first), ["listener.created", "listener.changed"]);
    let second = list(instance, owner, Start::Position(first.next), None, NONE).await.expect("listed");
    assert_eq!(kinds(&second), ["listener.deleted"]);
    let last = list(instance, owner, Start::Position(second.next), None, NONE).await.expect("listed");
    assert_eq!((kinds(&last), last.next), (vec![], second.next));
    let last = list(instance, owner, Start::Last(2), None, NONE).await.expect("listed");
    assert_eq!(kinds(&last), ["listener.changed", "listener.deleted"]);
    assert_eq!(last.next, second.next);
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_woken_by_an_event_by_the_time_or_by_a_stop() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let wait = Duration::from_secs(20);
    let waiting = list(instance, owner, Start::Position(0), None, wait);
    let (listed, ()) = tokio::join!(waiting, happen(&world, owner, EventKind::ListenerCreated));
    let listed = listed.expect("listed");
    assert_eq!(kinds(&listed), ["listener.created"]);
    let began = Instant::now();
    let none = list(instance, owner, Start::Position(listed.next), None, wait).await.expect("listed");
    assert_eq!((kinds(&none), none.next), (vec![], listed.next));
    assert!(began.elapsed() >= wait);
    let waiting = list(instance, owner, Start::Position(listed.next), None, Duration::from_secs(1 << 20));
    let (stopped, ()) = tokio::join!(waiting, async { instance.end_waits() });
    assert!(stopped.expect("listed").events.is_empty());
}

#[tokio::test]
async fn who_reads_the_end_of_an_empty_log_goes_on_with_the_first_event() {
    let world = World::new(1).await;
    let none = list(&world.instance, &world.owner, Start::Last(5), None, NONE).await.expect("listed");
    happen(&world, &world.owner, EventKind::ListenerCreated).await;
    let one = list(&world.instance, &world.owner, Start::Position(none.next), None, NONE).await;
    assert_eq!(kinds(&one.expect("listed")), ["listener.created"]);
}
