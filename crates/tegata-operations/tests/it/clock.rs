//! A system clock that is wrong for a while, and what must not come of it.

use jiff::SignedDuration;
use tegata_model::CertificateId;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::request::CertificateRequest;
use tegata_model::certificate::{Certificate, ExportOption, Exported, RevocationReason, Status};
use tegata_model::clock_guard::STEADY_FOR;
use tegata_model::job::Job;
use tegata_operations::certificate::revocation::revoke;
use tegata_operations::certificate::{due_for_renewal, job_failed, purge, request};
use tegata_operations::certificate::{expire, list_expired, take_back_expiry};
use tegata_operations::instance::{retention, time};
use tegata_store::certificates::versions;
use tegata_store::{certificates, events, jobs, revocations};
use tegata_testkit::{World, dns_request};

const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn issued(world: &World, name: &str) -> CertificateId {
    let ask = CertificateRequest { export: ExportOption::Enabled, ..dns_request(&[name]) };
    let id = request(&world.instance, &world.owner, ask, None).await.expect("requested");
    world.settle().await.expect("issued");
    id
}

async fn stored(world: &World, id: CertificateId) -> Certificate {
    let stored = world.instance.read(move |tx| certificates::find_of_any(tx, id)).await.expect("read");
    stored.expect("there").certificate
}

/// Only what was exported can be revoked.
async fn exported(world: &World, id: CertificateId) {
    let now = world.now();
    let exported = world.instance.write(move |tx| {
        let stored = certificates::find_of_any(tx, id)?.expect("it is there");
        let mut after = stored.certificate.clone();
        after.exported = Some(Exported { version: 1, at: now });
        certificates::save(tx, &stored, &after)
    });
    exported.await.expect("written");
}

fn silence() -> LookUpResult {
    LookUpResult::Unanswered { why: "no server answers".to_owned() }
}

/// All that is done as time goes by and cannot be undone.
async fn do_what_is_due(world: &World) {
    let worker = &world.worker;
    for id in list_expired(worker).await.expect("read").0 {
        expire(worker, id).await.expect("noted");
    }
    while purge(worker).await.expect("purged") {}
    while retention::forget(worker).await.expect("forgotten") {}
}

#[tokio::test]
async fn a_clock_that_was_wrong_for_a_minute_has_ended_nothing() {
    let world = World::new(1).await;
    let revoked = issued(&world, "revoked.example.com").await;
    let version = stored(&world, revoked).await.version.expect("issued");
    exported(&world, revoked).await;
    let reason = RevocationReason::KeyCompromise;
    revoke(&world.instance, &world.owner, revoked, reason).await.expect("revoked");
    let standing = issued(&world, "standing.example.com").await;
    let pending = request(&world.instance, &world.owner, dns_request(&["pending.example.com"]), None).await;
    let pending = pending.expect("requested");
    world.instance.clock.trusted_now().expect("trusted");

    world.instance.clock.jump(DAY * 260);
    do_what_is_due(&world).await;
    assert!(due_for_renewal(&world.worker, None).await.expect("read").0.is_empty());
    for claim in world.claim().await.expect("claimed") {
        if let Job::LookUpProofs { certificate } = claim.job {
            world.show(&claim, certificate, silence()).await.expect("shown");
        }
    }
    // Nor does a fault of ours end it.
    world.advance(SignedDuration::from_mins(10));
    for claim in world.claim().await.expect("claimed") {
        job_failed(&world.worker, &claim, "a fault").await.expect("put back");
    }
    world.instance.clock.jump(DAY * -260);
    world.advance(SignedDuration::from_mins(1));
    do_what_is_due(&world).await;

    assert_eq!(stored(&world, standing).await.status(), Status::Issued);
    assert_eq!(stored(&world, pending).await.status(), Status::PendingValidation);
    let found = world.instance.read(move |tx| revocations::find(tx, version.serial)).await.expect("read");
    assert_eq!(found.expect("still revoked").reason, reason);
    let events = world.instance.read(move |tx| events::list_about(tx, &revoked.to_string(), 100)).await;
    assert!(!events.expect("read").is_empty(), "the log is not forgotten");
    // What was put off by months is looked at again.
    let job = Job::LookUpProofs { certificate: pending };
    assert_eq!(time::pull_jobs_forward(&world.worker).await.expect("pulled"), 1);
    let next = world.instance.read(move |tx| jobs::next_try(tx, &job)).await.expect("read");
    assert!(next.expect("it waits").0 <= world.now());
}

#[tokio::test]
async fn what_a_wrong_clock_has_marked_as_expired_is_taken_back() {
    let world = World::new(2).await;
    let id = issued(&world, "example.com").await;
    world.instance.clock.trusted_now().expect("trusted");
    world.instance.clock.jump(DAY * 260);
    world.instance.clock.trusted_now().expect_err("it has jumped");
    world.advance(STEADY_FOR);
    do_what_is_due(&world).await;
    assert_eq!(stored(&world, id).await.status(), Status::Expired, "it was wrong for long enough");
    world.instance.clock.jump(DAY * -260);
    take_back_expiry(&world.worker).await.expect("read");
    assert_eq!(stored(&world, id).await.status(), Status::Expired, "which of both times is right?");
    world.advance(STEADY_FOR);
    take_back_expiry(&world.worker).await.expect("taken back");
    assert_eq!(stored(&world, id).await.status(), Status::Issued);
}

#[tokio::test]
async fn every_version_is_revoked_whatever_the_clock_says() {
    let world = World::new(3).await;
    let id = issued(&world, "example.com").await;
    let version = stored(&world, id).await.version.expect("issued");
    exported(&world, id).await;
    world.instance.clock.jump(DAY * 260);
    revoke(&world.instance, &world.owner, id, RevocationReason::Unspecified).await.expect("revoked");
    let found = world.instance.read(move |tx| revocations::find(tx, version.serial)).await.expect("read");
    assert!(found.is_some(), "although the clock says that it has ended");
}

#[tokio::test]
async fn a_revocation_goes_with_its_version_and_not_before() {
    let world = World::new(4).await;
    let id = issued(&world, "example.com").await;
    let version = stored(&world, id).await.version.expect("issued");
    let serial = version.serial;
    exported(&world, id).await;
    revoke(&world.instance, &world.owner, id, RevocationReason::Unspecified).await.expect("revoked");
    let is_revoked = async || {
        let found = world.instance.read(move |tx| revocations::find(tx, serial)).await;
        found.expect("read").is_some()
    };
    world.advance(DAY * 1000);
    do_what_is_due(&world).await;
    assert!(is_revoked().await, "the certificate is there, and its version with it");
    tegata_operations::certificate::delete(&world.instance, &world.owner, id).await.expect("deleted");
    assert!(is_revoked().await);
    do_what_is_due(&world).await;
    assert!(!is_revoked().await);
    let on_record = world.instance.read(move |tx| versions::find_by_serial(tx, serial)).await.expect("read");
    assert_eq!(on_record, None, "both are forgotten together");
}

#[tokio::test]
async fn the_last_known_time_is_kept_only_while_it_is_trusted() {
    let world = World::new(5).await;
    let kept = async || world.instance.read(time::last_known).await.expect("read");
    assert_eq!(kept().await, None);
    time::remember(&world.worker).await.expect("kept").expect("trusted");
    let before = kept().await;
    assert_eq!(before, Some(world.now()));
    world.instance.clock.jump(DAY * 260);
    time::remember(&world.worker).await.expect("read").expect_err("doubted");
    assert_eq!(kept().await, before);
    time::acknowledge(&world.instance, &world.owner).await.expect("acknowledged");
    time::remember(&world.worker).await.expect("kept").expect("trusted");
    assert_eq!(kept().await, Some(world.now()));
}
