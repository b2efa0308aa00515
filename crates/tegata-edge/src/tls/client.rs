//! A TLS client for looking at what is served: its caller chooses the roots that it trusts, and the time.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;
use s2n_tls::callbacks::{VerifyHostNameCallback, WallClock};
use s2n_tls::config::{Builder, Config};
use s2n_tls::error::Error;
use s2n_tls::security::DEFAULT_TLS13;
use s2n_tls_tokio::{TlsConnector, TlsStream};
use tokio::net::TcpStream;

/// How long a connection and its handshake may take.
const WITHIN: Duration = Duration::from_secs(10);
/// How long a failure is kept back at most; shorter than a handshake may take.
const BLINDING_SECONDS_MAX: u32 = 1;

/// Whether a certificate has to be for the requested name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameCheck {
    /// It has to be.
    Strict,
    /// Any name is accepted.
    None,
}

/// A configuration for connections that trust these roots, in PEM, and check certificates at `now`.
///
/// # Errors
/// When the roots cannot be used.
pub fn config(
    roots_pem: &str,
    names: NameCheck,
    now: impl Fn() -> Timestamp + Send + Sync + 'static,
) -> Result<Config, Error> {
    let mut builder = Builder::new();
    builder.with_system_certs(false)?.trust_pem(roots_pem.as_bytes())?;
    // After a failure s2n-tls says nothing for 10 to 30 seconds, so that its peer learns nothing from how long it took.
    // Nothing secret is sent here, and the caller wants to know what answers in place of the expected server.
    builder.set_max_blinding_delay(BLINDING_SECONDS_MAX)?;
    builder.set_security_policy(&DEFAULT_TLS13)?;
    builder.set_wall_clock(At(now))?;
    if names == NameCheck::None {
        builder.set_verify_host_callback(AnyName)?;
    }
    builder.build()
}

/// Connects and does the handshake, within ten seconds.
///
/// # Errors
/// When the address does not accept the connection, or the handshake fails; the message says which.
pub async fn connect(
    config: &Config,
    address: SocketAddr,
    server_name: &str,
) -> io::Result<TlsStream<TcpStream>> {
    let connecting = async {
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| io::Error::new(error.kind(), format!("{address} cannot be reached: {error}")))?;
        stream.set_nodelay(true)?;
        let connector = TlsConnector::new(config.clone());
        connector.connect(server_name, stream).await.map_err(|error| {
            io::Error::other(format!("the handshake with {server_name} at {address} failed: {error}"))
        })
    };
    let slow = || io::Error::new(io::ErrorKind::TimedOut, format!("{address} took too long"));
    tokio::time::timeout(WITHIN, connecting).await.map_err(|_| slow())?
}

/// The chain that a server sent, the leaf first, in DER.
///
/// # Errors
/// When it sent none.
pub fn chain(stream: &TlsStream<TcpStream>) -> Result<Vec<Vec<u8>>, Error> {
    let chain = stream.as_ref().peer_cert_chain()?;
    chain.iter().map(|certificate| Ok(certificate?.der()?.to_vec())).collect()
}

struct At<F>(F);

impl<F: Fn() -> Timestamp + Send + Sync + 'static> WallClock for At<F> {
    fn get_time_since_epoch(&self) -> Duration {
        Duration::try_from((self.0)().as_duration()).unwrap_or_default()
    }
}

struct AnyName;

impl VerifyHostNameCallback for AnyName {
    fn verify_host_name(&self, _: &str) -> bool {
        true
    }
}
