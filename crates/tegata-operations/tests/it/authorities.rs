//! Authorities over the years: successors before leaves would outlive their issuer.

use jiff::SignedDuration;
use tegata_model::authority::KeyFamily;
use tegata_model::certificate::Issuer;
use tegata_model::event::EventKind;
use tegata_model::server_name::server_names;
use tegata_model::validity::leaf_window;
use tegata_operations::authority::{Authorities, establish, publish, server_certificate, succeed};
use tegata_store::events;
use tegata_testkit::World;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn picked(world: &World, authorities: &Authorities) -> Option<(String, bool)> {
    let window = leaf_window(world.now());
    let picked = authorities.choose(Issuer::Own, KeyFamily::Ec, window, 0)?;
    Some((picked.name.clone(), window.not_after <= picked.window().not_after))
}

#[tokio::test]
async fn intermediates_are_succeeded_before_leaves_outlive_them() {
    let world = World::new(1).await;
    let authorities = establish(&world.instance).await.expect("made");
    assert_eq!(succeed(&world.worker, &authorities).await.expect("looked"), 0);
    let first = picked(&world, &authorities).expect("an intermediate");
    assert_eq!(first, ("Tegata ECDSA 256 M01".to_owned(), true));
    let old = authorities
        .choose(Issuer::Own, KeyFamily::Ec, leaf_window(world.now()), 0)
        .expect("an intermediate")
        .id;

    // Nine years on, after the end of both.
    world.advance(DAY * 3400);
    assert!(!picked(&world, &authorities).expect("the one that ended last").1);
    let mut reloads = authorities.reloads();
    assert_eq!(succeed(&world.worker, &authorities).await.expect("made"), 4, "two of each family");
    assert!(reloads.has_changed().expect("it lives"));
    reloads.mark_unchanged();
    let (name, outlives) = picked(&world, &authorities).expect("a successor");
    assert!(outlives && (name.ends_with("M03") || name.ends_with("M04")), "{name}");
    assert!(authorities.issuing(old).is_some(), "its revocation list goes on");
    assert_eq!(succeed(&world.worker, &authorities).await.expect("looked"), 0, "once");
    assert!(!reloads.has_changed().expect("it lives"));

    // Another node takes them up from the store, and both publish them.
    let other = establish(&world.instance).await.expect("loaded");
    assert_eq!(picked(&world, &other), picked(&world, &authorities));
    let new = other.choose(Issuer::Own, KeyFamily::Ec, leaf_window(world.now()), 0).expect("a successor").id;
    let files = publish(&world.worker, &authorities).await.expect("published");
    assert!(files.find(&format!("/pki/{}.cer", new.0.simple())).is_some());
}

#[tokio::test]
async fn none_is_made_while_the_clock_is_doubted_and_none_is_picked_before_it_begins() {
    let world = World::new(2).await;
    let authorities = establish(&world.instance).await.expect("made");
    world.instance.clock.trusted_now().expect("trusted");
    world.instance.clock.jump(DAY * 3400);
    assert_eq!(succeed(&world.worker, &authorities).await.expect("looked"), 0);
    world.instance.clock.jump(DAY * -3401);
    assert_eq!(picked(&world, &authorities), None, "no leaf begins before its issuer");
}

#[tokio::test]
async fn the_end_of_a_root_is_told_once_for_each_step() {
    let world = World::new(3).await;
    let authorities = establish(&world.instance).await.expect("made");
    // Nineteen years and some weeks: the roots of 20 years end within one.
    world.advance(DAY * (19 * 365 + 60));
    for _ in 0..2 {
        succeed(&world.worker, &authorities).await.expect("looked");
    }
    let told = world.instance.read(|tx| events::list_after(tx, 0, 1000)).await.expect("read");
    let ends = told.iter().filter(|stored| stored.event.kind == EventKind::AuthorityRootEnds);
    assert_eq!(ends.count(), 2, "one of each family, and not the older root of 22 years");
    assert!(picked(&world, &authorities).expect("an intermediate").1);
}

#[tokio::test]
async fn the_certificate_of_the_api_stays_until_it_is_due_or_has_other_names() {
    let world = World::new(4).await;
    let authorities = establish(&world.instance).await.expect("made");
    let chosen = ["tegata.corp.example".parse().expect("a name")];
    let names = server_names(&chosen, [10, 20, 0, 5].into());
    let made = async |names: &[_]| {
        let certificate = server_certificate(&world.worker, &authorities, names).await.expect("made");
        certificate.chain_pem
    };
    let first = made(&names).await;
    assert_eq!(made(&names).await, first, "a restart signs nothing");
    let others = made(&server_names(&[], [127, 0, 0, 1].into())).await;
    assert_ne!(others, first, "another node has other names");
    world.advance(DAY * 59);
    assert_eq!(made(&names).await, first);
    world.advance(DAY * 2);
    let second = made(&names).await;
    assert_ne!(second, first, "renewed thirty days before its end");
    assert_eq!(second.matches("BEGIN CERTIFICATE").count(), first.matches("BEGIN CERTIFICATE").count());
}
