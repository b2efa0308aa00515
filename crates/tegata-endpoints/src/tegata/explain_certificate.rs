//! Why a certificate is still pending, or failed.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    Evidence, ExplainCertificateRequest, ExplainCertificateResponse, ExplainedEvent, ExplainedName,
};
use tegata_model::certificate::evidence::{LookUp, LookUpResult, Question};
use tegata_model::certificate::{NameState, Purpose, Status};
use tegata_operations::certificate::{Explanation, NameExplained, explain};
use tegata_operations::zone::delegation_faults;
use tegata_operations::{Caller, Error, Instance};

use super::check_delegation::finding;
use crate::acm;

/// How many names' delegations one explanation looks at: each may take as long as silent servers are waited for.
const DELEGATIONS_MAX: usize = 2;

/// Tells everything that is known about how a certificate got where it is.
pub(super) async fn explain_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ExplainCertificateRequest,
) -> Result<ExplainCertificateResponse, Error> {
    let id = acm::certificate_of(caller, &input.certificate_arn)?;
    let explanation = explain(instance, caller, id).await?;
    let certificate = &explanation.certificate;
    let mut names: Vec<ExplainedName> = explanation.names.iter().map(name).collect();
    let unanswered =
        explanation.names.iter().zip(&mut names).filter(|(explained, _)| is_unanswered(explained));
    for (explained, shown) in unanswered.take(DELEGATIONS_MAX) {
        let faults = delegation_faults(instance, &explained.name).await;
        let findings: Vec<_> = faults.iter().map(|fault| finding(fault, &explained.name)).collect();
        // What is wrong there is what to do first: the last look-up's own advice is to look for it.
        if let Some(last) = shown.evidence.as_mut().and_then(|all| all.last_mut())
            && let Some(first) = findings.first()
        {
            let sentences = [first.cause.as_deref(), first.next_step.as_deref()];
            last.advice = Some(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "));
        }
        shown.delegation = Some(findings);
    }
    Ok(ExplainCertificateResponse {
        certificate_arn: Some(input.certificate_arn),
        status: Some(certificate.status().as_str().to_owned()),
        failure_reason: certificate.failure_reason().map(|reason| reason.as_str().to_owned()),
        summary: Some(summary(&explanation)),
        next_try: explanation.next_try.map(Moment),
        last_error: explanation.last_error.clone(),
        names: Some(names),
        events: Some(
            explanation
                .events
                .iter()
                .map(|stored| ExplainedEvent {
                    at: Some(Moment(stored.event.at)),
                    kind: Some(stored.event.kind.as_str().to_owned()),
                    detail: Some(stored.event.detail.to_string()),
                })
                .collect(),
        ),
    })
}

/// Whether the last look-up of a name got no usable answer from the servers of a zone that is hosted elsewhere.
fn is_unanswered(explained: &NameExplained) -> bool {
    let last = explained.evidence.look_ups.last();
    let is_of_zone = last.is_some_and(|last| matches!(last.sighting, LookUpResult::Unanswered { .. }));
    is_of_zone && explained.hosted_zone.is_none() && explained.state == NameState::Pending
}

/// One sentence or two: where it stands, and what happens next.
fn summary(explanation: &Explanation) -> String {
    let certificate = &explanation.certificate;
    let waiting = explanation.names.iter().filter(|name| name.state == NameState::Pending).count();
    let of = explanation.names.len();
    let next = explanation.next_try.map_or(String::new(), |then| format!(" It is tried again at {then:.0}."));
    match (certificate.status(), explanation.proving) {
        (Status::Issued, Some(proving)) if proving.purpose == Purpose::Renewal => format!(
            "It is issued and being renewed: {waiting} of {of} names are not proven yet. The deadline is \
             {:.0}.{next}",
            proving.until
        ),
        (Status::Issued, _) => {
            let ends = certificate.version.as_ref().map_or(String::new(), |version| {
                format!(" The present version expires at {:.0}.", version.not_after)
            });
            let used = match explanation.users.len() {
                0 => "not used".to_owned(),
                1 => "used in one place".to_owned(),
                places => format!("used in {places} places"),
            };
            format!("It is issued, and {used}.{ends}{next}")
        }
        (Status::PendingValidation, Some(proving)) => {
            format!("{waiting} of {of} names are not proven yet. The deadline is {:.0}.{next}", proving.until)
        }
        (Status::PendingValidation, None) => format!("All names are proven; it is being issued.{next}"),
        (Status::Failed, _) => {
            "It has failed. This does not change: fix the cause and request a new one.".to_owned()
        }
        (Status::ValidationTimedOut, _) => {
            "It has timed out, because its names were not proven in time. This does not change: request a \
             new one."
                .to_owned()
        }
        (status, _) => format!("It is {}.", status.as_str()),
    }
}

fn name(explained: &NameExplained) -> ExplainedName {
    let by_record = explained.mail_domain.is_none();
    ExplainedName {
        domain_name: Some(explained.name.clone()),
        validation_status: Some(explained.state.as_str().to_owned()),
        record_name: by_record.then(|| explained.record.name.clone()),
        record_value: by_record.then(|| explained.record.value.clone()),
        asked_by_mail: explained
            .mail_domain
            .as_deref()
            .map(|domain| tegata_model::certificate::mail::addresses(domain).to_vec()),
        delegation: None,
        hosted_zone_id: explained.hosted_zone.as_ref().map(|id| id.0.clone()),
        evidence: Some(explained.evidence.look_ups.iter().map(|seen| evidence(explained, seen)).collect()),
    }
}

fn evidence(explained: &NameExplained, look_up: &LookUp) -> Evidence {
    let record = &explained.record;
    let expected = match look_up.question {
        Question::Proof => format!("{} CNAME {}", record.name, record.value),
        Question::Caa => "no CAA record set, or one that permits this instance".to_owned(),
        Question::Contacts => {
            format!("an MX record at {}", explained.mail_domain.as_deref().unwrap_or(&explained.name))
        }
    };
    let (outcome, advice) = match (&look_up.sighting, look_up.question) {
        (LookUpResult::Good, _) => ("as expected".to_owned(), None),
        (LookUpResult::Bad { why }, Question::Proof) => {
            (why.clone(), Some(format!("Add exactly this record to the public zone: {expected}")))
        }
        (LookUpResult::Bad { why }, Question::Contacts) => (
            why.clone(),
            Some(
                "Add an MX record to the domain, pass another ValidationDomain, or use DNS validation. Then \
                 request the certificate again."
                    .to_owned(),
            ),
        ),
        (LookUpResult::Bad { why }, Question::Caa) => (
            why.clone(),
            Some(
                "Add a CAA record with one of this instance's issuer domains, or remove the record set. \
                 Then request the certificate again."
                    .to_owned(),
            ),
        ),
        (LookUpResult::NoRootServer { why }, _) => (
            why.clone(),
            Some(
                "This machine cannot reach the root servers of the DNS, probably because of a firewall. \
                 Start the instance with --dns-forwarder and the address of a resolver that it can reach. \
                 The record may be correct already."
                    .to_owned(),
            ),
        ),
        (LookUpResult::Unanswered { why }, _) => (
            why.clone(),
            Some(
                "Check the name servers and the delegation of the zone. The look-up is repeated \
                 automatically."
                    .to_owned(),
            ),
        ),
    };
    Evidence {
        at: Some(Moment(look_up.at)),
        found: Some(if look_up.found.is_empty() { "nothing".to_owned() } else { look_up.found.join(", ") }),
        expected: Some(expected),
        outcome: Some(outcome),
        steps: Some(look_up.trace.clone()),
        advice,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tegata_model::certificate::ValidationRecord;

    use super::*;

    #[test]
    fn a_machine_that_reaches_no_root_server_is_told_to_use_a_forwarder() {
        let explained = NameExplained {
            name: "www.example.com".to_owned(),
            record: ValidationRecord { name: "_a.example.com.".to_owned(), value: "_b.example.".to_owned() },
            hosted_zone: None,
            mail_domain: None,
            state: NameState::Pending,
            evidence: tegata_model::certificate::evidence::Evidence::default(),
        };
        let advice = |sighting: LookUpResult| {
            let (found, trace) = (Vec::new(), Vec::new());
            let look_up =
                LookUp { at: Timestamp::UNIX_EPOCH, question: Question::Proof, sighting, found, trace };
            evidence(&explained, &look_up).advice.expect("advice")
        };
        // The words are those of the other case: only the variant counts.
        let why = || "no root server answers this machine; the latest was silent".to_owned();
        assert!(advice(LookUpResult::NoRootServer { why: why() }).contains("--dns-forwarder"));
        assert!(!advice(LookUpResult::Unanswered { why: why() }).contains("--dns-forwarder"));
    }
}
