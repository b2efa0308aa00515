//! Making the authorities at first start, and loading them at each.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tegata_model::AuthorityId;
use tegata_model::authority::{Authority, KeyFamily, KeyStrength, PlannedAuthority, Role, plan_hierarchy};
use tegata_store::seal::SealError;
use tegata_store::{Store, StoreError, WriteTx, authorities};
use tegata_x509::lint::{self, Kind};
use tegata_x509::profile::{self, Locations, Serial};
use tegata_x509::{AuthorityName, Issuer, KeyAlgorithm, PrivateKey, Signer, describe};

use super::{Authorities, Loaded, ca_issuers_url, crl_url};
use crate::instance::founding::{self, FoundingError};
use crate::{Clock, Entropy, Founding, Instance};

/// Why there are no authorities.
#[derive(Debug, thiserror::Error)]
pub enum EstablishError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key could not be unsealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A key or certificate could not be made or read.
    #[error(transparent)]
    X509(#[from] tegata_x509::Error),
    /// What was going to be signed broke a rule: a name or URL in the settings that no certificate may carry.
    #[error(
        "the certificate of {name} would violate {rule}: {text}. Change `organisation`, `country` or \
         `pki_base_url`"
    )]
    Lint {
        /// Of which authority.
        name: String,
        /// Which rule.
        rule: &'static str,
        /// What is wrong.
        text: String,
    },
    /// The founding values in the store.
    #[error(transparent)]
    Founding(#[from] FoundingError),
    /// The thread that made keys went away.
    #[error("the generation of the authorities' keys was interrupted")]
    Interrupted,
}

/// Loads the authorities; makes them when there are none, and keeps the founding values with them. Several nodes that
/// start at once agree on one set.
///
/// # Errors
/// When the store fails, a key cannot be made or unsealed, or another node has begun with other founding values.
pub async fn establish(instance: &Instance) -> Result<Authorities, EstablishError> {
    let founding = Arc::clone(&instance.founding);
    let present = instance
        .read(move |tx| {
            founding::check_stored(tx, &founding)?;
            Ok::<_, EstablishError>(!authorities::list(tx)?.is_empty())
        })
        .await?;
    if !present {
        let making = instance.clone();
        // RSA keys take a tenth of a second each and more.
        let made = tokio::task::spawn_blocking(move || make(&making)).await;
        let made = made.map_err(|_| EstablishError::Interrupted)??;
        let founding = Arc::clone(&instance.founding);
        instance.write(move |tx| save(tx, &founding, &made)).await?;
    }
    Ok(Authorities::new(load(instance).await?))
}

/// Checks that certificates with these names and this base URL can be signed: all of the hierarchy are made from keys that
/// are thrown away, and linted. Nothing is kept, so a value that is refused leaves nothing behind.
///
/// # Errors
/// [`EstablishError::Lint`] says what is wrong with them.
pub fn rehearse(
    founding: &Founding,
    pki_base_url: &str,
    clock: &Clock,
    entropy: &Entropy,
) -> Result<(), EstablishError> {
    let now = clock.now();
    let plan = plan(founding, now);
    let drawn = plan.iter().map(|planned| {
        let is_own = planned.key_of.is_none();
        is_own.then(|| PrivateKey::generate(KeyAlgorithm::EcPrime256v1)).transpose()
    });
    let keys = drawn.collect::<Result<_, _>>()?;
    certify_all(plan, keys, founding, pki_base_url, now, entropy)?;
    Ok(())
}

/// Reads the authorities anew: after a change of the base URL that certificates carry, or when there are others.
///
/// # Errors
/// When the store fails, or a key cannot be unsealed.
pub async fn reload(instance: &Instance, authorities: &Authorities) -> Result<(), EstablishError> {
    authorities.replace(load(instance).await?);
    Ok(())
}

/// How large the keys in the store are, by its RSA root; `None` when there is no authority.
///
/// # Errors
/// When the store fails, or holds something else.
pub async fn key_strength(store: &Store) -> Result<Option<KeyStrength>, EstablishError> {
    let listed = store.read(authorities::list).await?;
    let root = listed.iter().find(|it| it.role == Role::Root && it.key_family == KeyFamily::Rsa);
    let Some(root) = root else { return Ok(None) };
    let described = describe::describe(&root.certificate_der)?;
    Ok(Some(match described.key_algorithm {
        Some(KeyAlgorithm::Rsa4096) => KeyStrength::High,
        _ => KeyStrength::Usual,
    }))
}

struct Made {
    authority: Authority,
    sealed_key: Option<Vec<u8>>,
}

fn save(tx: &mut WriteTx<'_>, founding: &Founding, made: &[Made]) -> Result<(), EstablishError> {
    if !authorities::list(tx)?.is_empty() {
        return Ok(founding::check_stored(tx, founding)?);
    }
    founding::complete(tx, founding)?;
    for made in made {
        authorities::insert(tx, &made.authority, made.sealed_key.as_deref())?;
    }
    Ok(())
}

/// Reads all authorities with their keys from the store.
pub(super) async fn load(instance: &Instance) -> Result<Loaded, EstablishError> {
    let stored = instance
        .read(|tx| {
            let listed = authorities::list(tx)?;
            let with_keys = listed.into_iter().map(|authority| {
                let sealed = authorities::sealed_key(tx, authority.id)?;
                Ok((authority, sealed))
            });
            with_keys.collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
    let members = stored.into_iter().map(|(authority, sealed)| {
        let key = sealed.map(|sealed| {
            let pkcs8 = instance.sealer.open(&place(authority.id), &sealed)?;
            Ok::<_, EstablishError>(PrivateKey::from_pkcs8_der(&pkcs8)?)
        });
        Ok((authority, key.transpose()?))
    });
    let members = members.collect::<Result<Vec<_>, EstablishError>>()?;
    Ok(Loaded::new(members, &instance.settings().pki_base_url)?)
}

/// Where an authority's key is sealed to.
pub(super) fn place(id: AuthorityId) -> String {
    authorities::key_place(id)
}

/// One that stands, while the hierarchy is being made.
struct Standing {
    id: AuthorityId,
    certificate_der: Vec<u8>,
    key: Option<PrivateKey>,
}

fn make(instance: &Instance) -> Result<Vec<Made>, EstablishError> {
    let now = instance.clock.now();
    let (founding, base) = (&instance.founding, &instance.settings().pki_base_url);
    let strength = founding.key_strength.unwrap_or_default();
    let plan = plan(founding, now);
    let keys = generate_all(&plan, strength)?;
    let certified = certify_all(plan, keys, founding, base, now, &instance.entropy)?;
    let made = certified.iter().map(|(planned, stands)| {
        let sealed_key = match &stands.key {
            Some(key) => Some(instance.sealer.seal(&place(stands.id), &key.to_pkcs8_der()?)),
            None => None,
        };
        let authority = Authority {
            id: stands.id,
            tenant: None,
            role: planned.role,
            key_family: planned.key_family,
            name: planned.name.clone(),
            certificate_der: stands.certificate_der.clone(),
            issuer: planned.issuer.map(|issuer| certified[issuer].1.id),
            created_at: now,
        };
        Ok(Made { authority, sealed_key })
    });
    made.collect()
}

fn plan(founding: &Founding, now: Timestamp) -> Vec<PlannedAuthority> {
    let today = TimeZone::UTC.to_datetime(now).date();
    plan_hierarchy(&founding.organisation, founding.key_strength.unwrap_or_default(), today)
}

/// A key for each authority of the plan that has one of its own, made side by side: the first start waits for them.
fn generate_all(
    plan: &[PlannedAuthority],
    strength: KeyStrength,
) -> Result<Vec<Option<PrivateKey>>, EstablishError> {
    std::thread::scope(|scope| {
        let making: Vec<_> = plan
            .iter()
            .map(|planned| {
                let algorithm = algorithm(planned.key_family, strength);
                planned.key_of.is_none().then(|| scope.spawn(move || PrivateKey::generate(algorithm)))
            })
            .collect();
        let made = making.into_iter().map(|making| {
            let joined = making.map(|making| making.join().map_err(|_| EstablishError::Interrupted));
            Ok(joined.transpose()?.transpose()?)
        });
        made.collect()
    })
}

/// Every certificate of the hierarchy, with these keys.
fn certify_all(
    plan: Vec<PlannedAuthority>,
    keys: Vec<Option<PrivateKey>>,
    founding: &Founding,
    pki_base_url: &str,
    now: Timestamp,
    entropy: &Entropy,
) -> Result<Vec<(PlannedAuthority, Standing)>, EstablishError> {
    let mut standing: Vec<Standing> = Vec::with_capacity(plan.len());
    for (planned, key) in plan.iter().zip(keys) {
        let name = AuthorityName {
            country: founding.country.clone(),
            organisation: founding.organisation.clone(),
            common_name: planned.name.clone(),
        };
        let serial = profile::serial_from_random(entropy.bytes());
        let certificate_der = certify(planned, &name, key.as_ref(), &standing, &serial, pki_base_url)?;
        standing.push(Standing { id: AuthorityId(entropy.uuid(now)), certificate_der, key });
    }
    Ok(plan.into_iter().zip(standing).collect())
}

fn certify(
    planned: &PlannedAuthority,
    name: &AuthorityName,
    key: Option<&PrivateKey>,
    standing: &[Standing],
    serial: &Serial,
    pki_base_url: &str,
) -> Result<Vec<u8>, EstablishError> {
    let unplanned = || tegata_x509::Error::Key("the hierarchy's plan names no key for it");
    let period = tegata_x509::validity::between(planned.valid.0, planned.valid.1);
    let issuer = planned.issuer.map(|issuer| &standing[issuer]);
    let signer = issuer.map_or(key, |issuer| issuer.key.as_ref()).ok_or_else(unplanned)?;
    let issuer_facts = issuer.map(|issuer| Issuer::of_certificate(&issuer.certificate_der)).transpose()?;
    let urls =
        issuer.map(|issuer| (crl_url(pki_base_url, issuer.id), ca_issuers_url(pki_base_url, issuer.id)));
    let locations = urls.as_ref().map(|(crl, ca_issuers)| Locations { crl, ca_issuers, ocsp: None });
    let (tbs, kind) = match (planned.role, &issuer_facts, locations) {
        (Role::CrossCertificate, Some(facts), Some(locations)) => {
            let own = planned.key_of.and_then(|of| standing[of].key.as_ref()).ok_or_else(unplanned)?;
            let tbs =
                profile::cross_certificate(name, own.spki_der(), facts, signer, locations, serial, period)?;
            (tbs, Kind::CrossCertificate)
        }
        (Role::Intermediate, Some(facts), Some(locations)) => {
            let own = key.ok_or_else(unplanned)?;
            let tbs = profile::intermediate(name, own.spki_der(), facts, signer, locations, serial, period)?;
            (tbs, Kind::Intermediate)
        }
        _ => (profile::root(name, signer, serial, period)?, Kind::Root),
    };
    check(&planned.name, &tbs, kind, issuer_facts.as_ref(), signer)?;
    Ok(tegata_x509::sign(&tbs, signer)?)
}

/// Refuses bytes in which the lint finds anything: they are not signed.
pub(super) fn check(
    name: &str,
    to_be_signed: &[u8],
    kind: Kind,
    issuer: Option<&Issuer>,
    signer: &dyn Signer,
) -> Result<(), EstablishError> {
    match lint::check(to_be_signed, kind, issuer, signer.signature_algorithm()).into_iter().next() {
        None => Ok(()),
        Some(finding) => {
            Err(EstablishError::Lint { name: name.to_owned(), rule: finding.source, text: finding.text })
        }
    }
}

fn algorithm(family: KeyFamily, strength: KeyStrength) -> KeyAlgorithm {
    match (family, strength) {
        (KeyFamily::Rsa, KeyStrength::Usual) => KeyAlgorithm::Rsa2048,
        (KeyFamily::Rsa, KeyStrength::High) => KeyAlgorithm::Rsa4096,
        (KeyFamily::Ec, KeyStrength::Usual) => KeyAlgorithm::EcPrime256v1,
        (KeyFamily::Ec, KeyStrength::High) => KeyAlgorithm::EcSecp384r1,
    }
}
