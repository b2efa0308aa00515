//! What this instance knows of a path from its own state: names, load balancers and their targets, certificates.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use jiff::Timestamp;

use super::{Answers, CertificateSource, DeclaredHop, HopKind, Network, Protocol, TlsVersion};
use crate::certificate::Status;
use crate::{CertificateId, DomainName, Tenant};

/// Everything that is known for one path.
#[derive(Debug, Clone)]
pub struct Known {
    /// Whose it is. A Lightsail certificate has to be in its region.
    pub tenant: Tenant,
    /// The names that the path leads over: lower case, no trailing dot.
    pub names: BTreeMap<String, KnownName>,
    /// The load balancers that these names may lead to.
    pub load_balancers: Vec<KnownLoadBalancer>,
    /// Everything that the owner declared.
    pub declared: Vec<DeclaredHop>,
    /// The certificates that declared hops name, by their ARN; those that are not here are missing.
    pub certificates: BTreeMap<String, KnownCertificate>,
}

/// A name in the DNS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownName {
    /// The hosted zone that it is in; `None` when none of the account's has it.
    pub zone: Option<String>,
    /// Where its records point.
    pub records: Vec<Record>,
}

/// Where a record set points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An alias of another name.
    Alias(String),
    /// A CNAME.
    Cname(String),
    /// An address.
    Address(IpAddr),
}

/// A load balancer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLoadBalancer {
    /// Which kind.
    pub kind: HopKind,
    /// Its name.
    pub name: String,
    /// Its name in the DNS.
    pub dns_name: String,
    /// The addresses that the DNS gives for it.
    pub addresses: Vec<IpAddr>,
    /// The network that its clients are on.
    pub network: Network,
    /// Its listeners, by port.
    pub listeners: Vec<KnownListener>,
}

/// A listener, as far as requests for the path's name are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownListener {
    /// Where it listens.
    pub socket: SocketAddr,
    /// What it serves.
    pub protocol: Protocol,
    /// Its security policy.
    pub policy: Option<String>,
    /// The versions of TLS in that policy.
    pub tls_versions: Vec<TlsVersion>,
    /// The certificates to choose from, the default first.
    pub certificates: Vec<KnownCertificate>,
    /// What it does when it sends no request on.
    pub answers: Option<Answers>,
    /// The target groups that it sends requests for the name to, each once.
    pub groups: Vec<KnownGroup>,
}

/// A target group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownGroup {
    /// Its name.
    pub name: String,
    /// How its targets are spoken to.
    pub protocol: Protocol,
    /// Whether the certificates of its targets are verified.
    pub verifies: bool,
    /// The versions of TLS that the load balancer offers to targets.
    pub tls_versions: Vec<TlsVersion>,
    /// Its targets that are in service.
    pub targets: Vec<KnownTarget>,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTarget {
    /// What it is registered as: an instance's identifier, or an address.
    pub name: String,
    /// What it is, as far as its registration says.
    pub kind: HopKind,
    /// Where it listens; `None` for an instance that the settings give no address for.
    pub socket: Option<SocketAddr>,
    /// Its port.
    pub port: u16,
    /// Why it is unhealthy; `None` when it is not, or was not checked.
    pub unhealthy: Option<String>,
}

/// A certificate that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCertificate {
    /// Which.
    pub id: CertificateId,
    /// Its ARN.
    pub arn: String,
    /// Issued here or imported.
    pub source: CertificateSource,
    /// In which region it is.
    pub region: String,
    /// Its DNS names.
    pub names: Vec<String>,
    /// How it stands.
    pub status: Status,
    /// From when it is valid, if it was issued.
    pub not_before: Option<Timestamp>,
    /// Until when it is valid, if it was issued.
    pub not_after: Option<Timestamp>,
    /// SHA-256 of what is served, in hexadecimal; only where it was read for a comparison.
    pub fingerprint: Option<String>,
}

impl KnownCertificate {
    /// Whether it is for a host of this name, and how: an exact name comes before a wildcard.
    #[must_use]
    pub fn covers(&self, host: &str) -> Option<Cover> {
        covers(&self.names, host)
    }
}

/// How a certificate is for a name, the better way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// It has the name.
    Exactly,
    /// It has a wildcard for the name.
    ByWildcard,
}

/// Whether one of these names is for a host (RFC 9525 §6.3).
pub(super) fn covers(names: &[String], host: &str) -> Option<Cover> {
    let fits = |name: &&String| name.parse::<DomainName>().is_ok_and(|name| name.covers(host));
    names
        .iter()
        .filter(fits)
        .map(|name| if name.starts_with("*.") { Cover::ByWildcard } else { Cover::Exactly })
        .min()
}
