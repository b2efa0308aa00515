//! Swapping certificates under load: from 'renewed' in the store to 'served' by the edge, with 100,000 certificates on the
//! listener, while handshakes and keep-alive requests go on.
//!
//! A real instance: the store on disk, its own authority, the job runner and the edge's refresher. Time is moved until
//! all are due, and one after the other is renewed. The figure is from the moment written in the new version (taken
//! before its transaction begins, so that the commit is in it) until a client that connects without pause has verified
//! a handshake with it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use s2n_tls::callbacks::WallClock;
use s2n_tls::config::Config;
use s2n_tls::security::DEFAULT_TLS13;
use s2n_tls_tokio::{TlsConnector, TlsStream};
use tegata_benches::copies::insert;
use tegata_benches::instance::{ask as ask_for, open};
use tegata_benches::listening::listen;
use tegata_benches::pipeline::{Running, WAITING, until_done};
use tegata_edge::EdgeMetrics;
use tegata_effects::reconcilers::refresh_edge::{refresh_edge, security_policies};
use tegata_model::CertificateId;
use tegata_operations::authority::{establish, export_roots};
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::certificate::{renew, request};
use tegata_operations::{Caller, Clock, Instance};
use tegata_store::certificates;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Those that are issued, and swapped.
const CERTIFICATES: usize = 1_000;
const SWAPS: usize = 1_000;
/// Those that are on the listener beside them.
const COPIES: usize = 99_000;
/// Clients that shake hands anew each time, and clients that keep their one connection.
const COMING: usize = 4;
const STAYING: usize = 16;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir()?;
    runtime.block_on(run(folder.path()))
}

#[expect(clippy::disallowed_methods, reason = "a measurement has one task, and waits for it")]
async fn run(folder: &std::path::Path) -> Result<()> {
    let (instance, owner) = open(folder).await?;
    let instance = instance.with_security_policies(security_policies());
    let authorities = Arc::new(establish(&instance).await?);
    let running = Running::start(&instance, &authorities);
    let by_name = requested(&instance, &owner).await?;
    until_done(&instance).await?;
    eprintln!("{CERTIFICATES} certificates are issued");

    let stop = CancellationToken::new();
    let refreshing = tokio::spawn(refresh_edge(
        tegata_effects::worker(instance.clone()),
        Arc::new(RevocationAnswers::new(Arc::clone(&authorities))),
        EdgeMetrics::default(),
        stop.clone(),
    ));
    let default = by_name[&name(0)];
    let mut all: Vec<CertificateId> = by_name.values().copied().collect();
    all.extend(insert(&instance, &owner, default, COPIES, 1).await?);
    let loaded = all.len();
    let to = listen(&instance, &owner, default, all).await?;
    // All are due to be renewed from now on; the old ones still hold.
    instance.clock.advance(SignedDuration::from_hours(24 * 170));
    let roots = export_roots(&instance, &owner).await?;
    let client = trusting(&roots, instance.clock.clone())?;

    let load = Load::start(&client, to)?;
    let mut latencies = Vec::with_capacity(SWAPS);
    for number in 0..SWAPS {
        let name = name(number * (CERTIFICATES / SWAPS));
        let id = *by_name.get(&name).context("it was issued")?;
        latencies.push(swap(&instance, &client, to, &name, id).await?);
    }
    let (handshakes, requests, failed) = load.stop()?;
    latencies.sort();
    let at = |share: f64| {
        let position = ((latencies.len() - 1) as f64 * share) as usize;
        latencies[position].as_secs_f64() * 1e3
    };
    println!("{SWAPS} swaps with {loaded} certificates on the listener, from renewed in the store to served");
    println!("median {:.2} ms, 99 % {:.2} ms, worst {:.2} ms", at(0.5), at(0.99), at(1.0));
    println!("meanwhile {handshakes} handshakes and {requests} keep-alive requests on {STAYING} connections");
    println!("failed handshakes, failed requests and dropped connections: {failed}");
    running.stop().await;
    stop.cancel();
    refreshing.await?;
    ensure!(failed == 0, "{failed} failed");
    Ok(())
}

fn name(number: usize) -> String {
    format!("n{number}.example.com")
}

/// Requests all certificates.
async fn requested(instance: &Instance, owner: &Caller) -> Result<HashMap<String, CertificateId>> {
    let all = stream::iter((0..CERTIFICATES).map(name)).map(|name| async move {
        let id = request(instance, owner, ask_for(&name), None).await?;
        Ok::<_, anyhow::Error>((name, id))
    });
    all.buffer_unordered(WAITING).try_collect().await
}

/// Renews one certificate and says how long it took from the store to a client.
async fn swap(
    instance: &Instance,
    client: &Config,
    to: SocketAddr,
    name: &str,
    id: CertificateId,
) -> Result<Duration> {
    let before = served(client, to, name).await?;
    ensure!(renew(&tegata_effects::worker(instance.clone()), id).await?, "{name} is not due");
    while served(client, to, name).await? == before {}
    let served_at = instance.clock.now();
    let stored = instance.read(move |tx| certificates::find_of_any(tx, id)).await?;
    let version = stored.and_then(|stored| stored.certificate.version).context("a version")?;
    ensure!(version.number == 2, "version {}", version.number);
    Ok(served_at.duration_since(version.issued_at).try_into()?)
}

/// The leaf that a verified handshake gets.
async fn served(client: &Config, to: SocketAddr, name: &str) -> Result<Vec<u8>> {
    let stream = connect(client, to, name).await?;
    let chain = stream.as_ref().peer_cert_chain()?;
    let leaf = chain.iter().next().context("a leaf")??;
    Ok(leaf.der()?.to_vec())
}

async fn connect(client: &Config, to: SocketAddr, name: &str) -> Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(to).await?;
    stream.set_nodelay(true)?;
    Ok(TlsConnector::new(client.clone()).connect(name, stream).await?)
}

struct MovedClock(Clock);

impl WallClock for MovedClock {
    fn get_time_since_epoch(&self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.now().as_second()).unwrap_or_default())
    }
}

fn trusting(roots: &str, clock: Clock) -> Result<Config> {
    let mut builder = Config::builder();
    builder.with_system_certs(false)?.set_security_policy(&DEFAULT_TLS13)?.trust_pem(roots.as_bytes())?;
    builder.set_wall_clock(MovedClock(clock))?;
    Ok(builder.build()?)
}

/// Clients on threads of their own.
struct Load {
    runtime: tokio::runtime::Runtime,
    tasks: JoinSet<()>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    over: AtomicBool,
    handshakes: AtomicU64,
    requests: AtomicU64,
    failed: AtomicU64,
}

impl Load {
    fn start(client: &Config, to: SocketAddr) -> Result<Load> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (shared, mut tasks) = (Arc::<Shared>::default(), JoinSet::new());
        for number in 0..COMING {
            let (client, shared) = (client.clone(), Arc::clone(&shared));
            tasks.spawn_on(coming(client, to, number, shared), runtime.handle());
        }
        for number in 0..STAYING {
            let (client, shared) = (client.clone(), Arc::clone(&shared));
            tasks.spawn_on(staying(client, to, number, shared), runtime.handle());
        }
        Ok(Load { runtime, tasks, shared })
    }

    /// Handshakes, requests, and failures of either.
    fn stop(self) -> Result<(u64, u64, u64)> {
        let Load { runtime, mut tasks, shared } = self;
        shared.over.store(true, Ordering::Relaxed);
        let ended = std::thread::spawn(move || {
            runtime.block_on(async { while tasks.join_next().await.is_some() {} });
        });
        ended.join().map_err(|_| anyhow::anyhow!("the load broke"))?;
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Ok((read(&shared.handshakes), read(&shared.requests), read(&shared.failed)))
    }
}

async fn coming(client: Config, to: SocketAddr, number: usize, shared: Arc<Shared>) {
    // Mostly names that are being swapped.
    let mut next = number;
    while !shared.over.load(Ordering::Relaxed) {
        next = (next + CERTIFICATES / SWAPS) % CERTIFICATES;
        let done = async {
            let mut stream = connect(&client, to, &name(next)).await?;
            ask(&mut stream).await
        };
        let count = if done.await.is_ok() { &shared.handshakes } else { &shared.failed };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

async fn staying(client: Config, to: SocketAddr, number: usize, shared: Arc<Shared>) {
    let Ok(mut stream) = connect(&client, to, &name(number * (CERTIFICATES / SWAPS))).await else {
        shared.failed.fetch_add(1, Ordering::Relaxed);
        return;
    };
    while !shared.over.load(Ordering::Relaxed) {
        if ask(&mut stream).await.is_err() {
            shared.failed.fetch_add(1, Ordering::Relaxed);
            return;
        }
        shared.requests.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn ask(stream: &mut TlsStream<TcpStream>) -> Result<()> {
    stream.write_all(b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n").await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\nhere") {
        ensure!(stream.read_buf(&mut answer).await? > 0, "dropped");
    }
    ensure!(answer.starts_with(b"HTTP/1.1 200 "));
    Ok(())
}
