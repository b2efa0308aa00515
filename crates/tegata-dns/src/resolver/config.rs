//! How look-ups are made, where they begin, and which servers they may ask.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::cookie_jar::CookieJar;
use super::random::Random;

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

/// Tells the authoritative server of a name that is in a zone hosted here.
pub type Hosted = Arc<dyn Fn(&str) -> Option<SocketAddr> + Send + Sync>;
