//! What holds on every back end.

use jiff::{SignedDuration, Timestamp};
use tegata_model::change::Change;
use tegata_model::event::{Event, EventKind};
use tegata_model::job::Job;
use tegata_model::{CertificateId, HostedZoneId, Tenant};
use tegata_store::changes::Cursor;
use tegata_store::{Store, StoreError, events, jobs, meta};
use uuid::Uuid;

type Done = Result<(), StoreError>;

macro_rules! on_every_backend {
    ($($name:ident,)*) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread")] async fn $name() -> super::Done {
                let store = tegata_store::Store::open(&tegata_store::Location::Memory).await.expect("opened");
                super::$name(&store).await
            })*
        }
        mod directory {
            $(#[tokio::test(flavor = "multi_thread")] async fn $name() -> super::Done {
                let folder = tempfile::tempdir().expect("a folder");
                let location = tegata_store::Location::Directory(folder.path().to_owned());
                let store = tegata_store::Store::open(&location).await.expect("opened");
                super::$name(&store).await?;
                store.close().await;
                Ok(())
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")] async fn $name() -> super::Done {
                let location = tegata_store::Location::Postgres(crate::cluster::database(stringify!($name)));
                let store = tegata_store::Store::open(&location).await.expect("opened");
                super::$name(&store).await
            })*
        }
    };
}

pub(crate) use on_every_backend;

on_every_backend! {
    what_is_written_is_read,
    a_failed_body_leaves_nothing,
    a_panicking_body_takes_nobody_with_it,
    concurrent_increments_are_all_kept,
    a_change_is_found_once,
    events_are_listed_in_order,
    a_position_once_given_has_no_lower_one_turn_up_later,
    a_job_is_claimed_by_one_worker,
    jobs_are_counted_by_state_up_to_a_number,
    a_job_put_again_while_claimed_runs_again,
    a_lease_that_passed_on_is_fenced,
    a_job_put_anew_is_fenced_from_whoever_had_it_before,
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

fn job(number: u128) -> Job {
    Job::LookUpProofs { certificate: CertificateId(Uuid::from_u128(number)) }
}

fn tenant() -> Tenant {
    Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    }
}

async fn what_is_written_is_read(store: &Store) -> Done {
    store.write(|tx| meta::put(tx, "colour", b"red")).await?;
    store.write(|tx| meta::put(tx, "colour", b"blue")).await?;
    let found = store.read(|tx| meta::find(tx, "colour")).await?;
    assert_eq!(found.as_deref(), Some(&b"blue"[..]));
    assert_eq!(store.read(|tx| meta::find(tx, "shape")).await?, None);
    Ok(())
}

async fn a_failed_body_leaves_nothing(store: &Store) -> Done {
    let failed: Done = store
        .write(|tx| {
            meta::put(tx, "half", b"done")?;
            Err(StoreError::corrupt("on purpose"))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(store.read(|tx| meta::find(tx, "half")).await?, None);
    Ok(())
}

async fn a_panicking_body_takes_nobody_with_it(store: &Store) -> Done {
    let others = (0..20).map(|number| {
        let store = store.clone();
        async move { store.write(move |tx| meta::put(tx, &format!("n{number}"), b"x")).await }
    });
    let panicking = store.write(|tx| -> Done {
        meta::put(tx, "panic", b"x")?;
        panic!("on purpose")
    });
    let (panicked, written) = tokio::join!(panicking, futures(others));
    assert!(panicked.is_err());
    for result in written {
        result?;
    }
    assert_eq!(store.read(|tx| meta::find(tx, "panic")).await?, None);
    assert!(store.read(|tx| meta::find(tx, "n19")).await?.is_some());
    Ok(())
}

async fn concurrent_increments_are_all_kept(store: &Store) -> Done {
    store.write(|tx| meta::put(tx, "count", b"0")).await?;
    let increments = (0..24).map(|_| {
        let store = store.clone();
        async move {
            store
                .write(|tx| -> Done {
                    let count = meta::find(tx, "count")?.expect("a count");
                    let count: u32 = String::from_utf8_lossy(&count).parse().expect("a number");
                    meta::put(tx, "count", (count + 1).to_string().as_bytes())
                })
                .await
        }
    });
    for result in futures(increments).await {
        result?;
    }
    assert_eq!(store.read(|tx| meta::find(tx, "count")).await?.as_deref(), Some(&b"24"[..]));
    Ok(())
}

async fn a_change_is_found_once(store: &Store) -> Done {
    let cursor = store.read(Cursor::at_end).await?;
    let zone = Change::HostedZone(HostedZoneId("Z1".to_owned()));
    let certificate = Change::Certificate(CertificateId(Uuid::from_u128(1)));
    let (one, other) = (zone.clone(), certificate.clone());
    store
        .write(move |tx| -> Done {
            tx.record_change(&one, at(1))?;
            tx.record_change(&one, at(1))?;
            tx.record_change(&other, at(1))
        })
        .await?;
    let from = cursor.clone();
    let next = store.read(move |tx| from.next(tx, 100)).await?;
    assert_eq!((next.changed, next.up_to.is_some()), (vec![zone, certificate], true));
    let next = store.read(move |tx| next.cursor.next(tx, 100)).await?;
    assert_eq!((next.changed, next.up_to.is_some()), (vec![], true));
    Ok(())
}

async fn events_are_listed_in_order(store: &Store) -> Done {
    for number in 0..5 {
        let event = Event {
            at: at(number),
            tenant: None,
            kind: EventKind::ClockAdvanced,
            subject: format!("s{}", number % 2),
            detail: serde_json::json!({ "number": number }),
        };
        store.write(move |tx| tx.record_event(&event)).await?;
    }
    let listed = store.read(|tx| events::list_after(tx, 0, 3)).await?;
    assert_eq!(listed.iter().map(|stored| stored.event.at).collect::<Vec<_>>(), [at(0), at(1), at(2)]);
    let last = listed[2].sequence;
    let rest = store.read(move |tx| events::list_after(tx, last, 3)).await?;
    assert_eq!(rest.len(), 2);
    assert_eq!(rest[0].event.detail["number"], 3);
    assert_eq!(store.read(|tx| events::list_about(tx, "s0", 10)).await?.len(), 3);
    assert_eq!(store.write(|tx| events::purge(tx, at(3), 100)).await?, 3);
    Ok(())
}

async fn a_position_once_given_has_no_lower_one_turn_up_later(store: &Store) -> Done {
    let tenant = tenant();
    // While many write at once, a reader goes on from the last position that it saw.
    let writing = (0..40).map(|number| {
        let (store, tenant) = (store.clone(), tenant.clone());
        async move {
            let event = Event {
                at: at(number),
                tenant: (number % 2 == 0).then_some(tenant),
                kind: EventKind::ClockAdvanced,
                subject: number.to_string(),
                detail: serde_json::json!({}),
            };
            store.write(move |tx| tx.record_event(&event)).await
        }
    });
    let reading = async {
        let (mut next, mut seen) = (0, Vec::new());
        while seen.len() < 20 {
            if store.read(events::any_without_position).await? {
                store.write_apart(|tx| events::give_positions(tx, 7)).await?;
            }
            let tenant = tenant.clone();
            let read = store.read(move |tx| events::list_of(tx, &tenant, next, 3)).await?;
            next = read.last().map_or(next, |last| last.position + 1);
            seen.extend(read.into_iter().map(|logged| logged.event.subject));
        }
        Ok::<_, StoreError>((next, seen))
    };
    let (written, read) = tokio::join!(futures(writing), reading);
    for result in written {
        result?;
    }
    let (next, mut seen) = read?;
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 20, "each was seen once");
    while store.read(events::any_without_position).await? {
        store.write(|tx| events::give_positions(tx, 7)).await?;
    }
    assert_eq!(store.read(events::next_position).await?, 41);
    let last = store.read(move |tx| events::list_last_of(tx, &tenant, 2)).await?;
    assert_eq!(last.len(), 2);
    assert!(last[0].position < last[1].position && last[1].position < next);
    let any = store.read(move |tx| events::list_any(tx, 38, 2)).await?;
    assert_eq!(any.iter().map(|logged| logged.position).collect::<Vec<_>>(), [38, 39]);
    Ok(())
}

async fn a_job_is_claimed_by_one_worker(store: &Store) -> Done {
    for number in 0..10 {
        store.write(move |tx| tx.put_job(&job(number), at(100))).await?;
    }
    let lease = SignedDuration::from_secs(30);
    assert!(store.write(move |tx| jobs::claim(tx, at(99), lease, 10)).await?.is_empty());
    let workers = (0..4).map(|_| {
        let store = store.clone();
        async move { store.write(move |tx| jobs::claim(tx, at(100), lease, 5)).await }
    });
    let mut claimed = Vec::new();
    for result in futures(workers).await {
        claimed.extend(result?.into_iter().map(|claim| claim.job.subject()));
    }
    let count = claimed.len();
    claimed.sort();
    claimed.dedup();
    assert_eq!(claimed.len(), count, "no job went to two workers");
    assert_eq!(store.read(jobs::next_due).await?.map(|due| due <= at(130)), Some(true));
    Ok(())
}

async fn jobs_are_counted_by_state_up_to_a_number(store: &Store) -> Done {
    let put = async |number, seconds| store.write(move |tx| tx.put_job(&job(number), at(seconds))).await;
    for number in 0..5 {
        put(number, 100).await?;
    }
    let lease = SignedDuration::from_secs(30);
    let claims = store.write(move |tx| jobs::claim(tx, at(100), lease, 2)).await?;
    store.write(move |tx| jobs::give_up(tx, &claims[0], "it is broken")).await?;
    put(5, 200).await?;
    let count = async |limit| {
        let counted = store.read(move |tx| jobs::count(tx, at(150), limit)).await?;
        let shown = counted
            .iter()
            .map(|queued| format!("{} {} {}", queued.kind, queued.state.as_str(), queued.count));
        Ok::<_, StoreError>(shown.collect::<Vec<_>>())
    };
    let kinds = ["later 1", "due 3", "claimed 1", "given-up 1"].map(|rest| format!("look-up-proofs {rest}"));
    assert_eq!(count(100).await?, kinds);
    assert_eq!(count(2).await?[1], "look-up-proofs due 2");
    Ok(())
}

async fn a_job_put_again_while_claimed_runs_again(store: &Store) -> Done {
    let lease = SignedDuration::from_secs(30);
    store.write(|tx| tx.put_job(&job(1), at(0))).await?;
    let claim = store.write(move |tx| jobs::claim(tx, at(0), lease, 1)).await?.remove(0);
    store.write(|tx| tx.put_job(&job(1), at(1))).await?;
    assert!(store.write(move |tx| jobs::claim(tx, at(2), lease, 1)).await?.is_empty(), "it is leased");
    store.write(move |tx| jobs::complete(tx, &claim)).await?;
    let again = store.write(move |tx| jobs::claim(tx, at(2), lease, 1)).await?.remove(0);
    store.write(move |tx| jobs::complete(tx, &again)).await?;
    assert_eq!(store.read(jobs::next_due).await?, None);
    Ok(())
}

async fn a_lease_that_passed_on_is_fenced(store: &Store) -> Done {
    let lease = SignedDuration::from_secs(30);
    store.write(|tx| tx.put_job(&job(1), at(0))).await?;
    let slow = store.write(move |tx| jobs::claim(tx, at(0), lease, 1)).await?.remove(0);
    let quick = store.write(move |tx| jobs::claim(tx, at(31), lease, 1)).await?.remove(0);
    assert!(quick.attempt > slow.attempt);
    store.write(move |tx| jobs::complete(tx, &slow)).await?;
    let (claim, error) = (quick.clone(), Some("not yet"));
    store.write(move |tx| jobs::retry(tx, &claim, at(60), error)).await?;
    let next = store.read(|tx| jobs::next_try(tx, &job(1))).await?;
    assert_eq!(next, Some((at(60), Some("not yet".to_owned()))), "the slow worker changed nothing");
    let last = store.write(move |tx| jobs::claim(tx, at(60), lease, 1)).await?.remove(0);
    store.write(move |tx| jobs::give_up(tx, &last, "never")).await?;
    assert_eq!(store.read(jobs::next_due).await?, None);
    Ok(())
}

async fn a_job_put_anew_is_fenced_from_whoever_had_it_before(store: &Store) -> Done {
    let lease = SignedDuration::from_secs(30);
    store.write(|tx| tx.put_job(&job(1), at(0))).await?;
    let slow = store.write(move |tx| jobs::claim(tx, at(1), lease, 1)).await?.remove(0);
    let quick = store.write(move |tx| jobs::claim(tx, at(40), lease, 1)).await?.remove(0);
    store.write(move |tx| jobs::complete(tx, &quick)).await?;
    store.write(|tx| tx.put_job(&job(1), at(50))).await?;
    let next = store.write(move |tx| jobs::claim(tx, at(50), lease, 1)).await?.remove(0);
    store.write(move |tx| jobs::complete(tx, &slow)).await?;
    store.write(move |tx| jobs::retry(tx, &next, at(60), None)).await?;
    assert_eq!(store.read(jobs::next_due).await?, Some(at(60)), "the job is still there");
    Ok(())
}

/// Runs futures at the same time, each on a task of its own.
async fn futures<T: Send + 'static>(
    all: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let mut set = tokio::task::JoinSet::new();
    for future in all {
        set.spawn(future);
    }
    set.join_all().await
}
