//! Many pending names whose servers are silent, and certificates of zones here among them.

use std::time::{Duration, Instant};

use tegata_model::certificate::Status;
use tegata_store::jobs;

use crate::town::Town;

/// How many names are pending, unless [`PENDING`] says otherwise.
const PENDING_USUALLY: u32 = 1_000;
/// The environment variable that says how many names are pending, for a soak.
const PENDING: &str = "TEGATA_SOAK_PENDING_NAMES";
/// How many certificates of zones here are requested meanwhile.
const HERE: usize = 20;

/// `cargo xtask soak silent-name-servers` runs this with 100,000 names, and shows the times.
#[tokio::test(flavor = "multi_thread")]
async fn certificates_of_zones_here_are_issued_while_many_names_are_pending() {
    let asked_for = std::env::var(PENDING).ok().map(|text| text.parse().expect("a number"));
    let pending = asked_for.unwrap_or(PENDING_USUALLY);
    let mut town = Town::asleep(|settings| {
        (settings.quotas.certificates, settings.quotas.certificates_per_year) = (u32::MAX, u32::MAX);
    })
    .await;
    town.names.set_silent_under("silent.test");
    town.host_zone("example.com").await;
    for number in 0..pending {
        town.request(&[&format!("n{number}.silent.test")]).await;
    }
    town.wake();
    town.names.asked().await;
    let mut times = Vec::new();
    for number in 0..HERE {
        let begun = Instant::now();
        let id = town.request_with_records(&[&format!("n{number}.example.com")]).await;
        town.until_status(id, Status::Issued).await;
        times.push(begun.elapsed());
    }
    times.sort();
    let begun = Instant::now();
    town.world.instance.read(jobs::next_due).await.expect("read");
    let look = begun.elapsed();
    eprintln!(
        "{pending} names pending on silent servers: a certificate of a zone here takes {:?} (median), {:?} (longest); \
         a look at the queues {look:?}",
        times[HERE / 2],
        times[HERE - 1],
    );
    // A soak has the machine to itself.
    if asked_for.is_some() {
        assert!(times[HERE - 1] < Duration::from_secs(1), "{times:?}");
    }
}
