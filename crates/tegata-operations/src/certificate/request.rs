//! Requesting a certificate.

use aws_lc_rs::digest;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tegata_model::access::{AskedValue, Reach, domain_names};
use tegata_model::certificate::request::{CertificateRequest, RequestRefused, plan_request};
use tegata_model::certificate::{
    Certificate, KeyAlgorithm, ManagedBy, Next, Origin, Progress, ValidationMethod, ValidationRecord,
};
use tegata_model::job::Job;
use tegata_model::{AccountId, CertificateId, DomainName};
use tegata_store::WriteTx;
use tegata_store::certificates::quota::Counts;
use tegata_store::certificates::{self, InsertDraft, quota, tokens};

use super::put_job::put_job;
use super::validation_record::validation_record;
use super::validation_redirect::validation_redirect;
use crate::instance::settings::Quotas;
use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance, zone};

/// For how long an idempotency token folds requests (ACM API, `RequestCertificate`).
const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// Asks for a certificate: it is there at once, pending until its names are proven.
///
/// Within an hour the same token with the very same request gives the same certificate, however often it comes.
/// The same token with another request makes another certificate: ACM leaves that open, and who uses one token
/// for two names wants two certificates, not the first one twice.
///
/// # Errors
/// `invalid` with the reason of the field, `limit-exceeded` when a quota is used up.
pub async fn request(
    instance: &Instance,
    caller: &Caller,
    ask: CertificateRequest,
    idempotency_token: Option<String>,
) -> Result<CertificateId, Error> {
    let planned = plan(instance, caller, &ask, idempotency_token)?;
    instance.write(move |tx| planned.save(tx)).await
}

/// A certificate that is asked for and may be, but is not kept yet.
pub(crate) struct Planned {
    begun: Progress,
    draft: InsertDraft,
    /// The token, and what makes two requests with it the same one.
    token: Option<(String, [u8; 32])>,
    quotas: Quotas,
    change_ids: Vec<String>,
    now: Timestamp,
}

/// Judges what is asked for.
///
/// # Errors
/// Those of [`request`], but for the quotas.
pub(crate) fn plan(
    instance: &Instance,
    caller: &Caller,
    ask: &CertificateRequest,
    idempotency_token: Option<String>,
) -> Result<Planned, Error> {
    if !caller.is_owner() {
        caller.may_with("acm:RequestCertificate", &condition_keys(ask))?;
    }
    let settings = instance.settings();
    let quotas = settings.quotas.clone();
    let token = idempotency_token.map(|token| (token, fingerprint(ask)));
    let names_max = usize::try_from(quotas.names_per_certificate).unwrap_or(usize::MAX);
    let draft = plan_request(ask, names_max).map_err(|refused| refusal(&refused))?;
    let (tenant, now) = (&caller.tenant, instance.clock.now());
    let id = CertificateId(instance.entropy.uuid(now));
    let draft = draft.with_redirects(|name| validation_redirect(instance, &tenant.account, name.as_str()));
    let begun = draft.begin(id, tenant.clone(), Some(&caller.principal), &settings.names, now, |base| {
        validation_record(instance, &tenant.account, base)
    });
    let change_ids = change_ids(instance, begun.certificate.names().len());
    let draft = InsertDraft::of(&begun.certificate);
    Ok(Planned { begun, draft, token, quotas, change_ids, now })
}

impl Planned {
    /// Which certificate it becomes, unless its token has made one before.
    pub(crate) fn id(&self) -> CertificateId {
        self.begun.certificate.id
    }

    /// Keeps it, with the work to prove its names.
    ///
    /// # Errors
    /// `limit-exceeded` when a quota is used up.
    pub(crate) fn save(&self, tx: &mut WriteTx<'_>) -> Result<CertificateId, Error> {
        let Planned { begun, now, .. } = self;
        let (certificate, now) = (&begun.certificate, *now);
        let (id, tenant) = (certificate.id, &certificate.tenant);
        if let Some((token, fingerprint)) = &self.token {
            if let Some(made) = tokens::find(tx, tenant, token, fingerprint, now)? {
                return Ok(made);
            }
            tokens::put(tx, tenant, token, fingerprint, id, now + TOKEN_LIFE)?;
        }
        check_quotas(&self.quotas, quota::count(tx, Origin::AmazonIssued, tenant, now)?)?;
        certificates::insert_drafted(tx, certificate, &self.draft)?;
        for event in &begun.events {
            tx.record_event(event)?;
        }
        match begun.next {
            Next::LookUpProofs => {
                if certificate.method() == Some(ValidationMethod::Dns) {
                    write_records(tx, &tenant.account, certificate, &self.change_ids, now)?;
                }
                put_job(tx, &Job::LookUpProofs { certificate: id }, certificate, now)?;
            }
            Next::AskByMail => put_job(tx, &Job::AskByMail { certificate: id }, certificate, now)?,
            Next::Nothing | Next::Issue => {}
        }
        Ok(id)
    }
}

/// ACM's condition keys of a request (ACM User Guide, "Using condition keys with ACM").
fn condition_keys(ask: &CertificateRequest) -> Vec<(&'static str, AskedValue)> {
    let method = ask.method.unwrap_or(ValidationMethod::Email).as_str();
    let algorithm = ask.key_algorithm.as_deref().unwrap_or(KeyAlgorithm::Rsa2048.as_str());
    let names = std::iter::once(&ask.domain_name).chain(&ask.alternative_names);
    // As the certificate will have them; what is no name is refused afterwards.
    let names: Vec<String> = names
        .map(|text| text.parse().map_or_else(|_| text.clone(), |name: DomainName| name.as_str().to_owned()))
        .collect();
    let texts = [
        ("acm:CertificateKeyPairOrigin", "AWS_MANAGED"),
        ("acm:CertificateTransparencyLogging", ask.transparency.as_str()),
        ("acm:Export", ask.export.as_str()),
        ("acm:KeyAlgorithm", algorithm),
        ("acm:ValidationMethod", method),
    ];
    let mut keys = domain_names(names.iter().map(|name| (name.as_str(), Reach::Certificate)));
    keys.push(("acm:DomainNames", AskedValue::Texts(names.into_iter().collect())));
    keys.extend(texts.map(|(key, text)| (key, AskedValue::Text(text.to_owned()))));
    keys
}

/// An identifier for the change of each name's zone; none when records are not written by themselves.
pub(super) fn change_ids(instance: &Instance, names: usize) -> Vec<String> {
    match instance.settings().write_validation_records {
        true => (0..names).map(|_| zone::change_identifier(&instance.entropy)).collect(),
        false => Vec::new(),
    }
}

/// Writes the validation records of names whose zone is the account's and hosted here; with no identifiers for the
/// zones' changes, none.
pub(super) fn write_records(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    certificate: &Certificate,
    change_ids: &[String],
    now: Timestamp,
) -> Result<(), Error> {
    let mut written: Vec<&ValidationRecord> = Vec::new();
    for (name, change_id) in certificate.names().iter().zip(change_ids) {
        // A name and its wildcard share one record.
        if !written.contains(&&name.record) {
            let ValidationRecord { name: owner, value } = &name.record;
            zone::put_validation_record(tx, account, owner, value, change_id, now)?;
            written.push(&name.record);
        }
    }
    Ok(())
}

/// What makes two requests the same one: everything that was asked for. It is kept, so its encoding is spelled out here: a
/// JSON array whose places do not move, whatever the names in the program become.
fn fingerprint(ask: &CertificateRequest) -> [u8; 32] {
    // Every member by its name: a new one does not compile until it has a place, at the end.
    let CertificateRequest {
        domain_name,
        alternative_names,
        key_algorithm,
        method,
        validation_domains,
        export,
        transparency,
        managed_by,
        tags,
    } = ask;
    let tags: Vec<(&str, Option<&str>)> =
        tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_deref())).collect();
    let encoded = json!([
        domain_name,
        alternative_names,
        key_algorithm,
        method.map(ValidationMethod::as_str),
        validation_domains,
        export.as_str(),
        transparency.as_str(),
        managed_by.map(ManagedBy::as_str),
        tags,
    ]);
    let digest = digest::digest(&digest::SHA256, encoded.to_string().as_bytes());
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest.as_ref());
    fingerprint
}

fn check_quotas(quotas: &Quotas, counts: Counts) -> Result<(), Error> {
    if counts.certificates > quotas.certificates {
        return Err(Error::limit_exceeded(
            CertificateReason::TooManyCertificates,
            format!(
                "Error: you have reached your limit of {} certificates. Delete certificates that are not in use, \
                 or ask the operator of this Tegata for a higher limit.",
                quotas.certificates
            ),
        ));
    }
    if counts.in_a_year > quotas.certificates_per_year {
        return Err(Error::limit_exceeded(
            CertificateReason::TooManyCertificatesInAYear,
            format!(
                "Error: you have reached your limit of {} certificates in the last year.",
                quotas.certificates_per_year
            ),
        ));
    }
    Ok(())
}

/// ACM's words where they are known, otherwise ours: the field, the cause, the next step.
fn refusal(refused: &RequestRefused) -> Error {
    match refused {
        RequestRefused::Name(error) => Error::invalid(CertificateReason::DomainName, error.to_string()),
        RequestRefused::FirstNameTooLong => Error::invalid(
            CertificateReason::ValidationOption,
            "The first domain name can be no longer than 64 characters.",
        ),
        RequestRefused::TooManyNames => {
            Error::limit_exceeded(CertificateReason::TooManyNames, "Certificate has too many domains.")
        }
        RequestRefused::KeyAlgorithm(asked) => Error::invalid(
            CertificateReason::KeyAlgorithm,
            format!(
                "KeyAlgorithm {asked} cannot be requested. Request RSA_2048, EC_prime256v1 or EC_secp384r1; \
                 other algorithms are for imported certificates."
            ),
        ),
        RequestRefused::HttpUnmanaged => Error::invalid(
            CertificateReason::ValidationMethod,
            "ValidationMethod HTTP is for certificates that CloudFront manages. Pass ManagedBy CLOUDFRONT with it, or \
             ValidationMethod DNS or EMAIL.",
        ),
        RequestRefused::HttpWildcard { name } => Error::invalid(
            CertificateReason::ValidationMethod,
            format!(
                "{name} is a wildcard name, which cannot be validated by HTTP. Pass ValidationMethod DNS."
            ),
        ),
        RequestRefused::ValidationDomainWithoutName { name } => Error::invalid(
            CertificateReason::ValidationOption,
            format!("DomainValidationOptions contains {name}, which is not one of the certificate's names."),
        ),
        RequestRefused::ValidationDomainNotAbove { name, domain } => Error::invalid(
            CertificateReason::ValidationOption,
            format!(
                "The ValidationDomain {domain} is not valid for {name}: it must be the name itself or a domain above it."
            ),
        ),
        RequestRefused::Tags(refused) => super::tags_refused(refused),
    }
}

#[cfg(test)]
mod tests {
    use tegata_model::certificate::{ExportOption, TransparencyLogging};
    use tegata_model::tag::Tag;

    use super::*;

    /// A token that is kept stays known over releases.
    #[test]
    fn a_fingerprint_stays_the_same() {
        let ask = CertificateRequest {
            domain_name: "example.com".to_owned(),
            alternative_names: vec!["*.example.com".to_owned()],
            key_algorithm: Some("EC_prime256v1".to_owned()),
            method: Some(ValidationMethod::Dns),
            validation_domains: vec![("a.example.com".to_owned(), "example.com".to_owned())],
            export: ExportOption::Enabled,
            transparency: TransparencyLogging::Disabled,
            managed_by: Some(ManagedBy::CloudFront),
            tags: vec![Tag { key: "team".to_owned(), value: None }],
        };
        assert_eq!(
            hex::encode(fingerprint(&ask)),
            "934720bf9d7e12b8ebde9c59e8a75cdcbe7d210be10212c296393872365826ec"
        );
        let other = CertificateRequest {
            tags: vec![Tag { key: "team".to_owned(), value: Some(String::new()) }],
            ..ask.clone()
        };
        assert_ne!(fingerprint(&other), fingerprint(&ask));
    }
}
