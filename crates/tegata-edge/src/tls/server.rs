//! TLS for a server with one certificate, which can be replaced while it runs: the API's socket.

use std::fmt;
use std::io;
use std::time::Duration;

use arc_swap::ArcSwap;
use s2n_tls::config::Config;
use s2n_tls::connection::{Builder, Connection};
use s2n_tls::enums::Mode;
use s2n_tls::error::Error;
use s2n_tls_tokio::TlsAcceptor;
use tegata_accept::ClientStream;
use tokio::net::TcpStream;

use super::config::{base, load_chain};
use super::policy::{Policy, policy};
pub use super::secure_stream::SecureStream;

/// TLS 1.2 and 1.3, forward secrecy, no SHA-1: what ELB's console recommends for listeners.
const POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/// The first octet of a client that speaks TLS: the content type `handshake` (RFC 8446 §5.1). No method of HTTP begins
/// so.
pub const FIRST_OCTET: u8 = 22;
/// How long a client may take for its handshake.
const WITHIN: Duration = Duration::from_secs(10);

/// The server's side of TLS with one certificate.
pub struct TlsServer(ArcSwap<Config>);

impl TlsServer {
    /// With this certificate and its chain in PEM, and its key in PKCS#8 PEM.
    ///
    /// # Errors
    /// When they cannot be read or do not belong together.
    pub fn new(chain_pem: &str, key_pem: &str) -> Result<TlsServer, Error> {
        Ok(TlsServer(ArcSwap::from_pointee(config(chain_pem, key_pem)?)))
    }

    /// Handshakes that begin from now on get this certificate; open connections stay.
    ///
    /// # Errors
    /// As [`TlsServer::new`]; the certificate before is still served then.
    pub fn replace(&self, chain_pem: &str, key_pem: &str) -> Result<(), Error> {
        self.0.store(config(chain_pem, key_pem)?.into());
        Ok(())
    }

    /// Does the handshake of a client that has begun to send.
    ///
    /// # Errors
    /// When it fails or takes longer than ten seconds.
    pub async fn accept(&self, stream: ClientStream<TcpStream>) -> io::Result<SecureStream> {
        let acceptor = TlsAcceptor::new(HandshakeBuilder(Config::clone(&self.0.load())));
        match tokio::time::timeout(WITHIN, Box::pin(acceptor.accept(stream))).await {
            Ok(accepted) => Ok(SecureStream(accepted.map_err(io::Error::other)?)),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl fmt::Debug for TlsServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsServer")
    }
}

fn config(chain_pem: &str, key_pem: &str) -> Result<Config, Error> {
    let policy: &Policy = policy(POLICY).ok_or_else(|| Error::application("no such policy".into()))?;
    let mut builder = base(policy)?;
    builder.set_application_protocol_preference(["h2", "http/1.1"])?;
    let chain = load_chain(chain_pem, key_pem, None)?;
    builder.load_chain(chain.clone())?;
    // One certificate for all names.
    builder.set_default_chains([chain])?;
    builder.build()
}

#[derive(Clone)]
struct HandshakeBuilder(Config);

impl Builder for HandshakeBuilder {
    type Output = Connection;

    fn build_connection(&self, mode: Mode) -> Result<Connection, Error> {
        let mut connection = Connection::new(mode);
        connection.set_config(self.0.clone())?;
        connection.set_receive_buffering(true)?;
        Ok(connection)
    }
}
