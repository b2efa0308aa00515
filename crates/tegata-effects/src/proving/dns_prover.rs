//! The prover that asks name servers.

use async_trait::async_trait;
use tegata_dns::resolver::{CaaOutcome, CaaRecord, CnameOutcome, MailOutcome, ProofResolver};
use tegata_egress::Gate;
use tegata_model::DomainName;
use tegata_model::caa::{CaaAsk, CaaDecision, CaaProperty, decide};
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::{HttpRedirect, ValidationMethod, ValidationRecord};
use tegata_operations::Instance;

use super::redirect_prover;
use super::{CaaFound, ProofFound, Prover, Reach};

/// Looks proofs and CAA records up in the DNS.
pub struct DnsProver {
    resolver: ProofResolver,
    /// Says which domains CAA records may name.
    instance: Instance,
    /// The way out for proofs by HTTP, and the port that they are looked for at.
    http: Option<(Gate, u16)>,
}

impl DnsProver {
    /// A prover that asks by `resolver`, for an authority that CAA records name by one of the instance's issuer domains.
    #[must_use]
    pub fn new(resolver: ProofResolver, instance: Instance) -> DnsProver {
        DnsProver { resolver, instance, http: None }
    }

    /// The same prover with a way out for proofs by HTTP, which are looked for at `port`: 80, but in a private hierarchy.
    #[must_use]
    pub fn with_http(self, gate: Gate, port: u16) -> DnsProver {
        DnsProver { http: Some((gate, port)), ..self }
    }
}

#[async_trait]
impl Prover for DnsProver {
    async fn proof(&self, record: &ValidationRecord, reach: Reach) -> Option<ProofFound> {
        let seen = self.resolver.look_up_cname(&record.name, &record.value, reach).await?;
        let sighting = match seen.outcome {
            CnameOutcome::Proven => LookUpResult::Good,
            CnameOutcome::NotProven { why } => LookUpResult::Bad { why },
            CnameOutcome::NoRootServer { why } => LookUpResult::NoRootServer { why },
            CnameOutcome::Unanswered { why } => LookUpResult::Unanswered { why },
        };
        Some(ProofFound { sighting, found: seen.found, trace: seen.trace })
    }

    async fn redirect(&self, redirect: &HttpRedirect, content: &str) -> ProofFound {
        match &self.http {
            Some((gate, port)) => redirect_prover::look(gate, *port, redirect, content).await,
            None => {
                let why = "this instance cannot send HTTP requests".to_owned();
                ProofFound {
                    sighting: LookUpResult::Unanswered { why },
                    found: Vec::new(),
                    trace: Vec::new(),
                }
            }
        }
    }

    async fn contacts(&self, domain: &str, reach: Reach) -> Option<ProofFound> {
        let seen = self.resolver.look_up_mail(domain, reach).await?;
        let (sighting, found) = match seen.outcome {
            MailOutcome::Servers(servers) => (LookUpResult::Good, servers),
            MailOutcome::None { why } => (LookUpResult::Bad { why }, Vec::new()),
            MailOutcome::NoRootServer { why } => (LookUpResult::NoRootServer { why }, Vec::new()),
            MailOutcome::Unanswered { why } => (LookUpResult::Unanswered { why }, Vec::new()),
        };
        Some(ProofFound { sighting, found, trace: seen.trace })
    }

    async fn caa(&self, name: &DomainName, method: ValidationMethod, reach: Reach) -> Option<CaaFound> {
        let seen = self.resolver.look_up_caa(name.base(), reach).await?;
        let settings = self.instance.settings();
        let (verdict, found) = match seen.outcome {
            CaaOutcome::None => (CaaVerdict::Permitted, Vec::new()),
            CaaOutcome::NoRootServer { why } => (CaaVerdict::NoRootServer { why }, Vec::new()),
            CaaOutcome::Unanswered { why } => (CaaVerdict::Unanswered { why }, Vec::new()),
            CaaOutcome::Found { at, records } => {
                let found = records.iter().map(|record| shown(&at, record)).collect();
                let properties: Vec<CaaProperty> = records
                    .into_iter()
                    .map(|CaaRecord { critical, tag, value }| CaaProperty { critical, tag, value })
                    .collect();
                let ask = CaaAsk {
                    issuer_domains: &settings.issuer_domains,
                    is_wildcard: name.is_wildcard(),
                    method,
                };
                let verdict = match decide(&properties, &ask) {
                    CaaDecision::Permitted => CaaVerdict::Permitted,
                    CaaDecision::Forbidden { why } => CaaVerdict::Forbidden { why },
                };
                (verdict, found)
            }
        };
        Some(CaaFound { verdict, found, trace: seen.trace })
    }
}

/// A record as a zone file has it.
fn shown(at: &str, record: &CaaRecord) -> String {
    let flags = if record.critical { 128 } else { 0 };
    format!("{at} CAA {flags} {} \"{}\"", record.tag, record.value)
}
