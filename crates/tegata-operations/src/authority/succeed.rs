//! Successors: an intermediate is followed by another one, under the same root, before leaves would outlive it.
//!
//! The old one stays: its revocation list and OCSP answers are needed as long as what it signed. Reserved, recorded,
//! signed and stored as leaves are; a crash in between leaves a reserved serial number on record.

use std::collections::HashMap;
use std::sync::Arc;

use tegata_model::AuthorityId;
use tegata_model::authority::{
    Authority, KeyStrength, PlannedIntermediate, Role, Term, intermediate_name, plan_intermediates,
    root_warning,
};
use tegata_model::change::Change;
use tegata_model::event::{Event, EventKind};
use tegata_store::authorities::{self, Reservation};
use tegata_store::{ReadTx, StoreError, meta};
use tegata_x509::lint::Kind;
use tegata_x509::profile::{self, Locations};
use tegata_x509::{AuthorityName, Issuer, KeyAlgorithm, PrivateKey, Signer};

use super::establish::{check, place, reload};
use super::{Authorities, EstablishError, Member, ca_issuers_url, crl_url, term_of};
use crate::{Instance, Worker};

/// Which warning about a root's end was given last, by its identifier.
const WARNED: &str = "root-end-warned-days";

/// Makes the intermediates that are missing, and warns of roots that end. Makes nothing while the clock is doubted.
/// Says how many it made. Other nodes see in the change log that there are others.
///
/// # Errors
/// When the store fails, or a key cannot be made or used.
pub async fn succeed(worker: &Worker, authorities: &Authorities) -> Result<usize, EstablishError> {
    let mut made = 0;
    let terms = worker.read(listed_terms).await??;
    if let Ok(now) = worker.clock.trusted_now() {
        for planned in plan_intermediates(&terms, now) {
            made += usize::from(make(worker, authorities, planned).await?);
        }
        if made > 0 {
            reload(worker, authorities).await?;
        }
        warn(worker, &terms, now).await?;
    }
    Ok(made)
}

fn listed_terms(tx: &mut ReadTx<'_>) -> Result<Result<Vec<Term>, tegata_x509::Error>, StoreError> {
    Ok(authorities::list(tx)?.iter().map(term_of).collect())
}

/// Makes one intermediate; `false` when another node was quicker.
async fn make(
    instance: &Instance,
    authorities: &Authorities,
    planned: PlannedIntermediate,
) -> Result<bool, EstablishError> {
    let loaded = authorities.loaded();
    let root = loaded.members.iter().find(|member| member.authority.id == planned.root);
    // A root that another node made is taken up first.
    let Some((root, signer)) = root.and_then(|root| Some((root, Arc::clone(root.signer.as_ref()?)))) else {
        return Ok(false);
    };
    let algorithm = KeyAlgorithm::of_spki(signer.spki_der())?;
    let key = tokio::task::spawn_blocking(move || PrivateKey::generate(algorithm)).await;
    let key = key.map_err(|_| EstablishError::Interrupted)??;
    // 1. The bytes, linted.
    let strength = match algorithm {
        KeyAlgorithm::Rsa4096 | KeyAlgorithm::EcSecp384r1 => KeyStrength::High,
        _ => KeyStrength::Usual,
    };
    let name =
        intermediate_name(&instance.founding.organisation, planned.key_family, strength, planned.ordinal);
    let serial = profile::serial_from_random(instance.entropy.bytes());
    let to_be_signed = prepare(instance, root, signer.as_ref(), &key, &planned, &name, &serial)?;
    // 2. Reserve and record, if it is still missing.
    let (now, bytes) = (instance.clock.now(), to_be_signed.clone());
    let again = planned.clone();
    let reserved = instance
        .write(move |tx| -> Result<bool, StoreError> {
            if !is_missing(tx, &again)? {
                return Ok(false);
            }
            let reservation = Reservation { serial: &serial, issuer: again.root, to_be_signed: &bytes };
            authorities::reserve(tx, &reservation, now)?;
            Ok(true)
        })
        .await?;
    if !reserved {
        return Ok(false);
    }
    // 3. Sign, 4. store.
    let certificate_der = tegata_x509::sign(&to_be_signed, signer.as_ref())?;
    let id = AuthorityId(instance.entropy.uuid(now));
    let sealed_key = instance.sealer.seal(&place(id), &key.to_pkcs8_der()?);
    let authority = Authority {
        id,
        tenant: None,
        role: Role::Intermediate,
        key_family: planned.key_family,
        name,
        certificate_der,
        issuer: Some(planned.root),
        created_at: now,
    };
    let stored = instance
        .write(move |tx| -> Result<bool, StoreError> {
            if !is_missing(tx, &planned)? {
                return Ok(false);
            }
            authorities::insert(tx, &authority, Some(&sealed_key))?;
            authorities::complete(tx, &serial, id)?;
            tx.record_change(&Change::Authority(id), now)?;
            tx.record_event(&Event {
                at: now,
                tenant: None,
                kind: EventKind::AuthorityIntermediateMade,
                subject: id.to_string(),
                detail: serde_json::json!({ "Name": authority.name }),
            })?;
            Ok(true)
        })
        .await?;
    Ok(stored)
}

/// Whether an intermediate is missing: there is none with its family and number.
fn is_missing(tx: &mut ReadTx<'_>, planned: &PlannedIntermediate) -> Result<bool, StoreError> {
    let of_family = authorities::list(tx)?.into_iter().filter(|authority| {
        authority.tenant.is_none()
            && authority.role == Role::Intermediate
            && authority.key_family == planned.key_family
    });
    Ok(of_family.count() < planned.ordinal)
}

fn prepare(
    instance: &Instance,
    root: &Member,
    signer: &dyn Signer,
    key: &PrivateKey,
    planned: &PlannedIntermediate,
    name: &str,
    serial: &profile::Serial,
) -> Result<Vec<u8>, EstablishError> {
    let (founding, settings) = (&instance.founding, instance.settings());
    let subject = AuthorityName {
        country: founding.country.clone(),
        organisation: founding.organisation.clone(),
        common_name: name.to_owned(),
    };
    let (crl, ca_issuers) = (
        crl_url(&settings.pki_base_url, root.authority.id),
        ca_issuers_url(&settings.pki_base_url, root.authority.id),
    );
    let locations = Locations { crl: &crl, ca_issuers: &ca_issuers, ocsp: None };
    let issuer = Issuer::of_certificate(&root.authority.certificate_der)?;
    let period = tegata_x509::validity::between(planned.valid.0, planned.valid.1);
    let tbs = profile::intermediate(&subject, key.spki_der(), &issuer, signer, locations, serial, period)?;
    check(name, &tbs, Kind::Intermediate, Some(&issuer), signer)?;
    Ok(tbs)
}

/// Records once for each step towards its end that a root ends: everything that trusts this instance has to trust
/// another root by then.
async fn warn(instance: &Instance, terms: &[Term], now: jiff::Timestamp) -> Result<(), StoreError> {
    let own = terms.iter().filter(|term| term.tenant.is_none());
    let roots = own.filter(|term| matches!(term.role, Role::Root | Role::OlderRoot));
    let due: Vec<(Term, i64)> =
        roots.filter_map(|root| Some((root.clone(), root_warning(root, now)?))).collect();
    if due.is_empty() {
        return Ok(());
    }
    let news = instance
        .write(move |tx| -> Result<Vec<Event>, StoreError> {
            let kept = meta::find(tx, WARNED)?.unwrap_or_default();
            let mut warned: HashMap<String, i64> = serde_json::from_slice(&kept).unwrap_or_default();
            let mut news = Vec::new();
            for (root, days) in &due {
                if warned.insert(root.id.to_string(), *days) == Some(*days) {
                    continue;
                }
                let event = Event {
                    at: now,
                    tenant: None,
                    kind: EventKind::AuthorityRootEnds,
                    subject: root.id.to_string(),
                    detail: serde_json::json!({
                        "NotAfter": root.window.not_after.to_string(),
                        "WithinDays": days,
                    }),
                };
                tx.record_event(&event)?;
                news.push(event);
            }
            if !news.is_empty() {
                let text = serde_json::to_vec(&warned).map_err(StoreError::corrupt)?;
                meta::put(tx, WARNED, &text)?;
            }
            Ok(news)
        })
        .await?;
    for event in news {
        tracing::warn!(root = event.subject, detail = %event.detail, "a root of this instance expires; \
            certificates below it are not valid afterwards");
    }
    Ok(())
}
