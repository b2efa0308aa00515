//! The prover of a rehearsal: it asks the zones of the copy, and takes what is elsewhere as proven.

use std::collections::BTreeSet;

use async_trait::async_trait;
use parking_lot::Mutex;
use tegata_effects::proving::dns_prover::DnsProver;
use tegata_effects::proving::{CaaFound, ProofFound, Prover, Reach};
use tegata_model::DomainName;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::{HttpRedirect, ValidationMethod, ValidationRecord};

/// Asks the zones of the copy, and no other server.
pub(super) struct RehearsalProver {
    here: DnsProver,
    assumed: Mutex<BTreeSet<String>>,
}

impl RehearsalProver {
    /// A prover that asks by `here`.
    pub(super) fn new(here: DnsProver) -> RehearsalProver {
        RehearsalProver { here, assumed: Mutex::default() }
    }

    /// The names whose proof was taken as given.
    pub(super) fn assumed(&self) -> BTreeSet<String> {
        self.assumed.lock().clone()
    }

    fn assume(&self, name: &str, found: Vec<String>) -> ProofFound {
        self.assumed.lock().insert(name.trim_end_matches('.').to_owned());
        ProofFound {
            sighting: LookUpResult::Good,
            found,
            trace: vec!["taken as proven in a rehearsal".to_owned()],
        }
    }
}

#[async_trait]
impl Prover for RehearsalProver {
    async fn proof(&self, record: &ValidationRecord, _: Reach) -> Option<ProofFound> {
        let found = self.here.proof(record, Reach::Here).await;
        Some(found.unwrap_or_else(|| self.assume(&record.name, vec![record.value.clone()])))
    }

    async fn redirect(&self, redirect: &HttpRedirect, _: &str) -> ProofFound {
        self.assume(&redirect.from, vec![redirect.to.clone()])
    }

    async fn contacts(&self, domain: &str, _: Reach) -> Option<ProofFound> {
        let found = self.here.contacts(domain, Reach::Here).await;
        Some(found.unwrap_or_else(|| self.assume(domain, Vec::new())))
    }

    async fn caa(&self, name: &DomainName, method: ValidationMethod, _: Reach) -> Option<CaaFound> {
        let found = self.here.caa(name, method, Reach::Here).await;
        Some(found.unwrap_or_else(|| CaaFound {
            verdict: CaaVerdict::Permitted,
            found: Vec::new(),
            trace: Vec::new(),
        }))
    }
}
