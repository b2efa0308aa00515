//! Looking at what a server shows in its handshake, with any issuer.
//!
//! The edge's own client is for pages that must be trusted. Here a handshake goes on with any certificate, so that there is
//! something to show; who may be believed is judged afterwards.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

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

/// What client and server agreed on.
pub(super) struct Session {
    pub(super) version: String,
    pub(super) cipher_suite: String,
    pub(super) key_exchange: Option<String>,
    pub(super) application_protocol: Option<String>,
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
    let server_name = ServerName::try_from(name.to_owned()).map_err(|_| ProbeError::Name(name.to_owned()))?;
    let (host, port) = match connect_to {
        None => (host.to_owned(), port),
        Some(text) => {
            let (host, to) = host_and_port(text).map_err(|_| ProbeError::ConnectTo(text.to_owned()))?;
            (host, to.unwrap_or(port))
        }
    };
    let (address, stream) = connect(&host, port).await?;
    let recorder = Arc::new(Recorder::new());
    let fault = |why: String| ProbeError::NoCertificate { address, why };
    let config = config(&recorder).map_err(|error| fault(error.to_string()))?;
    let connecting = TlsConnector::from(Arc::new(config)).connect(server_name, stream);
    let done = tokio::time::timeout(WITHIN, connecting).await;
    let done =
        done.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "the handshake took too long")));
    let session = done.as_ref().ok().map(|stream| Session::of(stream.get_ref().1));
    let failed = done.err().map(|error| format!("the handshake failed: {error}"));
    let Some(chain) = recorder.chain.get().cloned() else {
        return Err(fault(failed.unwrap_or_else(|| "the handshake had none".to_owned())));
    };
    Ok(ProbedServer { chain, address, session, fault: failed.or_else(|| recorder.fault.get().cloned()) })
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

fn config(recorder: &Arc<Recorder>) -> Result<ClientConfig, Error> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(recorder.clone())
        .with_no_client_auth();
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
    Ok(config)
}

impl Session {
    fn of(connection: &ClientConnection) -> Session {
        let version = connection.protocol_version().map(|version| format!("{version:?}"));
        let suite = connection.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite()));
        let protocol =
            connection.alpn_protocol().map(|protocol| String::from_utf8_lossy(protocol).into_owned());
        Session {
            // As OpenSSL and the RFCs write them.
            version: version.unwrap_or_default().replace('_', "."),
            cipher_suite: suite.unwrap_or_default().replacen("TLS13_", "TLS_", 1),
            key_exchange: connection
                .negotiated_key_exchange_group()
                .map(|group| format!("{:?}", group.name())),
            application_protocol: protocol,
        }
    }
}

/// Takes any certificate, and remembers it.
#[derive(Debug)]
struct Recorder {
    chain: OnceLock<Vec<Vec<u8>>>,
    fault: OnceLock<String>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Recorder {
    fn new() -> Recorder {
        let algorithms = default_provider().signature_verification_algorithms;
        Recorder { chain: OnceLock::new(), fault: OnceLock::new(), algorithms }
    }

    /// Lets the handshake go on, and remembers that the server did not prove to have the key.
    fn noted(&self, checked: Result<HandshakeSignatureValid, Error>) -> HandshakeSignatureValid {
        checked.unwrap_or_else(|error| {
            let why = format!("the server did not prove possession of the private key: {error}");
            let _ = self.fault.set(why);
            HandshakeSignatureValid::assertion()
        })
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(end_entity).chain(intermediates).map(|der| der.to_vec()).collect();
        let _ = self.chain.set(chain);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(self.noted(verify_tls12_signature(message, certificate, signed, &self.algorithms)))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(self.noted(verify_tls13_signature(message, certificate, signed, &self.algorithms)))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
