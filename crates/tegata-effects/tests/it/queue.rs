//! The job runner: bounded, fenced, and orderly when stopped.

use jiff::{SignedDuration, Timestamp};
use tegata_model::CertificateId;
use tegata_model::certificate::proof::LONGEST_PAUSE;
use tegata_model::certificate::{NameState, Status};
use tegata_model::job::Job;
use tegata_operations::Error;
use tegata_store::jobs;

use crate::town::{DAY, Town};

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_gives_leases_back_at_once() {
    let mut town = Town::new().await;
    town.names.set_hanging(true);
    let id = town.request_with_records(&["example.com"]).await;
    town.names.asked().await;
    town.sleep().await;
    let job = Job::LookUpProofs { certificate: id };
    let now = town.world.now();
    let next = town.world.instance.read(jobs::next_due).await.expect("read");
    assert_eq!(next, Some(now), "whoever comes next may begin at once");
    town.names.set_hanging(false);
    town.wake();
    town.until_status(id, Status::Issued).await;
    let next = town.world.instance.read(move |tx| jobs::next_try(tx, &job)).await.expect("read");
    assert_eq!(next, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_harms_its_own_job_alone_and_only_for_a_while() {
    let town = Town::new().await;
    town.names.set_panicking(true);
    let id = town.request_with_records(&["example.com"]).await;
    let then = town.until_faulty(Job::LookUpProofs { certificate: id }).await;
    assert_eq!(town.world.now().duration_until(then), SignedDuration::from_secs(1));
    town.names.set_panicking(false);
    let other = town.request_with_records(&["example.net"]).await;
    town.until_status(other, Status::Issued).await;
    town.world.advance(SignedDuration::from_secs(1));
    town.until_status(id, Status::Issued).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_panics_for_ever_is_tried_until_its_certificate_times_out() {
    let town = Town::new().await;
    town.names.set_panicking(true);
    let id = town.request_with_records(&["example.com"]).await;
    for _ in 0..20 {
        town.quiet().await;
        town.world.advance(SignedDuration::from_mins(11));
    }
    town.quiet().await;
    assert!(town.events(id).await.contains(&"job.failing".to_owned()), "somebody can see it");
    let next = next_look(&town, id).await.expect("it is tried again");
    assert!(town.world.now().duration_until(next) <= SignedDuration::from_mins(10));
    town.advance_until(id, SignedDuration::from_hours(1), |certificate| {
        certificate.status() == Status::ValidationTimedOut
    })
    .await;
    town.quiet().await;
    assert_eq!(next_look(&town, id).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_all_issued() {
    let mut town = Town::asleep(|_| ()).await;
    let mut ids = Vec::new();
    for number in 0..300 {
        ids.push(town.request_with_records(&[&format!("n{number}.example.com")]).await);
    }
    town.wake();
    for id in ids {
        town.until_status(id, Status::Issued).await;
    }
}

/// When a certificate's proofs are looked up next.
async fn next_look(town: &Town, certificate: CertificateId) -> Option<Timestamp> {
    let job = Job::LookUpProofs { certificate };
    let next = town.world.instance.read(move |tx| jobs::next_try(tx, &job)).await.expect("read");
    next.map(|(then, _)| then)
}

/// Loses the job that looks a certificate's proofs up, as a fault of ours or an old backup may.
async fn lose_job(town: &Town, certificate: CertificateId) {
    let job = Job::LookUpProofs { certificate };
    town.world.instance.write(move |tx| Ok::<_, Error>(jobs::cancel(tx, &job)?)).await.expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_name_servers_hold_up_no_certificate_of_a_zone_here() {
    let town = Town::new().await;
    town.host_zone("example.com").await;
    town.names.set_silent_under("silent.test");
    // More than are looked up at a time.
    for number in 0..600 {
        town.request(&[&format!("n{number}.silent.test")]).await;
    }
    town.names.asked().await;
    let id = town.request_with_records(&["www.example.com"]).await;
    town.until_status(id, Status::Issued).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_a_zone_here_are_proven_while_others_of_their_certificate_wait_for_silent_servers() {
    let town = Town::new().await;
    town.host_zone("example.com").await;
    town.names.set_silent_under("silent.test");
    let id = town.request_with_records(&["www.example.com", "www.silent.test"]).await;
    let certificate =
        town.until(id, |certificate| matches!(certificate.names()[0].state, NameState::Proven { .. })).await;
    assert_eq!(certificate.names()[1].state, NameState::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_no_fault_of_a_job_and_ends_whenever_servers_answer() {
    let town = Town::new().await;
    town.names.set_away(true);
    let id = town.request_with_records(&["example.com"]).await;
    for _ in 0..40 {
        town.world.advance(SignedDuration::from_hours(1));
        town.quiet().await;
    }
    assert!(!town.events(id).await.contains(&"job.failing".to_owned()));
    let next = next_look(&town, id).await.expect("it is looked up again");
    assert!(town.world.now().duration_until(next) <= LONGEST_PAUSE);
    town.names.set_away(false);
    town.world.advance(LONGEST_PAUSE);
    town.until_status(id, Status::Issued).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_whose_job_was_lost_is_looked_up_again() {
    let town = Town::new().await;
    let id = town.request(&["example.com"]).await;
    town.quiet().await;
    lose_job(&town, id).await;
    town.put_records(id).await;
    town.world.advance(SignedDuration::from_mins(5));
    town.until_status(id, Status::Issued).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_whose_job_was_lost_is_looked_up_again() {
    let town = Town::new().await;
    let id = town.request_with_records(&["example.com"]).await;
    town.until_status(id, Status::Issued).await;
    town.attach(id).await;
    town.names.clear();
    town.advance_until(id, DAY, |certificate| certificate.proving().is_some()).await;
    lose_job(&town, id).await;
    town.put_records(id).await;
    town.world.advance(SignedDuration::from_mins(5));
    town.until(id, |certificate| certificate.version.as_ref().is_some_and(|version| version.number == 2))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_whose_job_was_lost_times_out_after_72_hours() {
    let mut town = Town::new().await;
    let id = town.request(&["example.com"]).await;
    town.quiet().await;
    town.sleep().await;
    lose_job(&town, id).await;
    town.world.advance(SignedDuration::from_hours(73));
    town.wake();
    town.until_status(id, Status::ValidationTimedOut).await;
    assert!(
        town.events(id).await.contains(&"certificate.validation-timed-out".to_owned()),
        "{:?}",
        town.events(id).await
    );
}
