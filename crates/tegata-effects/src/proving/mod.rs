//! Looking things up for proofs: the seam between what is asked and who is asked.

mod delegation;
pub mod dns_prover;
pub mod redirect_prover;

pub use self::delegation::observe_delegation;
use async_trait::async_trait;
pub use tegata_dns::resolver::Reach;
use tegata_model::DomainName;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::{HttpRedirect, ValidationMethod, ValidationRecord};

/// Looks up proofs and CAA records, each within a deadline of its own. There is one in the program; tests
/// bring another, so that a year of renewals needs no name servers.
///
/// A look-up that may ask only for zones hosted here ([`Reach::Here`]) gives `None` when the answer is elsewhere.
#[async_trait]
pub trait Prover: Send + Sync + 'static {
    /// Looks for a validation record.
    async fn proof(&self, record: &ValidationRecord, reach: Reach) -> Option<ProofFound>;

    /// Looks whether what serves a name leads to where `redirect` says, or serves `content` itself. Who serves a name is
    /// never this instance.
    async fn redirect(&self, redirect: &HttpRedirect, content: &str) -> ProofFound;

    /// Looks up where a domain's mail goes: good when it goes anywhere.
    async fn contacts(&self, domain: &str, reach: Reach) -> Option<ProofFound>;

    /// Looks up and judges the CAA records of a name that was proven by `method`.
    async fn caa(&self, name: &DomainName, method: ValidationMethod, reach: Reach) -> Option<CaaFound>;
}

/// What a look-up for a validation record, or for mail servers, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFound {
    /// Whether it is what is needed.
    pub sighting: LookUpResult,
    /// The targets of the CNAME chain in order, or the mail servers.
    pub found: Vec<String>,
    /// Who was asked what, and what came back.
    pub trace: Vec<String>,
}

/// What a look-up for CAA records found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaaFound {
    /// What they say of issuing.
    pub verdict: CaaVerdict,
    /// The records that count.
    pub found: Vec<String>,
    /// Who was asked what, and what came back.
    pub trace: Vec<String>,
}
