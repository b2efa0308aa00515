//! Looking at what a server shows in its handshake, with any issuer: who may be believed is judged afterwards.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tegata_egress::{HandshakeError, handshake};
use tokio::net::TcpStream;

pub(super) use tegata_egress::Session;

use super::subject::host_and_port;

/// How long a connection, and a handshake, may take.
const WITHIN: Duration = Duration::from_secs(10);
/// What a browser offers (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// What was seen of a server.
pub(super) struct ProbedServer {
    /// As it was sent: usually the leaf first. In DER.
    pub(super) chain: Vec<Vec<u8>>,
    pub(super) address: SocketAddr,
    /// What was agreed on; `None` when the handshake failed after the certificate was there.
    pub(super) session: Option<Session>,
    /// Why the handshake failed, or why the server did not prove that it has the certificate's key.
    pub(super) fault: Option<String>,
}

/// Nothing was seen.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProbeError {
    #[error("connection refused: nothing listens on {0}")]
    Refused(SocketAddr),
    #[error("{0} did not answer within {seconds} seconds", seconds = WITHIN.as_secs())]
    Silent(SocketAddr),
    #[error("{address} cannot be reached: {source}")]
    Unreachable { address: SocketAddr, source: io::Error },
    #[error("{host} has no address: {why}. Give one with --connect-to HOST:PORT")]
    NoAddress { host: String, why: String },
    #[error("--connect-to {0} is not of the form HOST:PORT")]
    ConnectTo(String),
    #[error("{0} is not a valid name for a certificate")]
    Name(String),
    #[error("{address} did not send a certificate: {why}")]
    NoCertificate { address: SocketAddr, why: String },
}

/// Connects, does a handshake for `name`, and says what was seen.
pub(super) async fn look(
    host: &str,
    port: u16,
    connect_to: Option<&str>,
    name: &str,
) -> Result<ProbedServer, ProbeError> {
    let (host, port) = match connect_to {
        None => (host.to_owned(), port),
        Some(text) => {
            let (host, to) = host_and_port(text).map_err(|_| ProbeError::ConnectTo(text.to_owned()))?;
            (host, to.unwrap_or(port))
        }
    };
    let (address, stream) = connect(&host, port).await?;
    let seen = handshake(stream, name, &PROTOCOLS, WITHIN).await.map_err(|error| match error {
        HandshakeError::Name(name) => ProbeError::Name(name),
        error => ProbeError::NoCertificate { address, why: error.to_string() },
    })?;
    Ok(ProbedServer { chain: seen.chain, address, session: seen.session, fault: seen.fault })
}

/// Tries the host's addresses in turn; the last one's failure counts.
async fn connect(host: &str, port: u16) -> Result<(SocketAddr, TcpStream), ProbeError> {
    let no_address = |why: String| ProbeError::NoAddress { host: host.to_owned(), why };
    let found = tokio::net::lookup_host((host, port)).await.map_err(|error| no_address(error.to_string()))?;
    let mut last = no_address("none was found".to_owned());
    for address in found {
        last = match tokio::time::timeout(WITHIN, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((address, stream)),
            Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
                ProbeError::Refused(address)
            }
            Ok(Err(source)) => ProbeError::Unreachable { address, source },
            Err(_) => ProbeError::Silent(address),
        };
    }
    Err(last)
}
