//! ListCertificateDomainValidations.

use tegata_aws::generated::acm::{
    DnsValidationChallenge, DomainValidationSummary, EmailValidationChallenge,
    ListCertificateDomainValidationsRequest, ListCertificateDomainValidationsResponse, ValidationChallenge,
    ValidationConfiguration,
};
use tegata_model::certificate::{NameState, NameValidation, ValidationMethod, method_update};
use tegata_operations::certificate::list_domain_validations;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

pub(super) async fn list_certificate_domain_validations(
    instance: &Instance,
    caller: &Caller,
    input: ListCertificateDomainValidationsRequest,
) -> Result<ListCertificateDomainValidationsResponse, Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    // The contract has checked its range.
    let limit = input.max_items.and_then(|items| u32::try_from(items).ok());
    let listed = list_domain_validations(instance, caller, id, limit, input.next_token).await;
    let listed = listed.map_err(arn::in_acms_words(caller, arn))?;
    let certificate = &listed.certificate;
    let update = method_update::pending(certificate);
    let summaries =
        certificate.states(listed.purpose).enumerate().skip(listed.names.start).take(listed.names.len());
    let summaries = summaries.map(|(place, (name, state))| DomainValidationSummary {
        domain_name: Some(name.name.to_string()),
        active_validation_configuration: certificate
            .method()
            .map(|method| configuration(name, method, state)),
        requested_validation_configuration: update
            .and_then(|update| update.names.get(place))
            .map(|state| configuration(name, ValidationMethod::Dns, *state)),
    });
    Ok(ListCertificateDomainValidationsResponse {
        domain_validation_summary_list: Some(summaries.collect()),
        next_token: listed.next,
    })
}

fn configuration(
    name: &NameValidation,
    method: ValidationMethod,
    state: NameState,
) -> ValidationConfiguration {
    let challenge = match method {
        ValidationMethod::Dns => Some(ValidationChallenge {
            dns_validation_challenge: Some(DnsValidationChallenge {
                resource_record: Some(view::resource_record(&name.record)),
            }),
            ..ValidationChallenge::default()
        }),
        ValidationMethod::Email => name.mail.as_ref().map(|mail| ValidationChallenge {
            email_validation_challenge: Some(EmailValidationChallenge {
                validation_emails: Some(mail.addresses(state)),
                validation_domain: Some(mail.validation_domain().to_owned()),
            }),
            ..ValidationChallenge::default()
        }),
        // ACM's model has no challenge for it.
        ValidationMethod::Http => None,
    };
    ValidationConfiguration {
        validation_method: Some(method.as_str().to_owned()),
        validation_challenge: challenge,
        validation_status: Some(state.as_str().to_owned()),
    }
}
