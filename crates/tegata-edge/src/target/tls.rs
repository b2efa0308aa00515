//! TLS towards targets. Their certificates are not verified, as with ELB (ELB User Guide, "Target groups": "the load
//! balancer does not validate these certificates"), so that a target with a certificate of its own making, or one that has
//! expired, is reached. The connection is encrypted; it does not show who the target is.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::group_settings::TargetVersion;

/// Does handshakes with one target; a later connection resumes the session of an earlier one.
#[derive(Clone)]
pub(crate) struct TargetTls(TlsConnector);

impl TargetTls {
    /// For targets that speak `version`, which is agreed on by ALPN.
    pub(crate) fn new(version: TargetVersion) -> TargetTls {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let schemes = provider.signature_verification_algorithms.supported_schemes();
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider has suites of TLS 1.2 and 1.3");
        let mut config = builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(schemes)))
            .with_no_client_auth();
        config.enable_sni = false;
        config.alpn_protocols = match version {
            TargetVersion::Http1 => vec![b"http/1.1".to_vec()],
            TargetVersion::Http2 | TargetVersion::Grpc => vec![b"h2".to_vec()],
        };
        TargetTls(TlsConnector::from(Arc::new(config)))
    }

    /// Does the handshake on a new connection to `address`.
    pub(crate) async fn connect(
        &self,
        stream: TcpStream,
        address: SocketAddr,
    ) -> io::Result<Box<TlsStream<TcpStream>>> {
        let name = ServerName::IpAddress(address.ip().into());
        Ok(Box::new(Box::pin(self.0.connect(name, stream)).await?))
    }
}

/// Accepts every certificate.
#[derive(Debug)]
struct AnyCertificate(Vec<SignatureScheme>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.clone()
    }
}
