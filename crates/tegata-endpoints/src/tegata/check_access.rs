//! What the policies say of a principal, and which of them say so.

use std::net::IpAddr;

use tegata_aws::generated::tegata::{CheckAccessRequest, CheckAccessResponse, ConditionValue};
use tegata_model::access::{AskedValue, Decision, Reach, Verdict, domain_names};
use tegata_operations::access::{Checked, Reference, check};
use tegata_operations::reason::AccessReason;
use tegata_operations::{Caller, Error, Instance};

use crate::{references, route53, sts};

/// The keys that can be given, and whether each holds one text.
const KEYS: [(&str, bool); 13] = [
    ("acm:CertificateAuthority", true),
    ("acm:CertificateKeyPairOrigin", true),
    ("acm:CertificateTransparencyLogging", true),
    ("acm:DomainNames", false),
    ("acm:Export", true),
    ("acm:KeyAlgorithm", true),
    ("acm:ValidationMethod", true),
    ("route53:ChangeResourceRecordSetsActions", false),
    ("route53:ChangeResourceRecordSetsNormalizedRecordNames", false),
    ("route53:ChangeResourceRecordSetsRecordTypes", false),
    ("sts:ExternalId", true),
    ("sts:RoleSessionName", true),
    ("tegata:DomainNames", false),
];

/// Says whether a principal may, by which policies, and why.
pub(super) async fn check_access(
    instance: &Instance,
    caller: &Caller,
    input: CheckAccessRequest,
) -> Result<CheckAccessResponse, Error> {
    let source = input.source_ip.map(|text| {
        let wrong =
            || Error::invalid(AccessReason::SourceIp, format!("SourceIp '{text}' is not an IP address."));
        text.parse::<IpAddr>().map_err(|_| wrong())
    });
    let source = source.transpose()?;
    let resource =
        input.resource.as_deref().map_or(Ok(Reference::Account), |text| reference(caller, text))?;
    let mut values = Vec::new();
    for given in input.context.unwrap_or_default() {
        values.extend(asked(&input.action, &given)?);
    }
    let checked = check(instance, caller, &input.principal, &input.action, resource, source, &values).await?;
    Ok(match checked {
        Checked::Owner => {
            answer("ALLOWED", "The owner of an account may do everything in it. Policies do not apply.", None)
        }
        Checked::Decided(decision) => {
            let (word, reason) = match decision.verdict {
                Verdict::Allowed => ("ALLOWED", "These policies permit it, and no policy forbids it."),
                Verdict::Forbidden => {
                    ("DENIED", "These policies forbid it. A forbid overrides every permit.")
                }
                Verdict::NotAllowed => ("DENIED", "No policy permits it."),
            };
            answer(word, reason, Some(decision))
        }
    })
}

fn answer(word: &str, reason: &str, decision: Option<Decision>) -> CheckAccessResponse {
    let (policies, faults) = decision.map(|decision| (decision.by, decision.faults)).unwrap_or_default();
    CheckAccessResponse {
        decision: Some(word.to_owned()),
        reason: Some(reason.to_owned()),
        policies: Some(policies.into_iter().collect()),
        faults: Some(faults),
    }
}

/// A thing by its ARN, or a hosted zone by its identifier. A misspelt one is refused, for the answer would be of
/// something else.
fn reference(caller: &Caller, text: &str) -> Result<Reference, Error> {
    let zone = text.starts_with("/hostedzone/").then(|| route53::zone_of(text));
    if let Some(zone) = zone.or_else(|| route53::of_arn(text)) {
        return Ok(Reference::HostedZone(zone));
    }
    if let role @ Reference::Role(..) = sts::reference(caller, text) {
        return Ok(role);
    }
    match references::of_arn(caller, text) {
        Reference::Account => Err(Error::invalid(
            AccessReason::Resource,
            format!(
                "Resource '{text}' does not exist in this account and region, or is of a kind that policies \
                 do not have. Give the ARN of a certificate, hosted zone, load balancer, listener, target \
                 group or role, or leave Resource out to check the account."
            ),
        )),
        found => Ok(found),
    }
}

fn asked(action: &str, given: &ConditionValue) -> Result<Vec<(&'static str, AskedValue)>, Error> {
    let known = KEYS.iter().find(|(key, _)| *key == given.key);
    let Some((key, is_single)) = known else {
        let keys = KEYS.map(|(key, _)| key).join(", ");
        return Err(Error::invalid(
            AccessReason::Context,
            format!("Context key {} does not exist. Valid keys are {keys}.", given.key),
        ));
    };
    match (given.values.as_slice(), is_single) {
        (texts, false) => {
            let named = AskedValue::Texts(texts.iter().cloned().collect());
            // The other keys of names are made of these.
            let mut values = match *key {
                "acm:DomainNames" | "tegata:DomainNames" => {
                    domain_names(texts.iter().map(|name| (name.as_str(), reach(action))))
                }
                _ => Vec::new(),
            };
            if *key != "tegata:DomainNames" {
                values.push((*key, named));
            }
            Ok(values)
        }
        ([text], true) => Ok(vec![(*key, AskedValue::Text(text.clone()))]),
        _ => Err(Error::invalid(AccessReason::Context, format!("Context key {key} takes one value."))),
    }
}

/// Which names come with one in a request of this action.
fn reach(action: &str) -> Reach {
    match action {
        "route53:CreateHostedZone" => Reach::Everything,
        "route53:ChangeResourceRecordSets" => Reach::Records,
        _ => Reach::Certificate,
    }
}
