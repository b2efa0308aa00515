//! The handshake of a connection whose client shows a certificate.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{Acceptor, ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{CipherSuite, ProtocolVersion, ServerConfig, SignatureAlgorithm};
use tegata_accept::ClientStream;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use super::reason::reason;
use super::suites::{Suites, openssl_name, suites};
use super::verifier::{AnyClient, OfTrustStore};
use crate::http::client_certificate::ClientCertificate;
use crate::http::downstream::ClientTls;
use crate::metrics::EdgeMetrics;
use crate::names::ServerName;
use crate::tls::certificate::Certificates;
use crate::tls::clock::Clock;
use crate::tls::known::Known;
use crate::tls::policy::Policy;
use crate::tls::selection::Selection;
use crate::tls::trust_stores::TrustStores;
use crate::trust_store::MutualAuthentication;
use crate::vocabulary::{ListenerKey, Seconds};

/// How long a client may take for its handshake.
const WITHIN: Duration = Duration::from_secs(10);
/// How long the connection of a refused client stays open, so that it gets the alert: with bytes unread the system would
/// reset the connection.
const SHUT_WITHIN: Duration = Duration::from_secs(1);
const HTTP2: &[u8] = b"h2";
const HTTP1: &[u8] = b"http/1.1";

type Stream = ClientStream<TcpStream>;

/// TLS with mutual authentication, as an open socket speaks it.
pub(crate) struct MutualTerminator {
    listener: ListenerKey,
    policy: &'static Policy,
    suites: Suites,
    selection: Selection,
    mode: MutualAuthentication,
    http2: bool,
    trust_stores: Arc<TrustStores>,
    metrics: EdgeMetrics,
}

impl MutualTerminator {
    /// `None` when rustls does not serve the policy.
    pub(crate) fn new(
        listener: ListenerKey,
        policy: &'static Policy,
        selection: Selection,
        mode: MutualAuthentication,
        http2: bool,
        trust_stores: Arc<TrustStores>,
        metrics: EdgeMetrics,
    ) -> Option<MutualTerminator> {
        let suites = suites(policy)?;
        Some(MutualTerminator { listener, policy, suites, selection, mode, http2, trust_stores, metrics })
    }

    fn verifier(&self) -> io::Result<Arc<dyn ClientCertVerifier>> {
        let provider = Arc::clone(&self.suites.provider);
        Ok(match self.mode {
            MutualAuthentication::Passthrough => Arc::new(AnyClient(provider)),
            MutualAuthentication::Verify { trust_store, ignore_expiry, advertise_names } => {
                // Without its trust store no one is let in.
                let trust_store = self.trust_stores.find(trust_store);
                let made = trust_store
                    .and_then(|found| OfTrustStore::new(found, provider, ignore_expiry, advertise_names));
                Arc::new(made.ok_or_else(|| io::Error::other("the trust store has no CA that counts"))?)
            }
        })
    }

    /// The certificates that a client's name chooses.
    fn choose(&self, hello: &ClientHello<'_>, certificates: &Certificates, now: &Seconds) -> Vec<Arc<Known>> {
        let server_name = hello.server_name().map(ServerName::new);
        self.selection.choose(server_name.as_ref(), self.policy, &certificates.known().read(), now())
    }

    fn config(
        &self,
        keys: Vec<Arc<CertifiedKey>>,
        offered: &[Vec<u8>],
        now: &Seconds,
    ) -> io::Result<ServerConfig> {
        let (provider, clock) = (Arc::clone(&self.suites.provider), Arc::new(Clock(Arc::clone(now))));
        let mut config = ServerConfig::builder_with_details(provider, clock)
            .with_protocol_versions(&self.suites.versions)
            .map_err(io::Error::other)?
            .with_client_cert_verifier(self.verifier()?)
            .with_cert_resolver(Arc::new(Chosen(keys)));
        // ELB User Guide, "Mutual authentication with TLS": sessions are not resumed.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        config.ignore_client_order = true;
        let ours = [HTTP2, HTTP1].into_iter().filter(|protocol| self.http2 || *protocol != HTTP2);
        // A client that offers neither gets HTTP/1.1 without an agreement, as on other listeners.
        config.alpn_protocols =
            ours.filter(|protocol| offered.iter().any(|it| it == protocol)).map(<[u8]>::to_vec).collect();
        Ok(config)
    }
}

/// Does the handshake of one connection whose client has begun it. `None` when it failed or took too long; a failure by the
/// client's certificate is counted and logged.
pub(crate) async fn accept(
    stream: Stream,
    peer: SocketAddr,
    terminator: Arc<MutualTerminator>,
    certificates: Arc<Certificates>,
    now: Seconds,
) -> Option<TlsStream<Stream>> {
    let handshake = Box::pin(handshake(stream, &terminator, &certificates, &now));
    match tokio::time::timeout(WITHIN, handshake).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err((error, stream))) => {
            terminator.report(&error, peer);
            if let Some(mut stream) = stream {
                let _ = tokio::time::timeout(SHUT_WITHIN, stream.shutdown()).await;
            }
            None
        }
        Err(_) => None,
    }
}

async fn handshake(
    stream: Stream,
    terminator: &MutualTerminator,
    certificates: &Certificates,
    now: &Seconds,
) -> Result<TlsStream<Stream>, (io::Error, Option<Stream>)> {
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await.map_err(|error| (error, None))?;
    // Before it is waited for: what a client said belongs to the connection.
    let (chosen, offered) = {
        let hello = start.client_hello();
        let offered: Vec<Vec<u8>> = hello.alpn().into_iter().flatten().map(<[u8]>::to_vec).collect();
        (terminator.choose(&hello, certificates, now), offered)
    };
    let keys = certificates.certified_keys(&chosen).await.map_err(|error| (io::Error::other(error), None))?;
    let config = terminator.config(keys, &offered, now).map_err(|error| (error, None))?;
    let accepting = start.into_stream(Arc::new(config)).into_fallible();
    accepting.await.map_err(|(error, stream)| (error, Some(stream)))
}

impl MutualTerminator {
    fn report(&self, error: &io::Error, peer: SocketAddr) {
        let Some(reason) = reason(error) else {
            tracing::debug!(%error, "a handshake failed");
            return;
        };
        self.metrics.count_refused_certificate(self.listener, reason);
        let listener = format!("{:016x}", self.listener.0);
        tracing::info!(listener, client = %peer, reason, %error, "a client's certificate was refused");
    }
}

/// What a handshake agreed on, and the certificate that the client showed.
pub(crate) fn client_tls(terminator: &MutualTerminator, stream: &TlsStream<Stream>) -> ClientTls {
    let (_, connection) = stream.get_ref();
    let version = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLSv1.3",
        _ => "TLSv1.2",
    };
    let suite = connection.negotiated_cipher_suite().map(openssl_name).unwrap_or_default();
    let chain = connection.peer_certificates().unwrap_or_default();
    let certificate = match terminator.mode {
        MutualAuthentication::Passthrough => ClientCertificate::unverified(chain),
        MutualAuthentication::Verify { .. } => ClientCertificate::verified(chain),
    };
    ClientTls {
        version: HeaderValue::from_static(version),
        cipher_suite: HeaderValue::from_static(suite),
        certificate: certificate.map(Arc::new),
    }
}

/// The certificates of a handshake: the first that the client can use is served.
#[derive(Debug)]
struct Chosen(Vec<Arc<CertifiedKey>>);

impl ResolvesServerCert for Chosen {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let usable = self.0.iter().find(|certified| {
            certified.key.choose_scheme(hello.signature_schemes()).is_some()
                && has_suite_for(certified.key.algorithm(), hello.cipher_suites())
        });
        usable.or(self.0.first()).cloned()
    }
}

/// Whether a client has a suite that such a key can serve: in TLS 1.2 a suite names the kind of key.
fn has_suite_for(algorithm: SignatureAlgorithm, offered: &[CipherSuite]) -> bool {
    offered.iter().any(|suite| match suite {
        CipherSuite::TLS13_AES_128_GCM_SHA256
        | CipherSuite::TLS13_AES_256_GCM_SHA384
        | CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => true,
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
        | CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 => algorithm == SignatureAlgorithm::ECDSA,
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        | CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => algorithm == SignatureAlgorithm::RSA,
        _ => false,
    })
}
