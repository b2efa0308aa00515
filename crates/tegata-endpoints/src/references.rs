//! What a request names: everything that its caller has to be allowed to act on.
//!
//! The members that name objects are declared for each operation (`api/references.txt`). They are read by the very
//! functions that the operations read them with, so that no spelling of a name means one thing here and another there.

use std::collections::BTreeSet;

use serde_json::Value;
use tegata_aws::contract::Operation;
use tegata_model::access::ResourceKind;
use tegata_operations::access::Reference;
use tegata_operations::reason::InstanceReason;
use tegata_operations::{Caller, Error};

use crate::services::Served;
use crate::{acm, elbv2};

/// The most objects that a request may name, when its caller is not the owner: each is looked up.
const NAMED_MAX: usize = 1000;

/// What a request names.
///
/// # Errors
/// When it names more than can be looked up.
pub(crate) fn references(
    caller: &Caller,
    served: &Served,
    operation: &Operation,
    input: &Value,
) -> Result<Vec<Reference>, Error> {
    let mut named = BTreeSet::new();
    let mut is_about_account = false;
    for reference in operation.references.iter().flatten() {
        let texts = reference.texts(input);
        let is_by_name = reference
            .kinds
            .iter()
            .any(|kind| ResourceKind::of_reference(kind) == Some(ResourceKind::Account));
        if is_by_name {
            is_about_account |= !texts.is_empty();
        } else {
            named.extend(texts);
        }
    }
    if named.len() > NAMED_MAX {
        let message = format!("A request can name at most {NAMED_MAX} objects. Send several requests.");
        return Err(Error::invalid(InstanceReason::TooManyReferences, message));
    }
    let references = named.into_iter().map(|text| (served.reference)(caller, text));
    Ok(references.chain(is_about_account.then_some(Reference::Account)).collect())
}

/// What an ARN names; what it does not name of the caller's, or is of another kind, is the account's to allow.
pub(crate) fn of_arn(caller: &Caller, arn: &str) -> Reference {
    match acm::certificate_of(caller, arn) {
        Ok(id) => Reference::Certificate(id),
        Err(_) => elbv2::reference(caller, arn).unwrap_or(Reference::Account),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tegata_aws::contract::service;

    use super::*;

    /// The texts that name objects in an input of an operation.
    fn named(of: &str, operation: &str, input: &Value) -> Vec<String> {
        let operation = service(of).expect("a contract").operation(operation).expect("an operation");
        let references = operation.references.as_ref().expect("declared");
        let texts: BTreeSet<&str> = references.iter().flat_map(|reference| reference.texts(input)).collect();
        texts.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn every_reference_is_found_and_texts_that_look_like_one_are_not() {
        let input = json!({
            "LoadBalancerArn": "l", "Certificates": [{ "CertificateArn": "c" }],
            "DefaultActions": [{ "Type": "forward", "TargetGroupArn": "t",
                "ForwardConfig": { "TargetGroups": [{ "TargetGroupArn": "u", "Weight": 1 }] } }],
            "Tags": [{ "Key": "k", "Value": "arn:aws:acm:x" }],
        });
        assert_eq!(named("elbv2", "CreateListener", &input), ["c", "l", "t", "u"]);
        assert_eq!(named("elbv2", "AddTags", &json!({ "ResourceArns": ["r", "s"] })), ["r", "s"]);
    }

    #[test]
    fn an_alias_names_its_own_zone_alone() {
        let alias = json!({ "HostedZoneId": "Z1", "ChangeBatch": { "Changes": [{ "ResourceRecordSet": {
            "AliasTarget": { "HostedZoneId": "Z2" } } }] } });
        assert_eq!(named("route53", "ChangeResourceRecordSets", &alias), ["Z1"]);
        assert!(named("route53", "GetChange", &json!({ "Id": "C1" })).is_empty());
        assert!(named("route53", "GetTrafficPolicy", &json!({ "Id": "Z1", "Version": 1 })).is_empty());
        assert!(named("route53", "ListHostedZonesByName", &json!({ "HostedZoneId": "Z1" })).is_empty());
        let tags = |kind: &str| json!({ "ResourceType": kind, "ResourceIds": ["Z1", "Z2"] });
        assert_eq!(named("route53", "ListTagsForResources", &tags("hostedzone")), ["Z1", "Z2"]);
        assert!(named("route53", "ListTagsForResources", &tags("healthcheck")).is_empty());
    }
}
