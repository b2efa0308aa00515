//! Keys that all edges share: made in time, and forgotten.

use jiff::SignedDuration;
use tegata_model::change::Change;
use tegata_model::rotating_key::KeyPurpose;
use tegata_operations::instance::rotating_keys::{rotate, rotating_keys};
use tegata_store::changes::Cursor;
use tegata_testkit::World;

/// The secrets that there are, the oldest first.
async fn secrets(world: &World, purpose: KeyPurpose) -> Vec<[u8; 32]> {
    let keys = rotating_keys(&world.worker, purpose).await.expect("keys");
    keys.iter().map(|key| *key.secret).collect()
}

#[tokio::test]
async fn a_key_is_made_before_it_is_needed_and_forgotten_when_nothing_is_encrypted_with_it() {
    for purpose in KeyPurpose::ALL {
        let world = World::new(1).await;
        let begun = world.worker.clock.now();
        let due = rotate(&world.worker, purpose).await.expect("made");
        let first = secrets(&world, purpose).await;
        assert_eq!(first.len(), 1);
        assert!(due < begun + purpose.encrypts_for(), "the next one is made before");
        assert_eq!(rotate(&world.worker, purpose).await.expect("nothing to do"), due);
        assert_eq!(secrets(&world, purpose).await, first);
        // With a look whenever one is due, until the first has ended.
        let encrypts_for = purpose.encrypts_for();
        let rounds = 2 + purpose.decrypts_for().as_secs() / encrypts_for.as_secs();
        for round in 0..rounds {
            let now = world.worker.clock.now();
            world.advance(rotate(&world.worker, purpose).await.expect("looked").duration_since(now));
            rotate(&world.worker, purpose).await.expect("made");
            let now = world.worker.clock.now();
            let kept = rotating_keys(&world.worker, purpose).await.expect("keys");
            let beginnings: Vec<_> = kept.iter().map(|key| key.begins_at).collect();
            let last = beginnings.last().expect("a key");
            assert!(
                *last > now && *last - now <= SignedDuration::from_mins(5),
                "{round}: nodes have time to read it"
            );
            assert!(
                beginnings.windows(2).all(|two| two[1] == two[0] + encrypts_for),
                "{round}: {beginnings:?}"
            );
            assert!(beginnings.iter().all(|begins_at| !purpose.is_over(*begins_at, now)), "{round}");
        }
        assert!(!secrets(&world, purpose).await.contains(&first[0]));
    }
}

#[tokio::test]
async fn purposes_have_keys_of_their_own_and_the_change_log_says_which_were_made() {
    let world = World::new(1).await;
    let cursor = world.worker.read(Cursor::at_end).await.expect("the end");
    rotate(&world.worker, KeyPurpose::StickinessCookies).await.expect("made");
    assert!(secrets(&world, KeyPurpose::SessionTickets).await.is_empty());
    assert_eq!(secrets(&world, KeyPurpose::StickinessCookies).await.len(), 1);
    let next = world.worker.read(move |tx| cursor.next(tx, 10)).await.expect("changes");
    assert_eq!(next.changed, [Change::RotatingKeys(KeyPurpose::StickinessCookies)]);
}
