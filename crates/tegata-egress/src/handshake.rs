//! Looking at what a server shows in its handshake, with any certificate.
//!
//! Here a handshake goes on with any certificate, so that there is something to show; whether it can be trusted is judged
//! afterwards. Nothing is sent over the connection after the handshake.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;

/// What was seen of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// As it was sent: usually the leaf first. In DER.
    pub chain: Vec<Vec<u8>>,
    /// What was agreed on; `None` when the handshake failed after the certificate was there.
    pub session: Option<Session>,
    /// Why the handshake failed, or why the server did not prove that it has the certificate's key.
    pub fault: Option<String>,
    /// Whether the server asked for a client certificate. It got none.
    pub asks_client_certificate: bool,
}

/// What client and server agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The version of TLS, such as `TLSv1.3`.
    pub version: String,
    /// The cipher suite, by its name in the RFCs.
    pub cipher_suite: String,
    /// The group of the key exchange.
    pub key_exchange: Option<String>,
    /// The protocol that was agreed on by ALPN (RFC 7301).
    pub application_protocol: Option<String>,
}

/// Why nothing was seen.
#[derive(Debug, thiserror::Error)]
pub enum HandshakeError {
    /// The name is one that no certificate can have.
    #[error("{0} is not a valid name for a certificate")]
    Name(String),
    /// What came back is not TLS.
    #[error("it does not answer in TLS")]
    NoTls,
    /// The handshake failed before there was a certificate.
    #[error("{0}")]
    Failed(String),
}

/// Does a handshake for `name` on a connection, and offers these protocols (RFC 7301).
///
/// # Errors
/// When there was no certificate to see.
pub async fn handshake<S>(
    stream: S,
    name: &str,
    protocols: &[&[u8]],
    within: Duration,
) -> Result<Handshake, HandshakeError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let server_name =
        ServerName::try_from(name.to_owned()).map_err(|_| HandshakeError::Name(name.to_owned()))?;
    let recorder = Arc::new(Recorder::new());
    let config = config(&recorder, protocols).map_err(|error| HandshakeError::Failed(error.to_string()))?;
    let connecting = TlsConnector::from(Arc::new(config)).connect(server_name, stream);
    let done = tokio::time::timeout(within, connecting).await;
    let late = || Err(io::Error::new(io::ErrorKind::TimedOut, "the handshake took too long"));
    let done = done.unwrap_or_else(|_| late());
    let session = done.as_ref().ok().map(|stream| Session::of(stream.get_ref().1));
    let failure = done.err();
    let is_no_tls = failure.as_ref().is_some_and(|error| {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
        matches!(inner, Some(Error::InvalidMessage(_)))
    });
    let failed = failure.map(|error| format!("the handshake failed: {error}"));
    let Some(chain) = recorder.chain.get().cloned() else {
        return Err(match (is_no_tls, failed) {
            (true, _) => HandshakeError::NoTls,
            (false, Some(failed)) => HandshakeError::Failed(failed),
            (false, None) => HandshakeError::Failed("the handshake had no certificate".to_owned()),
        });
    };
    let asks_client_certificate = recorder.asked.get().is_some();
    Ok(Handshake {
        chain,
        session,
        fault: failed.or_else(|| recorder.fault.get().cloned()),
        asks_client_certificate,
    })
}

fn config(recorder: &Arc<Recorder>, protocols: &[&[u8]]) -> Result<ClientConfig, Error> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(recorder.clone())
        .with_client_cert_resolver(recorder.clone());
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
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

/// Takes any certificate, and remembers it; and whether a client certificate was asked for.
#[derive(Debug)]
struct Recorder {
    chain: OnceLock<Vec<Vec<u8>>>,
    fault: OnceLock<String>,
    asked: OnceLock<()>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Recorder {
    fn new() -> Recorder {
        let algorithms = default_provider().signature_verification_algorithms;
        Recorder { chain: OnceLock::new(), fault: OnceLock::new(), asked: OnceLock::new(), algorithms }
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

impl ResolvesClientCert for Recorder {
    /// Called when a server asks for a client certificate.
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let _ = self.asked.set(());
        None
    }

    fn has_certs(&self) -> bool {
        true
    }
}
