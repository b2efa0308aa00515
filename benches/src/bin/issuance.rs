//! Issuance of P-256 certificates, durable and linted: each stage alone, and the whole pipeline against the ceiling
//! that one core's cryptography and the store's group commit set in the same run.
//!
//! The ceiling: an issuance draws a key and signs, and makes two things durable: what is going to be signed, before
//! the key is used, and then what was signed with its key. Both are measured alone, with the same number of callers
//! waiting: one core's keys and signatures; and those bytes kept by the store's group commit, in one row and with
//! nothing else. The ceiling is one after the other. Name servers answer at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use tegata_benches::instance::open;
use tegata_benches::pipeline::{Running, WAITING, prove_all, request_all, until_done};
use tegata_benches::process::seconds_of_self;
use tegata_model::authority::KeyFamily;
use tegata_model::certificate::Issuer;
use tegata_model::certificate::Serial;
use tegata_model::validity;
use tegata_model::validity::leaf_window;
use tegata_operations::authority::{Authorities, IssuingAuthority, establish};
use tegata_operations::{Caller, Instance};
use tegata_store::{StoreError, meta};
use tegata_x509::profile::{self, Leaf};
use tegata_x509::{KeyAlgorithm, PrivateKey, Signer, lint};
use tokio::runtime::Runtime;

/// Certificates in each round.
const IN_A_ROUND: usize = 5_000;
/// Rounds; the median counts.
const ROUNDS: usize = 5;
/// Certificates requested at once in the burst.
const BURST: usize = 1_000;
/// What the store calls its writer's thread.
const WRITER: &str = "store-writer";
/// How often each stage is repeated.
const REPEATS: u32 = 5_000;

fn main() -> Result<()> {
    let runtime = Runtime::new()?;
    // The disk that is measured: the folder to use may be given, else it is where temporary files are.
    let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(folder)?;
    let (instance, owner) = runtime.block_on(open(folder.path()))?;
    let authorities = Arc::new(runtime.block_on(establish(&instance))?);
    let authority = authorities
        .choose(Issuer::Own, KeyFamily::Ec, leaf_window(instance.clock.now()), 0)
        .context("an intermediate for EC keys")?;

    let (stages, kept) = stages(&instance, &authority)?;
    println!("one core, each stage alone           µs each       a second");
    for stage in &stages {
        println!("{:30} {:13.1} {:14.0}", stage.name, stage.micros, 1e6 / stage.micros);
    }
    let crypto = 1e6 / stages.iter().filter(|stage| stage.is_crypto).map(|stage| stage.micros).sum::<f64>();
    let all = 1e6 / stages.iter().map(|stage| stage.micros).sum::<f64>();
    println!("{:30} {:13.1} {crypto:14.0}", "key and sign together", 1e6 / crypto);
    println!("{:30} {:13.1} {all:14.0}", "all of them together", 1e6 / all);

    let (mut keeping, mut issuing, mut cpu) = (Vec::new(), Vec::new(), (0.0, 0.0));
    for round in 0..ROUNDS {
        keeping.push(runtime.block_on(kept_a_second(&instance, &kept))?);
        runtime.block_on(prepare(&instance, &owner, round))?;
        let before = seconds_of_self(WRITER)?;
        issuing.push(runtime.block_on(issued_a_second(&instance, &authorities))?);
        let after = seconds_of_self(WRITER)?;
        cpu = (cpu.0 + after.0 - before.0, cpu.1 + after.1 - before.1);
    }
    let (kept, issued) = (median(keeping), median(issuing));
    let ceiling = 1.0 / (1.0 / crypto + 1.0 / kept);
    let head = format!("{WAITING} waiting, {IN_A_ROUND} in a round, median of {ROUNDS}");
    println!("\n{head:52} {:>10}", "a second");
    println!("{:52} {kept:10.0}", "kept alone: two group commits for each");
    println!("{:52} {crypto:10.0}", "keys and signatures alone, one core");
    println!("{:52} {ceiling:10.0}", "ceiling: both, one after the other");
    println!("{:52} {issued:10.0}", "issued, durable and linted");
    println!("{:52} {:10.2}", "issued to ceiling", issued / ceiling);
    println!("{:52} {:10.2}", "issued to the slower of both, side by side", issued / crypto.min(kept));
    let each = |seconds: f64| seconds * 1e6 / (ROUNDS * IN_A_ROUND) as f64;
    println!("{:52} {:10.0}", "CPU for each, all threads, µs", each(cpu.0));
    println!("{:52} {:10.0}", "of that the store's writer, µs", each(cpu.1));
    let burst = runtime.block_on(burst(&instance, &owner, &authorities))?;
    println!("\nburst of {BURST} requested at once: requested {:.3} s, all issued {:.3} s", burst.0, burst.1);
    println!("store {}", human(size(folder.path())?));
    Ok(())
}

struct Stage {
    name: &'static str,
    is_crypto: bool,
    micros: f64,
}

/// What an issuance makes durable.
struct Kept {
    reserved: Arc<Vec<u8>>,
    signed: Arc<Vec<u8>>,
}

fn stages(instance: &Instance, authority: &IssuingAuthority) -> Result<(Vec<Stage>, Kept)> {
    let key = PrivateKey::generate(KeyAlgorithm::EcPrime256v1)?;
    let window = validity::leaf_window(instance.clock.now());
    let serial = Serial::from_random(instance.entropy.bytes());
    let algorithm = authority.signer().signature_algorithm();
    let list_url = authority.list_url(serial);
    let leaf = Leaf {
        names: &["www.example.com"],
        spki: key.spki_der(),
        serial: serial.octets(),
        period: (window.not_before, window.not_after),
        locations: authority.locations(&list_url),
    };
    let to_be_signed = profile::leaf(&leaf, &authority.issuer, algorithm)?;
    let days_max = validity::days_max(window.not_before);
    let kind = lint::Kind::Leaf { days_max, names: lint::NamesFor::Domains };
    let lint = || lint::check(&to_be_signed, kind, Some(&authority.issuer), algorithm);
    ensure!(lint().is_empty(), "the lint finds something: {:?}", lint());
    let signed = profile::sign(&to_be_signed, authority.signer())?;
    let pkcs8 = key.to_pkcs8_der()?;
    let stages = vec![
        timed("key", true, || {
            PrivateKey::generate(KeyAlgorithm::EcPrime256v1).and_then(|key| key.to_pkcs8_der())
        }),
        timed("build", false, || profile::leaf(&leaf, &authority.issuer, algorithm)),
        timed("lint", false, lint),
        timed("sign", true, || profile::sign(&to_be_signed, authority.signer())),
        timed("seal the key", false, || instance.sealer.seal("bench", &pkcs8)),
    ];
    let sealed = instance.sealer.seal("bench", &pkcs8);
    let kept = Kept {
        reserved: Arc::new(to_be_signed.clone()),
        signed: Arc::new([signed.clone(), sealed].concat()),
    };
    Ok((stages, kept))
}

fn timed<T>(name: &'static str, is_crypto: bool, work: impl Fn() -> T) -> Stage {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..REPEATS {
                std::hint::black_box(work());
            }
            began.elapsed().as_secs_f64() * 1e6 / f64::from(REPEATS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    Stage { name, is_crypto, micros: rounds[rounds.len() / 2] }
}

/// What an issuance has to make durable and nothing else: what is going to be signed under a new serial, then what
/// was signed and its key in the same place. Two transactions each, one row each.
async fn kept_a_second(instance: &Instance, kept: &Kept) -> Result<f64> {
    let began = Instant::now();
    let all = stream::iter(0..IN_A_ROUND).map(|_| async {
        let serial = Serial::from_random(instance.entropy.bytes()).to_string();
        for bytes in [&kept.reserved, &kept.signed] {
            let (serial, bytes) = (serial.clone(), Arc::clone(bytes));
            instance.write(move |tx| meta::put(tx, &serial, &bytes)).await?;
        }
        Ok::<(), StoreError>(())
    });
    all.buffer_unordered(WAITING).try_for_each(|()| async { Ok(()) }).await?;
    Ok(IN_A_ROUND as f64 / began.elapsed().as_secs_f64())
}

/// Lays certificates ready whose names are proven.
async fn prepare(instance: &Instance, owner: &Caller, round: usize) -> Result<()> {
    let names = (0..IN_A_ROUND).map(|number| format!("n{number}.round{round}.example.com"));
    request_all(instance, owner, names).await?;
    prove_all(instance).await
}

/// From proven to served: the runner is started on what lies ready.
async fn issued_a_second(instance: &Instance, authorities: &Arc<Authorities>) -> Result<f64> {
    let began = Instant::now();
    let running = Running::start(instance, authorities);
    until_done(instance).await?;
    let taken = began.elapsed();
    running.stop().await;
    Ok(IN_A_ROUND as f64 / taken.as_secs_f64())
}

/// From the first of many requests until the last answer, and until the last certificate is served.
async fn burst(instance: &Instance, owner: &Caller, authorities: &Arc<Authorities>) -> Result<(f64, f64)> {
    let running = Running::start(instance, authorities);
    let began = Instant::now();
    let names = (0..BURST).map(|number| format!("n{number}.burst.example.com"));
    request_all(instance, owner, names).await?;
    let requested = began.elapsed();
    until_done(instance).await?;
    let issued = began.elapsed();
    running.stop().await;
    Ok((requested.as_secs_f64(), issued.as_secs_f64()))
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

fn human(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
