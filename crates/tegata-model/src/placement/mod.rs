//! Placement: the path from a name to where its data ends, and at which hop TLS ends under which certificate.
//!
//! ```text
//!  name ──alias, address──► load balancer ──target group──► target ──declared──► database
//!  (DNS)                    (listener)                      (instance, container, Lightsail …)
//! ```
//!
//! What this instance runs is known from its state ([`known`]). What it does not run is declared by its owner
//! ([`DeclaredHop`]). [`trace`] puts both together, [`check`] finds what is wrong with the result, and [`judge`] compares
//! it with what connections have shown.

mod check;
mod declared;
mod fault;
pub mod known;
mod new_hop;
mod text_enum;
mod tls_end;
mod trace;
mod vocabulary;
mod walk;

use std::net::SocketAddr;

pub use self::check::check;
pub use self::declared::{
    DECLARED_MAX, DeclarationRefused, DeclaredCertificate, DeclaredHop, DeclaredSource, FORWARDS_MAX,
    HopDeclaration, plan_declaration,
};
pub use self::fault::{Fault, Finding};
use self::known::KnownCertificate;
pub use self::trace::{HOPS_MAX, trace};
pub use self::vocabulary::{
    CertificateSource, ClientCertificate, DeclaredKind, HopKind, Network, Protocol, TlsRole, TlsVersion,
};
pub use self::walk::{SeenAtHop, SeenTls, Trusted, judge};

/// The path from a name to where its data ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The name: lower case, no trailing dot.
    pub name: String,
    /// The hops. The first is the name itself, and each of the others comes after the one that it is reached from.
    pub hops: Vec<Hop>,
    /// What was found wrong while the path was followed. [`check`] has the rest.
    pub findings: Vec<Finding>,
    /// Whether there are more than [`HOPS_MAX`] hops.
    pub is_truncated: bool,
}

/// A hop of a path: a server that takes the connection of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The place of the hop that sends to this one; `None` for the name.
    pub from: Option<usize>,
    /// What it is.
    pub kind: HopKind,
    /// What it is called.
    pub name: String,
    /// Where it listens, as `host:port`; empty for a name.
    pub address: String,
    /// Where it listens, when that is an address of this instance's edge or of a registered target: those that this
    /// instance connects to anyway.
    pub socket: Option<SocketAddr>,
    /// What is served there; `None` for a name.
    pub protocol: Option<Protocol>,
    /// What the hop before it speaks to it; `None` when that is not known.
    pub spoken: Option<Protocol>,
    /// The security policy of a listener.
    pub policy: Option<String>,
    /// The versions of TLS that it accepts, the oldest first; empty when not known.
    pub tls_versions: Vec<TlsVersion>,
    /// The certificate that belongs there.
    pub certificate: Option<HopCertificate>,
    /// The name that its certificate has to have.
    pub server_name: String,
    /// The network between the hop before and this one.
    pub network: Network,
    /// Whether it wants a certificate from who connects.
    pub client_certificate: ClientCertificate,
    /// What it does instead of sending requests on: a redirect, or an answer of its own.
    pub answers: Option<Answers>,
    /// What it does with TLS.
    pub tls: TlsRole,
}

/// What a listener does instead of sending requests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// It redirects to HTTPS.
    RedirectToHttps,
    /// It redirects to somewhere else.
    Redirect,
    /// It answers by itself.
    FixedResponse,
}

/// The certificate that belongs to a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HopCertificate {
    /// Where it comes from.
    pub source: CertificateSource,
    /// Its ARN, if it is one of this instance's.
    pub arn: Option<String>,
    /// What is known of it; `None` when it is not here.
    pub known: Option<KnownCertificate>,
}

impl Placement {
    /// The kinds of the hops at which TLS ends, each once, in the order of the path; empty when no hop speaks TLS.
    #[must_use]
    pub fn tls_ends_at(&self) -> Vec<HopKind> {
        let mut kinds: Vec<HopKind> = Vec::new();
        for hop in self.hops.iter().filter(|hop| hop.tls == TlsRole::Ends && hop.answers.is_none()) {
            if !kinds.contains(&hop.kind) {
                kinds.push(hop.kind);
            }
        }
        kinds
    }

    /// The hops that a hop sends to.
    pub fn next_hops(&self, place: usize) -> impl Iterator<Item = (usize, &Hop)> {
        self.hops.iter().enumerate().filter(move |(_, hop)| hop.from == Some(place))
    }

    /// How many hops are before this one.
    #[must_use]
    pub fn depth(&self, place: usize) -> usize {
        let mut depth = 0;
        let mut current = self.hops.get(place).and_then(|hop| hop.from);
        while let Some(before) = current {
            depth += 1;
            // A hop comes after the one that it is reached from.
            current = self.hops.get(before).and_then(|hop| hop.from);
        }
        depth
    }
}

#[cfg(test)]
mod tests;
