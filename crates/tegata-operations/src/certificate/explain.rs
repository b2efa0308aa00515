//! Explaining a certificate: why it is still pending, or why it failed.

use jiff::Timestamp;
use tegata_model::certificate::evidence::Evidence;
use tegata_model::certificate::{Certificate, NameState, Proving, Purpose, ValidationRecord};
use tegata_model::holder::CertificateUser;
use tegata_model::job::Job;
use tegata_model::zone::RecordName;
use tegata_model::{AccountId, CertificateId, HostedZoneId};
use tegata_store::certificates::{attachments, evidence};
use tegata_store::events::{self, StoredEvent};
use tegata_store::{ReadTx, jobs, zones};

use crate::{Caller, Error, Instance};

/// How many events are told.
const EVENTS: u32 = 20;

/// Everything that is known about how a certificate got where it is.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The certificate.
    pub certificate: Certificate,
    /// Who serves it.
    pub users: Vec<CertificateUser>,
    /// What is being proven just now; `None` when nothing is.
    pub proving: Option<Proving>,
    /// Each name with what is expected and what was found.
    pub names: Vec<NameExplained>,
    /// When it is tried again; `None` when nothing waits.
    pub next_try: Option<Timestamp>,
    /// What the last try to issue said, if it did not succeed.
    pub last_error: Option<String>,
    /// What happened to it, newest first.
    pub events: Vec<StoredEvent>,
}

/// One name.
#[derive(Debug, Clone)]
pub struct NameExplained {
    /// The name.
    pub name: String,
    /// The record that proves it: expected.
    pub record: ValidationRecord,
    /// The account's zone that the record is in, when it is hosted here.
    pub hosted_zone: Option<HostedZoneId>,
    /// Whose mailboxes are asked instead, when it is proven by mail.
    pub mail_domain: Option<String>,
    /// How far its proof has come, in the renewal if one was begun.
    pub state: NameState,
    /// What the last look-ups saw: found.
    pub evidence: Evidence,
}

/// Explains a certificate.
///
/// # Errors
/// `no-such-certificate`.
pub async fn explain(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<Explanation, Error> {
    caller.may("acm:DescribeCertificate")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            let seen = evidence::list(tx, id)?;
            let look_up = jobs::next_try(tx, &Job::LookUpProofs { certificate: id })?;
            let mail = jobs::next_try(tx, &Job::AskByMail { certificate: id })?;
            let issue = jobs::next_try(tx, &Job::Issue { certificate: id })?;
            let proving = stored.certificate.proving();
            let purpose = match (proving, stored.certificate.renewal()) {
                (Some(proving), _) => proving.purpose,
                (None, Some(_)) => Purpose::Renewal,
                (None, None) => Purpose::FirstIssue,
            };
            let names = stored.certificate.states(purpose).map(|(name, state)| {
                Ok(NameExplained {
                    name: name.name.as_str().to_owned(),
                    hosted_zone: hosting(tx, &tenant.account, &name.record)?,
                    record: name.record.clone(),
                    mail_domain: name.mail.as_ref().map(|mail| mail.domain.clone()),
                    state,
                    evidence: seen
                        .iter()
                        .find(|(base, _)| base == name.name.base())
                        .map(|(_, evidence)| evidence.clone())
                        .unwrap_or_default(),
                })
            });
            let names = names.collect::<Result<_, Error>>()?;
            let tries = [&look_up, &mail, &issue];
            Ok(Explanation {
                users: attachments::users_of(tx, id)?,
                proving,
                names,
                next_try: tries.iter().filter_map(|job| job.as_ref().map(|(then, _)| *then)).min(),
                last_error: tries.iter().find_map(|job| job.as_ref().and_then(|(_, error)| error.clone())),
                events: events::list_about(tx, &id.to_string(), EVENTS)?,
                certificate: stored.certificate,
            })
        })
        .await
}

/// The account's zone that a record belongs to.
fn hosting(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    record: &ValidationRecord,
) -> Result<Option<HostedZoneId>, Error> {
    let Ok(name) = record.name.parse::<RecordName>() else { return Ok(None) };
    Ok(zones::find_hosted_zone_for(tx, account, &name)?.map(|zone| zone.id))
}
