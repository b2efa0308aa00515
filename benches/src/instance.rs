//! An instance on disk, and neighbours that answer at once: what is measured is Tegata, not a name server.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use async_trait::async_trait;
use jiff::SignedDuration;
use tegata_effects::proving::{CaaFound, ProofFound, Prover, Reach};
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::request::CertificateRequest;
use tegata_model::certificate::{
    ExportOption, HttpRedirect, TransparencyLogging, ValidationMethod, ValidationRecord,
};
use tegata_model::{AccountId, DomainName, Tenant};
use tegata_operations::instance::founding;
use tegata_operations::{Caller, Clock, Entropy, Founding, Instance, InstanceSecret, Settings, caller};
use tegata_store::{Location, Sealer, Store};

/// Opens an instance in `folder`, and gives its account's owner.
///
/// # Errors
/// When the store does not open.
pub async fn open(folder: &Path) -> Result<(Instance, Caller)> {
    let entropy = Entropy::system();
    let store = Store::open(&Location::Directory(folder.to_owned())).await?;
    let founding = Founding::embedded(AccountId::try_from("123456789012".to_owned())?);
    let tenant = Tenant { account: founding.account.clone(), region: founding.region.clone() };
    let sealer = sealer(&folder.join("sealing-key"), &entropy)?;
    let secret = InstanceSecret::new(&entropy.bytes());
    let clock = Clock::system(SignedDuration::ZERO);
    let instance = Instance::new(store, clock, entropy, sealer, secret, founding, Settings::default());
    let owner = Caller::new(caller::OWNER, tenant, "bench");
    Ok((instance, owner))
}

/// Opens the instance that `tegata up` made in `folder` and has left, and gives its account's owner.
///
/// # Errors
/// When there is none, or it still runs.
pub async fn open_left(folder: &Path) -> Result<(Instance, Caller)> {
    let entropy = Entropy::system();
    let store = Store::open(&Location::Directory(folder.to_owned())).await?;
    let founding = founding::find(&store).await?.context("an instance's founding values")?.into_founding();
    let tenant = Tenant { account: founding.account.clone(), region: founding.region.clone() };
    let sealer = sealer(&folder.join("key-encryption-key"), &entropy)?;
    let secret = InstanceSecret::load_or_make(&store, &sealer, &entropy).await?;
    let clock = Clock::system(SignedDuration::ZERO);
    let instance = Instance::new(store, clock, entropy, sealer, secret, founding, Settings::default());
    let owner = Caller::new(caller::OWNER, tenant, "bench");
    Ok((instance, owner))
}

/// The sealer of a key file, made when it is not there.
fn sealer(path: &Path, entropy: &Entropy) -> Result<Sealer> {
    Sealer::make_file(path, &entropy.bytes())?;
    Ok(Sealer::from_file(path, std::fs::metadata(path)?.uid(), entropy.source())?)
}

/// A request for one name and a P-256 key, proven by DNS.
#[must_use]
pub fn ask(name: &str) -> CertificateRequest {
    CertificateRequest {
        domain_name: name.to_owned(),
        alternative_names: Vec::new(),
        key_algorithm: Some("EC_prime256v1".to_owned()),
        method: Some(ValidationMethod::Dns),
        validation_domains: Vec::new(),
        export: ExportOption::Disabled,
        transparency: TransparencyLogging::default(),
        managed_by: None,
        tags: Vec::new(),
    }
}

/// Name servers that have every record and no CAA, and answer at once.
pub struct AtOnce;

impl AtOnce {
    /// As effects want it.
    #[must_use]
    pub fn prover() -> Arc<dyn Prover> {
        Arc::new(AtOnce)
    }
}

#[async_trait]
impl Prover for AtOnce {
    async fn proof(&self, record: &ValidationRecord, _reach: Reach) -> Option<ProofFound> {
        Some(ProofFound {
            sighting: LookUpResult::Good,
            found: vec![record.value.clone()],
            trace: Vec::new(),
        })
    }

    async fn redirect(&self, redirect: &HttpRedirect, _content: &str) -> ProofFound {
        ProofFound { sighting: LookUpResult::Good, found: vec![redirect.to.clone()], trace: Vec::new() }
    }

    async fn contacts(&self, _domain: &str, _reach: Reach) -> Option<ProofFound> {
        Some(ProofFound { sighting: LookUpResult::Good, found: Vec::new(), trace: Vec::new() })
    }

    async fn caa(&self, _name: &DomainName, _method: ValidationMethod, _reach: Reach) -> Option<CaaFound> {
        Some(CaaFound { verdict: CaaVerdict::Permitted, found: Vec::new(), trace: Vec::new() })
    }
}
