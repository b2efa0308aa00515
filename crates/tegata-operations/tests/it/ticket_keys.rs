//! Keys of session tickets: made in time, shared, and forgotten.

use jiff::SignedDuration;
use tegata_model::ticket_key::ENCRYPTS_FOR;
use tegata_operations::instance::ticket_keys::{rotate, ticket_keys};
use tegata_testkit::World;

/// The secrets that there are, the oldest first.
async fn secrets(world: &World) -> Vec<[u8; 32]> {
    let keys = ticket_keys(&world.worker).await.expect("keys");
    keys.iter().map(|key| *key.secret).collect()
}

#[tokio::test]
async fn a_key_is_made_before_it_is_needed_and_forgotten_after_its_day() {
    let world = World::new(1).await;
    let begun = world.worker.clock.now();
    let due = rotate(&world.worker).await.expect("made");
    let first = secrets(&world).await;
    assert_eq!(first.len(), 1);
    assert!(due < begun + ENCRYPTS_FOR, "the next one is made before");
    assert_eq!(rotate(&world.worker).await.expect("nothing to do"), due);
    assert_eq!(secrets(&world).await, first);
    // Two days, with a look whenever one is due.
    for round in 0..4 {
        let now = world.worker.clock.now();
        world.advance(rotate(&world.worker).await.expect("looked").duration_since(now));
        rotate(&world.worker).await.expect("made");
        let now = world.worker.clock.now();
        let kept = ticket_keys(&world.worker).await.expect("keys");
        assert!(kept.len() <= 3, "{round}: {}", kept.len());
        let beginnings: Vec<_> = kept.iter().map(|key| key.begins_at).collect();
        let last = beginnings.last().expect("a key");
        assert!(
            *last > now && *last - now <= SignedDuration::from_mins(5),
            "{round}: nodes have time to read it"
        );
        assert!(beginnings.windows(2).all(|two| two[1] == two[0] + ENCRYPTS_FOR), "{round}: {beginnings:?}");
    }
    assert!(!secrets(&world).await.contains(&first[0]));
}
