//! What an edge is given, and what it reports: plain data, and the callbacks of its owner.
//!
//! Nothing here acts. The files that open sockets, do handshakes and forward requests import this one, never the other
//! way round.

mod access;
mod routes;
mod stream;

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

pub(crate) use self::access::CLIENT_LEFT;
pub use self::access::{
    AccessEntry, AccessLogKey, AccessProtocol, AccessTarget, AccessTls, MatchedRule, OnAccess,
    PerformedAction, TransformOutcome, Transformed, Unclear,
};
pub use self::routes::{
    Action, Condition, FixedResponse, Forward, GroupKey, Pattern, Redirect, ReplacementPiece, Rewrite,
    Routes, Rule,
};
pub use self::stream::{Carries, Stream};
use crate::firewall::Firewall;
use crate::group_settings::{GroupSettings, TargetVersion, Transport};
use crate::http_settings::HttpSettings;
use crate::trust_store::MutualAuthentication;

/// The caller's identifier of a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListenerKey(pub u64);

/// The caller's identifier of a site on a socket that several owners share: of a distribution, for example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SiteKey(pub u64);

/// The caller's identifier of a certificate, whatever its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CertificateKey(pub u128);

/// Returns the time in seconds since 1970.
pub type Seconds = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Called with a group's key and the health of its targets.
pub type OnHealth = Arc<dyn Fn(GroupKey, &TargetHealths) + Send + Sync>;

/// Loads the chain and key of a certificate for its first handshake, as it is now; `None` when its owner has it no more.
/// The error says why it could not be loaded: handshakes that need it fail, and later ones load it again.
pub type LoadMaterial = Arc<dyn Fn(CertificateKey) -> LoadingMaterial + Send + Sync>;

/// See [`LoadMaterial`].
pub type LoadingMaterial = Pin<Box<dyn Future<Output = Result<Option<Material>, String>> + Send>>;

/// Called when a certificate is served whose OCSP answer is not known.
pub type OnStapleDue = Arc<dyn Fn() + Send + Sync>;

/// Says whether a target's address may be connected to; if not, why not.
pub type PermitTarget = Arc<dyn Fn(SocketAddr) -> Result<(), String> + Send + Sync>;

/// A socket to listen on, and what is served there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it speaks, and for which sites.
    pub serves: Protocol,
    /// How it treats HTTP.
    pub http: Arc<HttpSettings>,
    /// Who may connect, and where requests may go.
    pub firewall: Arc<Firewall>,
}

/// What a socket speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP in the clear.
    Http(Sites<Arc<Routes>>),
    /// HTTP over TLS.
    Https(Sites<SecureSite>),
    /// HTTP over TLS for one site, whose clients show certificates.
    MutualHttps(SecureSite, MutualAuthentication),
    /// Bytes or datagrams, whatever is spoken in them.
    Stream(Stream),
}

impl Protocol {
    /// The keys of the sites that share the socket.
    pub(crate) fn site_keys(&self) -> Vec<SiteKey> {
        match self {
            Protocol::Http(sites) => sites.keys(),
            Protocol::Https(sites) => sites.keys(),
            Protocol::MutualHttps(..) => Vec::new(),
            Protocol::Stream(_) => Vec::new(),
        }
    }
}

/// Who is served on a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sites<T> {
    /// One site, for all names that clients ask for: a listener of a load balancer.
    One(T),
    /// Sites of several owners, such as the distributions of a CDN. Over TLS the server name of the handshake chooses
    /// the site, and without one of a site's names the handshake fails. A request whose host is not a name of the same
    /// site is answered with 421; so is, in the clear, one whose host is not a name of any site.
    ByName(Vec<NamedSite<T>>),
}

impl<T> Sites<T> {
    fn keys(&self) -> Vec<SiteKey> {
        match self {
            Sites::One(_) => Vec::new(),
            Sites::ByName(named) => named.iter().map(|site| site.key).collect(),
        }
    }
}

/// A site of a socket that several owners share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSite<T> {
    /// Its owner's; its requests are counted by it.
    pub key: SiteKey,
    /// Its DNS names; `*.` before one stands for one label. A name that two sites of a socket have
    /// belongs to the first.
    pub names: Vec<String>,
    /// What is served.
    pub site: T,
}

/// A site over TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecureSite {
    /// Its policy and certificates.
    pub tls: Tls,
    /// What is done with requests.
    pub routes: Arc<Routes>,
}

/// TLS as a site speaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// A security policy's name.
    pub policy: String,
    /// Served when no other certificate matches.
    pub default_certificate: CertificateKey,
    /// Those to choose from by name.
    pub certificates: Vec<CertificateKey>,
}

/// A key that seals stickiness cookies.
pub struct CookieKey {
    /// Its number; no two keys have the same.
    pub id: u32,
    /// From when it seals, in seconds since 1970. It opens what other nodes have sealed before.
    pub begins_at: i64,
    /// The key.
    pub key: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for CookieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CookieKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A certificate with its key.
pub struct Material {
    /// The certificate, then its chain, in PEM. It may end with the root, which clients ignore.
    pub chain_pem: String,
    /// The private key, in PKCS#8 PEM.
    pub key_pem: Zeroizing<String>,
    /// What decides whether it is served.
    pub summary: CertificateSummary,
}

/// What decides whether a handshake gets a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateSummary {
    /// The DNS names it is for; `*.` before one stands for one label.
    pub names: Vec<String>,
    /// The kind of its key.
    pub key_family: KeyFamily,
    /// The key's length in bits.
    pub key_bits: u32,
    /// The length in bits of the hash that it is signed with; 0 for MD5.
    pub hash_bits: u32,
    /// The last second of its validity, since 1970.
    pub not_after: i64,
    /// Tells versions of one certificate apart; only grows.
    pub version: u64,
}

impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Material").field("summary", &self.summary).finish_non_exhaustive()
    }
}

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyFamily {
    /// RSA.
    Rsa,
    /// An elliptic curve.
    Ec,
}

/// A target group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The targets in service, each once. One that drains is not listed: it gets no new requests, and finishes those it
    /// has.
    pub targets: Vec<Target>,
    /// Where those are that drain.
    pub draining: Vec<SocketAddr>,
    /// How their health is checked.
    pub health_check: HealthCheck,
    /// How they are spoken to and chosen.
    pub settings: GroupSettings,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// The caller's name for it.
    pub id: String,
    /// Where it is reached.
    pub address: SocketAddr,
}

/// What a health check does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// A `GET`, or a call of gRPC, that must be answered with one of the good statuses.
    Request,
    /// A connection, which the target has to accept.
    Connection,
}

/// A health check: it has to succeed in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthCheck {
    /// What it does.
    pub probe: Probe,
    /// Whether a header of the PROXY protocol, version 2, without addresses comes first.
    pub proxy_header: bool,
    /// The target's own port when there is none.
    pub port: Option<u16>,
    /// With its query.
    pub path: String,
    /// From the start of one check to the start of the next.
    pub interval: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// This many successes in a row make an unhealthy target healthy.
    pub healthy_threshold: u32,
    /// This many failures in a row make a healthy target unhealthy.
    pub unhealthy_threshold: u32,
    /// What carries it.
    pub transport: Transport,
    /// What is spoken.
    pub version: TargetVersion,
    /// Statuses of HTTP, or of gRPC, that are a success: ranges, both ends included.
    pub good_statuses: Vec<(u16, u16)>,
}

/// The health of a group's targets.
pub type TargetHealths = HashMap<Target, Health>;

/// The health of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Not checked yet.
    Initial,
    /// Its last checks succeeded.
    Healthy,
    /// Its last checks failed.
    Unhealthy(Cause),
}

impl Health {
    /// Whether the target gets requests.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        *self == Health::Healthy
    }
}

/// Why a check failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The status is not one of the good ones.
    Status(u16),
    /// No answer in time.
    Timeout,
    /// No connection, or no HTTP on it; in a few words.
    Failed(String),
}
