//! What can be asked of certificates, and what the effects report about them.

pub mod account_configuration;
pub mod add_tags;
pub mod approval;
pub mod ask_by_mail;
pub mod ask_for_renewal;
pub mod begin_issue;
pub mod complete_issue;
pub mod delete;
pub mod describe;
pub mod expire;
pub mod explain;
pub mod export;
pub mod fail;
pub mod get;
pub mod give_notices;
pub mod import;
pub mod job_failed;
pub mod key_algorithm;
pub mod list;
pub mod list_domain_validations;
pub mod list_tags;
pub mod mail;
pub mod nudge;
pub mod purge;
mod put_job;
pub mod record_proof;
pub mod remove_tags;
pub mod renew;
pub mod replacement;
pub mod request;
pub mod resend_validation_email;
pub mod revocation;
pub mod search;
pub mod serve;
pub mod update_options;
pub mod validation_end;
pub mod validation_record;
pub mod validation_redirect;

use jiff::Timestamp;
use tegata_model::certificate::{Next, Progress};
use tegata_model::change::Change;
use tegata_model::job::Job;
use tegata_model::tag::TagRefused;
use tegata_model::{CertificateId, Tenant};
use tegata_store::certificates::{self, Stored};
use tegata_store::{ReadTx, WriteTx};

use crate::Error;

/// The tenant's certificate of that identifier.
pub(crate) fn certificate(tx: &mut ReadTx<'_>, tenant: &Tenant, id: CertificateId) -> Result<Stored, Error> {
    certificates::find(tx, tenant, id)?.ok_or_else(|| not_found(tenant, id))
}

fn not_found(tenant: &Tenant, id: CertificateId) -> Error {
    let Tenant { account, region } = tenant;
    let message = format!("There is no certificate {id} in account {account} and region {region}.");
    Error::not_found("no-such-certificate", message)
}

/// Keeps what a decision led to: the state, the events, the work to do. What is served has changed when the
/// version has.
pub(crate) fn keep(
    tx: &mut WriteTx<'_>,
    before: &Stored,
    progress: &Progress,
    now: Timestamp,
) -> Result<(), Error> {
    let after = &progress.certificate;
    if before.certificate != *after {
        certificates::save(tx, before, after)?;
    }
    if before.certificate.version != after.version {
        tx.record_change(&Change::Certificate(after.id), now)?;
    }
    for event in &progress.events {
        tx.record_event(event)?;
    }
    match progress.next {
        Next::Nothing => {}
        Next::LookUpProofs => put_job::put_job(tx, &Job::LookUpProofs { certificate: after.id }, after, now)?,
        Next::AskByMail => put_job::put_job(tx, &Job::AskByMail { certificate: after.id }, after, now)?,
        Next::Issue => put_job::put_job(tx, &Job::Issue { certificate: after.id }, after, now)?,
    }
    Ok(())
}

/// ACM's words for tags it does not take.
fn tags_refused(refused: &TagRefused) -> Error {
    match refused {
        TagRefused::Reserved(key) => Error::invalid(
            "reserved-tag",
            format!("Invalid Tag Key: \"{key}\". AWS internal tags cannot be changed with this API"),
        ),
        TagRefused::TooMany(tags) => {
            let pairs =
                tags.iter().map(|tag| format!("{}={}", tag.key, tag.value.as_deref().unwrap_or_default()));
            let pairs = pairs.collect::<Vec<String>>().join(", ");
            Error::invalid("too-many-tags", format!("the TagSet: '{{{pairs}}}' contains too many Tags"))
        }
    }
}
