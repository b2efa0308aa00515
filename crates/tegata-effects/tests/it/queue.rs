//! The job runner: bounded, fenced, and orderly when stopped.

use jiff::SignedDuration;
use tegata_model::certificate::Status;
use tegata_model::job::Job;
use tegata_store::jobs;

use crate::town::Town;

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
async fn a_job_that_panics_for_ever_is_given_up_where_somebody_sees_it() {
    let town = Town::new().await;
    town.names.set_panicking(true);
    let id = town.request_with_records(&["example.com"]).await;
    for _ in 0..20 {
        town.quiet().await;
        town.world.advance(SignedDuration::from_mins(11));
    }
    town.quiet().await;
    assert!(town.events(id).await.contains(&"job.given-up".to_owned()));
    assert_eq!(town.world.instance.read(jobs::next_due).await.expect("read"), None);
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
