//! Several nodes have the same authorities.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_effects::reconcilers::follow_authorities::follow_authorities;
use tegata_model::authority::KeyFamily;
use tegata_model::certificate::Issuer;
use tegata_model::validity::leaf_window;
use tegata_operations::authority::{Authorities, establish, succeed};
use tegata_testkit::World;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_makes_every_node_signs_with() {
    let world = World::new(1).await;
    let one = establish(&world.instance).await.expect("made");
    let other = Arc::new(establish(&world.instance).await.expect("loaded"));
    let stop = CancellationToken::new();
    let mut reloads = other.reloads();
    let mut tasks = JoinSet::new();
    tasks.spawn(follow_authorities(world.worker.clone(), Arc::clone(&other), stop.clone()));
    reloads.changed().await.expect("read once at its start");
    // Nine years on, after the end of the first intermediates.
    world.advance(SignedDuration::from_hours(24 * 3400));
    let window = leaf_window(world.now());
    let chosen = |authorities: &Authorities| {
        let chosen = authorities.choose(Issuer::Own, KeyFamily::Ec, window, 0).expect("an intermediate");
        (chosen.id, window.not_after <= chosen.window().not_after)
    };
    assert!(!chosen(&other).1, "the one that ended last");
    assert_eq!(succeed(&world.worker, &one).await.expect("made"), 4);
    while !chosen(&other).1 {
        reloads.changed().await.expect("the snapshot is replaced");
    }
    assert_eq!(chosen(&other).0, chosen(&one).0);
    stop.cancel();
    tasks.join_next().await.expect("it runs").expect("it ends well");
}
