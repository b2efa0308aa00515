//! What descriptions and lists have in common.

use tegata_aws::generated::acm::{DomainValidation, HttpRedirect, ResourceRecord, Tag};
use tegata_model::certificate::{
    Certificate, Purpose, TransparencyLogging, Usage, ValidationMethod, ValidationRecord, renewal,
};
use tegata_model::tag;

/// Each name with its record and how far its proof has come, in the first issue or in the renewal.
pub(super) fn validations(certificate: &Certificate, purpose: Purpose) -> Vec<DomainValidation> {
    let validation = |(name, state): (&tegata_model::certificate::NameValidation, _)| {
        let state: tegata_model::certificate::NameState = state;
        DomainValidation {
            domain_name: Some(name.name.to_string()),
            validation_domain: Some(
                name.mail
                    .as_ref()
                    .map_or_else(|| name.name.to_string(), |mail| mail.validation_domain().to_owned()),
            ),
            validation_emails: name.mail.as_ref().map(|mail| mail.addresses(state)),
            validation_status: Some(state.as_str().to_owned()),
            resource_record: (certificate.method() == Some(ValidationMethod::Dns))
                .then(|| resource_record(&name.record)),
            http_redirect: name.redirect.as_ref().map(|redirect| HttpRedirect {
                redirect_from: Some(redirect.from.clone()),
                redirect_to: Some(redirect.to.clone()),
            }),
            validation_method: certificate.method().map(|method| method.as_str().to_owned()),
        }
    };
    certificate.states(purpose).map(validation).collect()
}

/// The record that proves a name.
pub(super) fn resource_record(record: &ValidationRecord) -> ResourceRecord {
    ResourceRecord {
        name: Some(record.name.clone()),
        r#type: Some("CNAME".to_owned()),
        value: Some(record.value.clone()),
    }
}

/// The validation method of a name that the contract has checked.
pub(super) fn method_of(name: &str) -> Option<ValidationMethod> {
    [ValidationMethod::Dns, ValidationMethod::Email, ValidationMethod::Http]
        .into_iter()
        .find(|method| method.as_str() == name)
}

/// What an owner says of certificate transparency, in a name that the contract has checked.
pub(super) fn transparency_of(name: Option<&str>) -> Option<TransparencyLogging> {
    name.and_then(TransparencyLogging::from_name)
}

/// The key's algorithm: descriptions and lists write a hyphen where requests, filters and searches have an underscore.
pub(super) fn key_algorithm(certificate: &Certificate) -> String {
    certificate.key_algorithm.as_str().replace('_', "-")
}

/// Whether Tegata is going to renew it.
pub(super) fn renewal_eligibility(certificate: &Certificate, usage: Usage) -> &'static str {
    if renewal::is_eligible(certificate, usage) { "ELIGIBLE" } else { "INELIGIBLE" }
}

/// The caller's tags. The contract has checked that each has a key.
pub(super) fn tags_of(tags: Vec<Tag>) -> Vec<tag::Tag> {
    tags.into_iter().map(|tag| tag::Tag { key: tag.key.unwrap_or_default(), value: tag.value }).collect()
}
