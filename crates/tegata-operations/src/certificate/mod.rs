//! What can be asked of certificates, and what the effects report about them.

pub mod account_configuration;
mod add_tags;
pub mod approval;
mod ask_by_mail;
mod ask_for_renewal;
mod begin_issue;
mod complete_issue;
mod delete;
mod describe;
mod expire;
mod explain;
mod export;
mod fail;
mod get;
mod give_notices;
mod import;
mod job_failed;
mod key_algorithm;
mod list;
mod list_domain_validations;
mod list_tags;
pub mod mail;
mod nudge;
mod purge;
mod put_job;
mod record_proof;
mod remove_tags;
mod renew;
pub mod replacement;
mod request;
mod resend_validation_email;
pub mod revocation;
mod search;
mod serve;
mod update_options;
mod validation_end;
mod validation_record;
mod validation_redirect;

pub use self::add_tags::add_tags;
pub use self::ask_by_mail::{ContactsLookedUp, record_contacts, to_ask};
pub use self::ask_for_renewal::ask_for_renewal;
pub use self::begin_issue::{NotReserved, Prepared, Reserved, ToIssue, begin_issue, to_issue};
pub use self::complete_issue::{Completed, Signed, complete_issue};
pub use self::delete::{Deletion, delete};
pub use self::describe::{Described, describe};
pub use self::expire::{expire, list_expired, take_back_expiry};
pub use self::explain::{Explanation, NameExplained, explain};
pub use self::export::{Export, export};
pub use self::fail::{fail, put_off};
pub use self::get::{CertificatePem, get};
pub use self::give_notices::give_notices;
pub use self::import::{PemBundle, import, reimport};
pub use self::job_failed::job_failed;
pub use self::key_algorithm::{from_codec, to_codec};
pub use self::list::{ListCertificates, Listed, Page, list};
pub use self::list_domain_validations::{DomainValidations, list_domain_validations};
pub use self::list_tags::list_tags;
pub use self::nudge::{any_awaits_under, nudge_under};
pub use self::purge::purge;
pub use self::record_proof::{LookedUp, Proof, Recorded, ToProve, record_proof, to_prove};
pub use self::remove_tags::remove_tags;
pub use self::renew::{Walk, due_for_renewal, renew};
pub use self::request::request;
pub use self::resend_validation_email::resend_validation_email;
pub use self::search::{FoundCertificate, Order, Results, Search, SortBy, search, sort_by};
pub use self::serve::{Served, ServedSummary, served_certificate, served_summaries_after, served_summary};
pub use self::update_options::{Options, update_options};
pub use self::validation_end::{list_ended_validations, list_unattended_validations, resume_validation};
pub use self::validation_record::validation_record;
pub use self::validation_redirect::{WELL_KNOWN, content_at, content_of, validation_redirect};

use jiff::Timestamp;
use tegata_model::certificate::{Next, Progress};
use tegata_model::change::Change;
use tegata_model::job::Job;
use tegata_model::tag::TagRefused;
use tegata_model::{CertificateId, Tenant};
use tegata_store::certificates::{self, SaveDraft, Stored};
use tegata_store::{ReadTx, WriteTx};

use crate::Error;
use crate::reason::CertificateReason;

/// The tenant's certificate of that identifier.
pub(crate) fn certificate(tx: &mut ReadTx<'_>, tenant: &Tenant, id: CertificateId) -> Result<Stored, Error> {
    certificates::find(tx, tenant, id)?.ok_or_else(|| not_found(tenant, id))
}

fn not_found(tenant: &Tenant, id: CertificateId) -> Error {
    let Tenant { account, region } = tenant;
    let message = format!("There is no certificate {id} in account {account} and region {region}.");
    Error::not_found(CertificateReason::NoSuchCertificate, message)
}

/// Keeps what a decision led to: the state, the events, the work to do. What is served has changed when the
/// version has.
pub(crate) fn save(
    tx: &mut WriteTx<'_>,
    before: &Stored,
    progress: &Progress,
    now: Timestamp,
) -> Result<(), Error> {
    if before.certificate != progress.certificate {
        certificates::save(tx, before, &progress.certificate)?;
    }
    record(tx, before, progress, now)
}

/// The same, with the draft of a state that is not the one before.
fn save_drafted(
    tx: &mut WriteTx<'_>,
    before: &Stored,
    progress: &Progress,
    draft: &SaveDraft,
    now: Timestamp,
) -> Result<(), Error> {
    certificates::save_drafted(tx, before, &progress.certificate, draft)?;
    record(tx, before, progress, now)
}

/// What follows from a new state.
fn record(tx: &mut WriteTx<'_>, before: &Stored, progress: &Progress, now: Timestamp) -> Result<(), Error> {
    let after = &progress.certificate;
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
            CertificateReason::ReservedTag,
            format!("Invalid Tag Key: \"{key}\". AWS internal tags cannot be changed with this API"),
        ),
        TagRefused::TooMany(tags) => {
            let pairs =
                tags.iter().map(|tag| format!("{}={}", tag.key, tag.value.as_deref().unwrap_or_default()));
            let pairs = pairs.collect::<Vec<String>>().join(", ");
            Error::invalid(
                CertificateReason::TooManyTags,
                format!("the TagSet: '{{{pairs}}}' contains too many Tags"),
            )
        }
    }
}
