//! A Tegata in memory, for tests of operations and endpoints.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::evidence::{LookUp, LookUpResult, Question};
use tegata_model::certificate::issue::{CaaResult, CaaVerdict};
use tegata_model::certificate::request::CertificateRequest;
use tegata_model::certificate::{ExportOption, Serial, ValidationMethod};
use tegata_model::validity::Window;
use tegata_model::{AccountId, AuthorityId, CertificateId, Region, ReplacementId, Tenant};
use tegata_operations::certificate::mail::{Delivery, record_delivery};
use tegata_operations::certificate::replacement::{self, Advanced};
use tegata_operations::certificate::{
    Completed, ContactsLookedUp, LookedUp, Prepared, Proof, Recorded, Signed, begin_issue, complete_issue,
    record_contacts, record_proof, to_ask, to_issue, to_prove,
};
use tegata_operations::{Caller, Clock, Error, Founding, Instance, InstanceSecret, Settings, Worker, caller};
use tegata_store::jobs::{self, Claim};
use tegata_store::{Location, Sealer, Store};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::repeating;

/// When the clock of a world stands at first.
const START: &str = "2026-11-23T10:00:00Z";
const SEALING_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// An instance in memory whose clock stands until it is moved, and somebody who owns its account.
pub struct World {
    /// The instance.
    pub instance: Instance,
    /// The same instance, for operations that take a worker.
    pub worker: Worker,
    /// The owner of account 123456789012, in us-east-1.
    pub owner: Caller,
}

impl World {
    /// A new world; with the same seed it is the same in every run.
    pub async fn new(seed: u64) -> World {
        World::with_settings(seed, |_| ()).await
    }

    /// A new world whose settings were changed.
    pub async fn with_settings(seed: u64, change: impl FnOnce(&mut Settings)) -> World {
        let store = Store::open(&Location::Memory).await.expect("a store in memory opens");
        let account = AccountId::try_from("123456789012".to_owned()).expect("an account");
        let mut settings = Settings::default();
        change(&mut settings);
        let region = Region::try_from("us-east-1".to_owned()).expect("a region");
        let entropy = repeating(seed);
        let sealer = Sealer::from_text(SEALING_KEY, "a test", entropy.source()).expect("a key");
        let instance = Instance::new(
            store,
            Clock::standing(START.parse::<Timestamp>().expect("a time")),
            entropy,
            sealer,
            InstanceSecret::new(&[7; 32]),
            Founding::embedded(account.clone()),
            settings,
        );
        let worker = worker(&instance);
        World { instance, worker, owner: owner_of(Tenant { account, region }) }
    }

    /// Somebody who owns another account.
    #[must_use]
    pub fn stranger(&self) -> Caller {
        let account = AccountId::try_from("999999999999".to_owned()).expect("an account");
        owner_of(Tenant { account, region: self.owner.region().clone() })
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.instance.clock.now()
    }

    /// Moves the clock.
    pub fn advance(&self, span: SignedDuration) {
        self.instance.clock.advance(span);
    }

    /// Claims the jobs that are due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim(&self) -> Result<Vec<Claim>, Error> {
        let now = self.now();
        self.instance.write(move |tx| Ok(jobs::claim(tx, now, SignedDuration::from_mins(1), 100)?)).await
    }

    /// Shows the pending names of a certificate as this sighting, and lets its claimed job go on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn show(
        &self,
        claim: &Claim,
        id: CertificateId,
        sighting: LookUpResult,
    ) -> Result<Recorded, Error> {
        let at = self.now();
        let seen = to_prove(&self.worker, id).await?.into_iter().map(|to_prove| {
            let look_up = LookUp {
                at,
                question: Question::Proof,
                sighting: sighting.clone(),
                found: vec![match to_prove.proof {
                    Proof::Record(record) => record.value,
                    Proof::Redirect { redirect, .. } => redirect.to,
                }],
                trace: Vec::new(),
            };
            (to_prove.base, look_up)
        });
        let looked_up = LookedUp { here: seen.collect(), ..LookedUp::default() };
        record_proof(&self.worker, claim, id, looked_up).await
    }

    /// Shows the validation domains of a certificate as this sighting, and lets its claimed job go on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reach(&self, claim: &Claim, id: CertificateId, sighting: LookUpResult) -> Result<(), Error> {
        let at = self.now();
        let seen = to_ask(&self.worker, id).await?.into_iter().map(|domain| {
            let look_up = LookUp {
                at,
                question: Question::Contacts,
                sighting: sighting.clone(),
                found: Vec::new(),
                trace: Vec::new(),
            };
            (domain, look_up)
        });
        let looked_up = ContactsLookedUp { seen: seen.collect(), left: 0 };
        record_contacts(&self.worker, claim, id, looked_up).await
    }

    /// Issues what a claimed job asks for, with bytes that are no certificate: for tests of what stands around it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn issue(&self, claim: &Claim, id: CertificateId) -> Result<Option<Completed>, Error> {
        let at = self.now();
        let Some(to_issue) = to_issue(&self.worker, id).await? else { return Ok(None) };
        let names = to_issue.names().cloned();
        let caa: Arc<[CaaResult]> =
            names.map(|name| CaaResult { name, verdict: CaaVerdict::Permitted, at }).collect();
        let Ok(issuable) = to_issue.issuable(&self.instance, &caa) else { return Ok(None) };
        let prepared = Prepared {
            issuable,
            serial: Serial::from_random(self.instance.entropy.bytes()),
            authority: AuthorityId(Uuid::nil()),
            issuer: Window { not_before: Timestamp::MIN, not_after: Timestamp::MAX },
            to_be_signed: b"to be signed".to_vec(),
        };
        let Ok(reserved) = begin_issue(&self.worker, caa, to_issue, prepared).await? else { return Ok(None) };
        let signed = Signed {
            leaf: format!("leaf {}", reserved.serial()).into_bytes(),
            chain_pem: "-----BEGIN CERTIFICATE-----\nY2hhaW4=\n-----END CERTIFICATE-----\n".to_owned(),
            private_key: Some(Zeroizing::new(b"private key".to_vec())),
            issuer: "Tegata".to_owned(),
            signature_algorithm: "SHA256WITHRSA".to_owned(),
        };
        complete_issue(&self.worker, claim, &reserved, signed).await.map(Some)
    }

    /// Goes on with a replacement; whatever is attached is served.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn replace(&self, claim: &Claim, id: ReplacementId) -> Result<(), Error> {
        let mut advanced = replacement::advance(&self.worker, claim, id).await?;
        loop {
            advanced = match advanced {
                Advanced::Settled => return Ok(()),
                Advanced::GoOn => replacement::advance(&self.worker, claim, id).await?,
                Advanced::Check(listeners) => {
                    let served = Ok(listeners.len());
                    replacement::record_check(&self.worker, claim, id, served).await?
                }
            };
        }
    }

    /// Does all that is due: every record is there, CAA permits, and what is proven is issued.
    ///
    /// This is not the job runner, for three reasons: `tegata_effects::run_jobs` is in a crate above this one, it needs
    /// an authority with keys and a prover, and it runs by timers and tasks, while a test of operations wants one job
    /// after the other. Each arm reports by the operation that the runner reports by, so what is stored is the same.
    /// The runner itself is tested in `tegata-effects`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&self) -> Result<(), Error> {
        loop {
            let claims = self.claim().await?;
            if claims.is_empty() {
                return Ok(());
            }
            for claim in claims {
                match claim.job {
                    tegata_model::job::Job::LookUpProofs { certificate } => {
                        self.show(&claim, certificate, LookUpResult::Good).await?;
                    }
                    tegata_model::job::Job::AskByMail { certificate } => {
                        self.reach(&claim, certificate, LookUpResult::Good).await?;
                    }
                    tegata_model::job::Job::SendMail { mail } => {
                        record_delivery(&self.worker, &claim, mail, Delivery::NoRelay).await?;
                    }
                    // A world without an outside delivers nothing.
                    tegata_model::job::Job::DeliverWebhook { .. } => {
                        self.instance.write(move |tx| Ok::<_, Error>(jobs::complete(tx, &claim)?)).await?;
                    }
                    tegata_model::job::Job::Replace { replacement } => {
                        self.replace(&claim, replacement).await?;
                    }
                    tegata_model::job::Job::Issue { certificate } => {
                        self.issue(&claim, certificate).await?;
                    }
                }
            }
        }
    }
}

/// A worker on this instance: tests play the effects.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "tests play the effects")]
pub fn worker(instance: &Instance) -> Worker {
    Worker::new(instance.clone())
}

fn owner_of(tenant: Tenant) -> Caller {
    Caller::new(caller::OWNER, tenant, "test")
}

/// A request to prove these names by DNS; the first is the domain name.
#[must_use]
pub fn dns_request(names: &[&str]) -> CertificateRequest {
    CertificateRequest {
        domain_name: names.first().copied().unwrap_or_default().to_owned(),
        alternative_names: names.iter().skip(1).map(|&name| name.to_owned()).collect(),
        key_algorithm: None,
        method: Some(ValidationMethod::Dns),
        validation_domains: Vec::new(),
        export: ExportOption::Disabled,
        transparency: Default::default(),
        managed_by: None,
        tags: Vec::new(),
    }
}
