//! Beginning a replacement.

use tegata_model::certificate::request::CertificateRequest;
use tegata_model::certificate::{Certificate, ValidationMethod};
use tegata_model::job::Job;
use tegata_model::replacement::Replacement;
use tegata_model::{CertificateId, ReplacementId};
use tegata_store::replacements;

use super::{may_delete, places, record_step};
use crate::certificate::{certificate, request};
use crate::reason::ReplacementReason;
use crate::{Caller, Error, Instance};

/// How the new certificate shall differ; what is not named is as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Its names, the first of them its common name; none to keep them.
    pub names: Vec<String>,
    /// ACM's name of its key's algorithm.
    pub key_algorithm: Option<String>,
    /// How its names are proven.
    pub method: Option<ValidationMethod>,
}

/// Asks for another certificate, which takes the place of `old` wherever that is attached once it is issued; then the old
/// one is deleted, unless it is to be kept.
///
/// # Errors
/// `no-such-certificate`; `not-replaceable` for what was imported or another service manages; `nothing-to-change`;
/// `replacement-under-way`; what a request of the new certificate is refused for.
pub async fn begin(
    instance: &Instance,
    caller: &Caller,
    old: CertificateId,
    changes: Changes,
    keep_old: bool,
) -> Result<Replacement, Error> {
    caller.may("tegata:ReplaceCertificate")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let asking = caller.clone();
    let stored = instance
        .read(move |tx| {
            let stored = certificate(tx, &tenant, old)?;
            if replacements::is_open(tx, old)? {
                return Err(under_way());
            }
            // Asked again of each listener when it changes: others may have the certificate by then.
            for listener in places::listeners_of(tx, old)? {
                places::may_change(tx, &asking, listener)?;
            }
            if !keep_old {
                may_delete(tx, &asking, old)?;
            }
            Ok(stored)
        })
        .await?;
    let ask = ask(&stored.certificate, changes)?;
    let id = ReplacementId(instance.entropy.uuid(now));
    let planned = request::plan(instance, caller, &ask, None)?;
    let begun =
        Replacement::begin(id, caller.tenant.clone(), (old, planned.id()), keep_old, &caller.principal, now);
    let kept = begun.clone();
    instance
        .write(move |tx| {
            planned.save(tx)?;
            replacements::insert(tx, &kept).map_err(|error| match error.is_taken() {
                true => under_way(),
                false => error.into(),
            })?;
            tx.put_job(&Job::Replace { replacement: id }, now)?;
            Ok::<(), Error>(record_step(tx, &kept)?)
        })
        .await?;
    Ok(begun)
}

fn under_way() -> Error {
    Error::conflict(
        ReplacementReason::ReplacementUnderWay,
        "The certificate is being replaced already. List the replacements, then resume or undo that one.",
    )
}

fn ask(old: &Certificate, changes: Changes) -> Result<CertificateRequest, Error> {
    let Some(method) = old.method().filter(|_| old.managed_by().is_none()) else {
        return Err(Error::conflict(
            ReplacementReason::NotReplaceable,
            "The certificate was imported, or another service manages it. Re-import it under its ARN, or \
             let that service replace it.",
        ));
    };
    let had: Vec<String> = old.names().iter().map(|name| name.name.to_string()).collect();
    let names = if changes.names.is_empty() { had.clone() } else { changes.names };
    let key_algorithm = changes.key_algorithm.unwrap_or_else(|| old.key_algorithm.as_str().to_owned());
    let new_method = changes.method.unwrap_or(method);
    if names == had && key_algorithm == old.key_algorithm.as_str() && new_method == method {
        return Err(Error::invalid(
            ReplacementReason::NothingToChange,
            "The new certificate would equal the old one. Change DomainNames, KeyAlgorithm or \
             ValidationMethod.",
        ));
    }
    // Those who were asked for a name are asked again.
    let asked = old.names().iter().filter_map(|name| Some((name.name.to_string(), name.mail.as_ref()?)));
    let asked = asked
        .filter(|(name, _)| names.contains(name))
        .map(|(name, mail)| (name, mail.validation_domain().to_owned()));
    let mut rest = names.clone().into_iter();
    Ok(CertificateRequest {
        domain_name: rest.next().unwrap_or_default(),
        alternative_names: rest.collect(),
        key_algorithm: Some(key_algorithm),
        method: Some(new_method),
        validation_domains: asked.collect(),
        export: old.export,
        transparency: old.transparency,
        managed_by: None,
        tags: old.tags.clone(),
    })
}
