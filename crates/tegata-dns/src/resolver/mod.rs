//! The resolver for proofs: asks authoritative servers directly, keeps no answers, and tells what it saw.
//!
//! An iterative walk of our own (RFC 1034 §5.3.3) on messages of the `domain` crate. A library's recursor gives
//! the answer, but not the way to it; and the way (which zone, which server, what each said) is what an owner
//! needs when a proof does not come. Between proofs only delegations are kept, and which servers are silent. Every query
//! has a random identifier and port and a name of random case, every step is bounded, and every address that came from
//! outside passes the egress gate. The first server of a zone that answers decides; DNSSEC is not looked at.

mod addresses;
mod caa;
mod cname;
mod cookie_jar;
mod delegations;
mod egress;
mod exchange;
mod mail_exchange;
mod silence;
mod walk;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

pub use self::caa::{CaaLookup, CaaOutcome, CaaRecord};
pub use self::cname::{CnameOutcome, CnameProof};
pub use self::cookie_jar::CookieJar;
pub use self::egress::is_reserved;
pub use self::mail_exchange::{MailLookup, MailOutcome};
pub use self::walk::NO_ROOT_ANSWERS;

use self::delegations::Delegations;
use self::silence::Silence;

/// How many queries to other servers wait for an answer at once: each has a socket of its own.
const QUERIES_AT_ONCE: usize = 256;

/// How far a look-up may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It asks this instance alone, about zones hosted here: no other server can delay it.
    Here,
    /// It asks any server.
    Anywhere,
}

/// Where look-ups begin.
#[derive(Debug, Clone)]
pub enum Mode {
    /// Walk down from these root servers.
    Roots(Vec<SocketAddr>),
    /// Ask these resolvers, which walk for us: for networks that let nothing else out.
    Forward(Vec<SocketAddr>),
}

/// How look-ups are made.
#[derive(Clone)]
pub struct ResolverConfig {
    /// Where they begin.
    pub mode: Mode,
    /// The port of servers found by delegation: 53, but in a private hierarchy.
    pub port: u16,
    /// How long one proof may take in all.
    pub deadline: Duration,
    /// How long one server is waited for.
    pub server_timeout: Duration,
    /// Whether servers on addresses that are not of the public Internet may be asked.
    pub reserved_addresses: Reserved,
    /// Names whose authoritative server is known beforehand: those in zones hosted here.
    pub hosted: Hosted,
    /// Cookies of the servers of `hosted`, which do not limit their answers to clients that have one.
    pub cookies: Arc<CookieJar>,
    /// Fills with random bytes: query identifiers are drawn from it.
    pub random: Random,
}

/// Whether servers on reserved addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// They are refused: an owner of a zone must not make us ask inside our own network.
    Refused,
    /// They are asked: for a private hierarchy.
    Asked,
}

/// Fills with random bytes.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Tells the authoritative server of a name that is in a zone hosted here.
pub type Hosted = Arc<dyn Fn(&str) -> Option<SocketAddr> + Send + Sync>;

/// The root servers of the Internet (IANA, root.hints), by IPv4.
pub const INTERNET_ROOTS: [IpAddr; 13] = {
    const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
        IpAddr::V4(std::net::Ipv4Addr::new(a, b, c, d))
    }
    [
        v4(198, 41, 0, 4),
        v4(170, 247, 170, 2),
        v4(192, 33, 4, 12),
        v4(199, 7, 91, 13),
        v4(192, 203, 230, 10),
        v4(192, 5, 5, 241),
        v4(192, 112, 36, 4),
        v4(198, 97, 190, 53),
        v4(192, 36, 148, 17),
        v4(192, 58, 128, 30),
        v4(193, 0, 14, 129),
        v4(199, 7, 83, 42),
        v4(202, 12, 27, 33),
    ]
};

/// The resolver. Cheap to clone.
#[derive(Clone)]
pub struct ProofResolver(Arc<Shared>);

/// What all look-ups share.
struct Shared {
    config: ResolverConfig,
    places: Semaphore,
    delegations: Delegations,
    silence: Silence,
}

impl ProofResolver {
    /// A resolver.
    #[must_use]
    pub fn new(config: ResolverConfig) -> ProofResolver {
        ProofResolver(Arc::new(Shared {
            config,
            places: Semaphore::new(QUERIES_AT_ONCE),
            delegations: Delegations::new(),
            silence: Silence::new(),
        }))
    }

    /// Looks a validation CNAME up: whether `name`, or what it is an alias of, is an alias of `expected`.
    /// Never errs: what went wrong is in the outcome and the trace. `None` when it is to be found out only by servers
    /// that `reach` does not allow to be asked.
    pub async fn look_up_cname(&self, name: &str, expected: &str, reach: Reach) -> Option<CnameProof> {
        cname::look_up(&self.0, name, expected, reach).await
    }

    /// Looks up a name's addresses, at its authoritative servers.
    ///
    /// # Errors
    /// What kept them from being found, in a sentence.
    pub async fn look_up_addresses(&self, name: &str) -> Result<Vec<IpAddr>, String> {
        addresses::look_up(&self.0, name).await
    }

    /// Looks up where a domain's mail goes. Never errs, and may give `None`, as [`ProofResolver::look_up_cname`].
    pub async fn look_up_mail(&self, domain: &str, reach: Reach) -> Option<MailLookup> {
        mail_exchange::look_up(&self.0, domain, reach).await
    }

    /// Looks the CAA record set up that is relevant for `name` (RFC 8659 §3): its own, or that of the closest
    /// parent that has one. Never errs, and may give `None`, as [`ProofResolver::look_up_cname`].
    pub async fn look_up_caa(&self, name: &str, reach: Reach) -> Option<CaaLookup> {
        caa::look_up(&self.0, name, reach).await
    }
}
