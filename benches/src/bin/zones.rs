//! One change in a hosted zone of 100,000 record sets: from ChangeResourceRecordSets to the answer; besides, what a start
//! with them takes, and how much memory each holds.
//!
//! A real instance with the store on disk and the name servers' refresher. The same is measured with an almost empty
//! zone, which is the ceiling: what a change costs must not grow with the zone.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use arc_swap::ArcSwap;
use tegata_benches::instance::open;
use tegata_benches::process::{resident_of_self, seconds_of_self};
use tegata_dns::zone::{Query, Snapshot, Transport, answer};
use tegata_effects::reconcilers::refresh_zones::{read_zones, refresh_zones};
use tegata_model::HostedZoneId;
use tegata_model::zone::change::{Action, Change};
use tegata_model::zone::{RecordSet, RecordType, RecordValue};
use tegata_operations::zone::{self, ChangeRecordSets, CreateHostedZone};
use tegata_operations::{Caller, Instance};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const RECORD_SETS: u32 = 100_000;
/// Record sets that one batch creates: Route 53 takes no more.
const BATCH: u32 = 1000;
/// How many changes are timed.
const CHANGES: u32 = 200;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let changes = std::env::args().nth(1).map_or(Ok(CHANGES), |count| count.parse())?;
    for record_sets in [0, RECORD_SETS] {
        let folder = tempfile::tempdir()?;
        runtime.block_on(run(folder.path(), record_sets, changes))?;
    }
    Ok(())
}

async fn run(folder: &Path, record_sets: u32, changes: u32) -> Result<()> {
    let (instance, owner) = open(folder).await?;
    let ask = CreateHostedZone {
        name: "example.com".parse()?,
        caller_reference: "bench".to_owned(),
        comment: None,
    };
    let created = zone::create(&instance, &owner, ask).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let id = created.zone.zone.id;
    let began = Instant::now();
    for first in (0..record_sets).step_by(BATCH as usize) {
        let numbers = first..record_sets.min(first + BATCH);
        let batch = numbers.map(|number| put(Action::Create, number, first)).collect();
        change(&instance, &owner, &id, batch).await?;
    }
    println!("\n{record_sets} record sets, filled in in {:.1} s", began.elapsed().as_secs_f64());

    let zones = Arc::<ArcSwap<Snapshot>>::default();
    let (resident, cpu, began) = (resident_of_self()?, cpu()?, Instant::now());
    read_zones(tegata_effects::worker(instance.clone()), Arc::clone(&zones))
        .await
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    println!("read at start: {:.3} s, {:.3} s of CPU", began.elapsed().as_secs_f64(), self::cpu()? - cpu);
    if record_sets > 0 {
        let bytes = resident_of_self()?.saturating_sub(resident) / u64::from(record_sets);
        println!("memory: {bytes} octets for each record set");
    }

    let stop = CancellationToken::new();
    let mut tasks = JoinSet::new();
    tasks.spawn(refresh_zones(tegata_effects::worker(instance.clone()), Arc::clone(&zones), stop.clone()));
    // The first change also waits until all zones have been read once.
    one(&instance, &owner, &id, &zones, 0).await?;
    let cpu = self::cpu()?;
    let mut taken = Vec::new();
    for number in 1..=changes {
        taken.push(one(&instance, &owner, &id, &zones, number).await?);
    }
    let cpu = (self::cpu()? - cpu) / f64::from(changes);
    taken.sort_unstable();
    let at = |part: usize| taken[(taken.len() * part / 100).min(taken.len() - 1)].as_secs_f64() * 1000.0;
    println!(
        "one change until it is answered: median {:.2} ms, 99 % {:.2} ms, {:.2} ms of CPU",
        at(50),
        at(99),
        cpu * 1000.0
    );
    stop.cancel();
    while tasks.join_next().await.is_some() {}
    instance.close().await;
    Ok(())
}

/// Changes one record set, and says how long it was until it was answered.
async fn one(
    instance: &Instance,
    owner: &Caller,
    zone: &HostedZoneId,
    zones: &ArcSwap<Snapshot>,
    number: u32,
) -> Result<Duration> {
    let began = Instant::now();
    change(instance, owner, zone, vec![put(Action::Upsert, number * 37, u32::MAX - number)]).await?;
    let query = query(number * 37);
    let expected = address(u32::MAX - number);
    while !answers(&zones.load(), &query, expected)? {
        ensure!(began.elapsed() < Duration::from_secs(120), "the change is not answered");
        tokio::time::sleep(Duration::from_micros(50)).await;
    }
    Ok(began.elapsed())
}

async fn change(
    instance: &Instance,
    owner: &Caller,
    zone: &HostedZoneId,
    changes: Vec<Change>,
) -> Result<()> {
    let ask = ChangeRecordSets { zone: zone.clone(), comment: None, changes };
    let changed = zone::change_record_sets(instance, owner, ask).await;
    changed.map(|_| ()).map_err(|error| anyhow::anyhow!("{error:?}"))
}

/// Each name has the address of another number, so that a change is told from what was before.
fn put(action: Action, number: u32, address_of: u32) -> Change {
    let name = format!("n{number}.example.com").parse().expect("a name");
    let [a, b, c, d] = address(address_of);
    let value = RecordValue { text: format!("{a}.{b}.{c}.{d}"), rdata: vec![a, b, c, d] };
    Change { action, record_set: RecordSet::simple(name, RecordType::A, 300, vec![value]) }
}

fn address(number: u32) -> [u8; 4] {
    number.to_be_bytes()
}

/// A query for the address of a name.
fn query(number: u32) -> Vec<u8> {
    let label = format!("n{number}");
    let mut query = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, label.len() as u8];
    query.extend(label.as_bytes());
    query.extend(b"\x07example\x03com\0\0\x01\0\x01");
    query
}

fn answers(zones: &Snapshot, query: &[u8], expected: [u8; 4]) -> Result<bool> {
    let query = Query::read(query).context("a query")?;
    let answer = answer(zones, &query, Transport::Tcp, None).context("an answer")?;
    Ok(answer.bytes.ends_with(&expected))
}

fn cpu() -> Result<f64> {
    Ok(seconds_of_self("")?.0)
}
