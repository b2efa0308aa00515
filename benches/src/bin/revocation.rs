//! Revoking, and telling relying parties: how long a revocation takes with none and with a million revoked, how long a
//! list is signed for then, and how many OCSP answers one core gives over HTTP.

use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use jiff::SignedDuration;
use tegata_benches::instance::open_left;
use tegata_benches::pipeline::{self, prove_all, request_all, until_done};
use tegata_benches::process::{cores, keep_to_cores};
use tegata_benches::up::Up;
use tegata_model::CertificateId;
use tegata_model::authority::KeyFamily;
use tegata_model::certificate::Issuer;
use tegata_model::certificate::{Exported, RevocationReason, Revoked, Serial};
use tegata_model::validity::leaf_window;
use tegata_operations::authority::{Authorities, establish};
use tegata_operations::certificate::revocation::{RevocationAnswers, revoke};
use tegata_operations::certificate::{ListCertificates, list};
use tegata_operations::{Caller, Instance};
use tegata_store::certificates;
use tegata_store::revocations::{self, Revocable};
use tegata_x509::ocsp::{Digest, IssuerNames, write_request};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Certificates that are revoked one after the other, half of them before the million and half after.
const REVOKED: usize = 1000;
const MILLION: u32 = 1_000_000;
/// Rows of one transaction that fills the table.
const FILLED_AT_ONCE: u32 = 20_000;
const SHARDS: u32 = 1024;
const CONNECTIONS: usize = 64;
const LASTING: Duration = Duration::from_secs(6);

fn main() -> Result<()> {
    keep_to_cores(cores().client)?;
    // No proof is found: the server never answers.
    let silent = UdpSocket::bind("127.0.0.1:0")?;
    let hint = silent.local_addr()?.to_string();
    let program = std::env::var_os("TEGATA").context("TEGATA names the program that is measured")?;
    let folder = tempfile::tempdir()?;
    Up::start(Path::new(&program), folder.path(), &hint, &[])?.stop()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let requests = runtime.block_on(revocations(folder.path()))?;
    let up = Up::start(Path::new(&program), folder.path(), &hint, &[])?;
    // The first questions have answers signed; those that are counted find them ready.
    runtime.block_on(ask(up.endpoint.address, Arc::clone(&requests), Duration::from_secs(1)))?;
    let rate = runtime.block_on(ask(up.endpoint.address, requests, LASTING))?;
    println!("\nOCSP by POST over {CONNECTIONS} kept connections, one core: {rate:.0} answers a second");
    up.stop()
}

/// Revokes with none and with a million revoked; gives OCSP requests to be asked: paths and bodies.
async fn revocations(folder: &Path) -> Result<Arc<Vec<(String, Bytes)>>> {
    let (instance, owner) = open_left(folder).await?;
    let authorities = Arc::new(establish(&instance).await?);
    let names = (0..REVOKED).map(|number| format!("n{number}.example.com"));
    request_all(&instance, &owner, names).await?;
    prove_all(&instance).await?;
    let running = pipeline::Running::start(&instance, &authorities);
    until_done(&instance).await?;
    running.stop().await;
    let (ids, serials) = exported(&instance, &owner).await?;
    let (before, after) = ids.split_at(ids.len() / 2);
    report("with none revoked", &instance, &owner, before).await?;
    let began = Instant::now();
    fill(&instance, &authorities).await?;
    println!("filled in a million revocations in {:.0} s", began.elapsed().as_secs_f64());
    // Hundreds of megabytes were written at once, which no instance does: what is measured begins when they are on disk.
    instance.close().await;
    let (instance, owner) = open_left(folder).await?;
    report("with 1,000,000 revoked", &instance, &owner, after).await?;
    let answers = RevocationAnswers::new(Arc::clone(&authorities));
    let authority = authorities
        .choose(Issuer::Own, KeyFamily::Ec, leaf_window(instance.clock.now()), 0)
        .context("an intermediate")?;
    let began = Instant::now();
    let mut bytes = 0;
    for shard in 0..100 {
        let list =
            answers.list(&instance, authority.id, shard).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        bytes += list.context("a list")?.der.len();
    }
    println!(
        "a list read and signed in {:.2} ms, {} bytes",
        began.elapsed().as_secs_f64() * 1000.0 / 100.0,
        bytes / 100
    );
    asked(&instance, &authorities, &serials).await
}

/// Marks all certificates as exported: the bytes themselves are another benchmark's.
async fn exported(instance: &Instance, owner: &Caller) -> Result<(Vec<CertificateId>, Vec<Serial>)> {
    let ask = ListCertificates { key_types: vec!["EC_prime256v1".to_owned()], ..ListCertificates::default() };
    let page = list(instance, owner, ask).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let at = instance.clock.now();
    let ids: Vec<CertificateId> = page.certificates.iter().map(|listed| listed.certificate.id).collect();
    let serials =
        page.certificates.iter().filter_map(|listed| Some(listed.certificate.version.as_ref()?.serial));
    let serials = serials.collect();
    let all = ids.clone();
    instance
        .write(move |tx| -> Result<(), tegata_store::StoreError> {
            for id in &all {
                let Some(stored) = certificates::find_of_any(tx, *id)? else { continue };
                let mut after = stored.certificate.clone();
                after.exported = Some(Exported { version: 1, at });
                certificates::save(tx, &stored, &after)?;
            }
            Ok(())
        })
        .await?;
    Ok((ids, serials))
}

async fn report(what: &str, instance: &Instance, owner: &Caller, ids: &[CertificateId]) -> Result<()> {
    let mut taken = Vec::with_capacity(ids.len());
    for id in ids {
        let began = Instant::now();
        let revoked = revoke(instance, owner, *id, RevocationReason::Superseded).await;
        revoked.map_err(|error| anyhow::anyhow!("{error}"))?;
        taken.push(began.elapsed());
    }
    taken.sort_unstable();
    let at = |part: usize| taken[(taken.len() * part / 100).min(taken.len() - 1)].as_secs_f64() * 1000.0;
    println!(
        "revoked {} {what}: median {:.2} ms, 99 % {:.2} ms, worst {:.2} ms",
        ids.len(),
        at(50),
        at(99),
        at(100)
    );
    Ok(())
}

async fn fill(instance: &Instance, authorities: &Authorities) -> Result<()> {
    let window = leaf_window(instance.clock.now());
    let issuing: Vec<_> =
        (0..2).filter_map(|random| authorities.choose(Issuer::Own, KeyFamily::Ec, window, random)).collect();
    let ids: Vec<_> = issuing.iter().map(|authority| authority.id).collect();
    let now = instance.clock.now();
    for begin in (0..MILLION).step_by(FILLED_AT_ONCE as usize) {
        let ids = ids.clone();
        instance
            .write(move |tx| -> Result<(), tegata_store::StoreError> {
                for number in begin..begin + FILLED_AT_ONCE {
                    let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
                    let version = Revocable {
                        serial: Serial::from_random(spread.to_be_bytes()),
                        number: 1,
                        authority: ids[number as usize % ids.len()],
                        not_after: now + SignedDuration::from_hours(24 * 100),
                    };
                    let revoked = Revoked { at: now, reason: RevocationReason::KeyCompromise };
                    revocations::insert(tx, &version, number % SHARDS, revoked)?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

/// A request for each serial number, to the responder of its issuer.
async fn asked(
    instance: &Instance,
    authorities: &Authorities,
    serials: &[Serial],
) -> Result<Arc<Vec<(String, Bytes)>>> {
    let mut requests = Vec::with_capacity(serials.len());
    for serial in serials.iter().copied() {
        let version = instance.read(move |tx| certificates::versions::find_by_serial(tx, serial)).await?;
        let authority = version.context("on record")?.authority;
        let names: IssuerNames = authorities.issuing(authority).context("an intermediate")?.names.clone();
        let body = write_request(&names, Digest::Sha1, serial.octets())?;
        requests.push((format!("/ocsp/{}", authority.0.simple()), Bytes::from(body)));
    }
    Ok(Arc::new(requests))
}

#[expect(clippy::disallowed_methods, reason = "a connection's task ends with its sender")]
async fn ask(address: SocketAddr, requests: Arc<Vec<(String, Bytes)>>, lasting: Duration) -> Result<f64> {
    let (count, began) = (Arc::new(AtomicU64::new(0)), Instant::now());
    let mut asking = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (requests, count) = (Arc::clone(&requests), Arc::clone(&count));
        asking.spawn(async move {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            while began.elapsed() < lasting {
                let number = usize::try_from(count.fetch_add(1, Ordering::Relaxed))?;
                let (path, body) = &requests[number % requests.len()];
                let request = Request::post(path.as_str())
                    .header("host", address.to_string())
                    .header("content-type", "application/ocsp-request")
                    .body(Full::new(body.clone()))?;
                sender.ready().await?;
                let answer = sender.send_request(request).await?.into_body().collect().await?.to_bytes();
                // A status alone takes five bytes.
                ensure!(answer.len() > 100, "no answer about a certificate");
            }
            Ok::<(), anyhow::Error>(())
        });
    }
    while let Some(done) = asking.join_next().await {
        done??;
    }
    Ok(count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64())
}
