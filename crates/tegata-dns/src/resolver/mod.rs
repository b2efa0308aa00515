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
mod config;
mod cookie_jar;
mod delegation;
mod delegations;
mod domain_name;
mod egress;
mod exchange;
mod internet_roots;
mod mail_exchange;
mod random;
mod response;
mod shared;
mod silence;
mod walk;

use std::net::IpAddr;
use std::sync::Arc;

pub use self::caa::{CaaLookup, CaaOutcome, CaaRecord};
pub use self::cname::{CnameOutcome, CnameProof};
pub use self::config::{Hosted, Mode, Reach, Reserved, ResolverConfig};
pub use self::cookie_jar::CookieJar;
pub use self::delegation::{
    DelegationOf, DelegationSeen, NameServerSeen, ParentAnswer, ParentSeen, ServerAnswer, Stop,
};
pub use self::egress::is_reserved;
pub use self::internet_roots::INTERNET_ROOTS;
pub use self::mail_exchange::{MailLookup, MailOutcome};
pub use self::random::Random;

use self::shared::Shared;

/// The resolver. Cheap to clone.
#[derive(Clone)]
pub struct ProofResolver(Arc<Shared>);

impl ProofResolver {
    /// A resolver.
    #[must_use]
    pub fn new(config: ResolverConfig) -> ProofResolver {
        ProofResolver(Arc::new(Shared::new(config)))
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

    /// Sees how a zone is delegated, as resolvers elsewhere see it. Never errs.
    pub async fn observe_delegation(&self, of: &DelegationOf) -> DelegationSeen {
        delegation::observe(&self.0, of).await
    }

    /// Looks the CAA record set up that is relevant for `name` (RFC 8659 §3): its own, or that of the closest
    /// parent that has one. Never errs, and may give `None`, as [`ProofResolver::look_up_cname`].
    pub async fn look_up_caa(&self, name: &str, reach: Reach) -> Option<CaaLookup> {
        caa::look_up(&self.0, name, reach).await
    }
}
