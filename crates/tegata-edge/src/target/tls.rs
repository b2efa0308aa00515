//! TLS towards targets.
//!
//! As with ELB their certificates are not verified (ELB User Guide, "Target groups": "the load balancer does not validate
//! these certificates"), so that a target with a certificate of its own making, or one that has expired, is reached. The
//! connection is encrypted; it does not show who the target is. A group with a [`TargetVerification`] is stricter: the
//! certificate has to be for the target's name, and lead to a trust store.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::verifier::{AnyTarget, OfTrustStore};
use crate::group_settings::{TargetVerification, TargetVersion};
use crate::tls::clock::Clock;
use crate::tls::trust_stores::TrustStores;
use crate::vocabulary::Seconds;

/// What verifying targets takes.
#[derive(Clone)]
pub(crate) struct Verifying {
    pub(crate) trust_stores: Arc<TrustStores>,
    pub(crate) now: Seconds,
}

#[cfg(test)]
impl Verifying {
    /// Without trust stores.
    pub(crate) fn none() -> Verifying {
        Verifying { trust_stores: Arc::default(), now: Arc::new(|| 0) }
    }
}

/// Does handshakes with one target. Without verification a later connection resumes the session of an earlier one.
#[derive(Clone)]
pub(crate) struct TargetTls {
    connector: TlsConnector,
    /// `None` for the target's address.
    server_name: Option<ServerName<'static>>,
}

impl TargetTls {
    /// For targets that speak `version`, which is agreed on by ALPN.
    pub(crate) fn new(
        version: TargetVersion,
        verification: Option<&TargetVerification>,
        verifying: &Verifying,
    ) -> TargetTls {
        let protocols = match version {
            TargetVersion::Http1 => vec![b"http/1.1".to_vec()],
            TargetVersion::Http2 | TargetVersion::Grpc => vec![b"h2".to_vec()],
        };
        TargetTls::offering(protocols, verification, verifying)
    }

    /// For targets that are offered these protocols by ALPN.
    pub(super) fn offering(
        protocols: Vec<Vec<u8>>,
        verification: Option<&TargetVerification>,
        verifying: &Verifying,
    ) -> TargetTls {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier: Arc<dyn ServerCertVerifier> = match verification {
            None => Arc::new(AnyTarget::new(&provider)),
            Some(verification) => Arc::new(OfTrustStore::new(
                Arc::clone(&verifying.trust_stores),
                verification.trust_store,
                Arc::clone(&provider),
            )),
        };
        let clock = Arc::new(Clock(Arc::clone(&verifying.now)));
        let builder = ClientConfig::builder_with_details(provider, clock)
            .with_safe_default_protocol_versions()
            .expect("the provider has suites of TLS 1.2 and 1.3");
        let mut config = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
        let server_name = verification.and_then(|verification| {
            // Without a valid name, the certificate is verified for the target's address.
            ServerName::try_from(verification.server_name.clone()?).ok()
        });
        config.enable_sni = server_name.is_some();
        if verification.is_some() {
            // A resumed session shows no certificate, so it would go by a trust store of before.
            config.resumption = Resumption::disabled();
        }
        config.alpn_protocols = protocols;
        TargetTls { connector: TlsConnector::from(Arc::new(config)), server_name }
    }

    /// Does the handshake on a new connection to `address`.
    pub(crate) async fn connect(
        &self,
        stream: TcpStream,
        address: SocketAddr,
    ) -> io::Result<Box<TlsStream<TcpStream>>> {
        let own = || ServerName::IpAddress(address.ip().into());
        let name = self.server_name.clone().unwrap_or_else(own);
        Ok(Box::new(Box::pin(self.connector.connect(name, stream)).await?))
    }
}
