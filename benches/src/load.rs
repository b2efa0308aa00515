//! Load: full handshakes by s2n-tls, requests by h2load.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use s2n_tls::config::Config;
use s2n_tls::enums::Version;
use s2n_tls::security::{DEFAULT_TLS13, Policy};
use s2n_tls_tokio::TlsConnector;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::chain::NAME;

/// What was done in a run, and what of it failed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Done {
    /// Handshakes or requests that succeeded.
    pub good: u64,
    /// Those that did not.
    pub failed: u64,
}

/// The group that a client offers a share of: a server that takes others too spares a round trip by taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// What s2n-tls's clients offer.
    Secp256r1,
    /// What clients of OpenSSL, BoringSSL and NSS offer: browsers and curl among them.
    X25519,
}

impl Share {
    fn policy(self) -> Result<Policy> {
        Ok(match self {
            Share::Secp256r1 => DEFAULT_TLS13,
            Share::X25519 => Policy::from_version("20240603")?,
        })
    }
}

/// A client that trusts `root` alone, and verifies.
///
/// # Errors
/// When TLS cannot be set up.
pub fn client(root: &Path, share: Share) -> Result<Config> {
    let mut builder = Config::builder();
    builder.with_system_certs(false)?.set_security_policy(&share.policy()?)?;
    builder.trust_pem(&std::fs::read(root)?)?;
    Ok(builder.build()?)
}

/// Full TLS 1.3 handshakes, each on a connection of its own and verified, by this many clients at a time.
///
/// # Errors
/// When a runtime cannot be made.
pub fn handshakes(to: u16, root: &Path, share: Share, clients: usize, lasting: Duration) -> Result<Done> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let config = client(root, share)?;
    let (good, failed) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let until = Instant::now() + lasting;
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..clients {
            let (config, good, failed) = (config.clone(), Arc::clone(&good), Arc::clone(&failed));
            tasks.spawn(async move {
                let connector = TlsConnector::new(config);
                let address = SocketAddr::from(([127, 0, 0, 1], to));
                while Instant::now() < until {
                    let count = match handshake(&connector, address, share).await {
                        Ok(()) => &good,
                        Err(_) => &failed,
                    };
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        tasks.join_all().await;
    });
    Ok(Done { good: good.load(Ordering::Relaxed), failed: failed.load(Ordering::Relaxed) })
}

async fn handshake(connector: &TlsConnector, address: SocketAddr, share: Share) -> Result<()> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut stream = connector.connect(NAME, stream).await?;
    let connection = stream.as_ref();
    ensure!(connection.actual_protocol_version()? == Version::TLS13 && !connection.resumed());
    let group = connection.selected_key_exchange_group().unwrap_or_default();
    ensure!(group.eq_ignore_ascii_case(&format!("{share:?}")), "the key exchange was by {group}");
    // Sends close_notify; the server's own is not waited for.
    stream.shutdown().await?;
    Ok(())
}

/// The protocol that requests are sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// One request at a time on each of many connections.
    Http1,
    /// Several at a time.
    Http2,
}

/// Keep-alive requests by h2load from these cores: 64 connections; eight streams on each over HTTP/2.
///
/// # Errors
/// When h2load is not there, or its answer is not understood.
pub fn requests(to: u16, cores: &str, protocol: Protocol, lasting: Duration) -> Result<Done> {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", cores, "h2load", "-t", "2", "-c", "64", "-D"]);
    command.arg(lasting.as_secs().to_string());
    match protocol {
        Protocol::Http1 => command.arg("--h1"),
        Protocol::Http2 => command.args(["-m", "8"]),
    };
    command.arg(format!("--connect-to=127.0.0.1:{to}")).arg(format!("https://{NAME}/"));
    let output = command.output().context("h2load is needed (Debian: nghttp2-client)")?;
    let text = String::from_utf8_lossy(&output.stdout);
    // requests: 5 total, 5 started, 5 done, 5 succeeded, 0 failed, 0 errored, 0 timeout
    let line = text.lines().find_map(|line| line.strip_prefix("requests: "));
    let line = line.with_context(|| format!("h2load said: {text}"))?;
    let count = |word: &str| -> Result<u64> {
        let part = line.split(", ").find_map(|part| part.strip_suffix(word)).context("a count")?;
        Ok(part.trim().parse()?)
    };
    // What is under way when time is up is counted as started only.
    Ok(Done { good: count("succeeded")?, failed: count("failed")? + count("errored")? + count("timeout")? })
}
