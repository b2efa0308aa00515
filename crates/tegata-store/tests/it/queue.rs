//! The job queue against a model of it, over random histories.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tegata_model::CertificateId;
use tegata_model::job::Job;
use tegata_store::{Location, Store, StoreError, jobs};
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Step {
    Put { job: u8, after: u8 },
    Claim,
    CompleteOldest,
    Wait { seconds: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4u8, 0..20u8).prop_map(|(job, after)| Step::Put { job, after }),
        Just(Step::Claim),
        Just(Step::CompleteOldest),
        (1..40u8).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

fn job(number: u8) -> Job {
    Job::Issue { certificate: CertificateId(Uuid::from_u128(number.into())) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every job that was put is claimed in the end, and never by two workers within a lease.
    #[test]
    fn no_job_is_lost_or_doubled(steps in proptest::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(replay(steps)).expect("the store works");
    }
}

async fn replay(steps: Vec<Step>) -> Result<(), StoreError> {
    let store = Store::open(&Location::Memory).await.expect("opened");
    let lease = SignedDuration::from_secs(30);
    let mut now = Timestamp::UNIX_EPOCH;
    let mut owed: BTreeMap<String, ()> = BTreeMap::new();
    let mut held: Vec<(jobs::Claim, Timestamp)> = Vec::new();
    for step in steps {
        match step {
            Step::Put { job: number, after } => {
                let run_at = now + SignedDuration::from_secs(after.into());
                store.write(move |tx| tx.put_job(&job(number), run_at)).await?;
                owed.insert(job(number).subject(), ());
            }
            Step::Claim => {
                let claims = store.write(move |tx| jobs::claim(tx, now, lease, 2)).await?;
                for claim in claims {
                    let doubled = held.iter().any(|(other, until)| {
                        other.job == claim.job && other.attempt == claim.attempt && *until > now
                    });
                    assert!(!doubled, "{claim:?} is held already");
                    owed.remove(&claim.job.subject());
                    held.push((claim, now + lease));
                }
            }
            Step::CompleteOldest if !held.is_empty() => {
                let (claim, _) = held.remove(0);
                store.write(move |tx| jobs::complete(tx, &claim)).await?;
            }
            Step::CompleteOldest => {}
            Step::Wait { seconds } => now += SignedDuration::from_secs(seconds.into()),
        }
    }
    now += SignedDuration::from_hours(1);
    let rest = store.write(move |tx| jobs::claim(tx, now, lease, 100)).await?;
    for claim in rest {
        owed.remove(&claim.job.subject());
    }
    assert!(owed.is_empty(), "lost: {owed:?}");
    Ok(())
}
