//! What a request names: everything that its caller has to be allowed to act on.
//!
//! Found by the members' names, the same for every operation, so that none forgets a reference; and read by the very
//! functions that the operations read them with, so that no spelling of a name means one thing here and another there.

use std::collections::BTreeSet;

use serde_json::Value;
use tegata_aws::contract::Service;
use tegata_operations::access::Reference;
use tegata_operations::reason::InstanceReason;
use tegata_operations::{Caller, Error};

use crate::services::{NamesBy, served};
use crate::{acm, elbv2, route53};

/// The most things that a request may name, when its caller is not the owner: each is looked up.
const NAMED_MAX: usize = 1000;

/// Operations that answer from all of an account, whatever a filter or a page's beginning names.
const OF_THE_ACCOUNT: [&str; 4] =
    ["ListCertificates", "ListHostedZones", "ListHostedZonesByName", "SearchCertificates"];

/// The names in a request, as its caller wrote them.
pub(crate) fn named<'a>(service: &Service, operation: &str, input: &'a Value) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    if OF_THE_ACCOUNT.contains(&operation) {
        return found;
    }
    match served(service).names_by {
        NamesBy::Arns => walk(input, &mut found),
        NamesBy::HostedZone => found.extend(zones_named(operation, input)),
        NamesBy::Nothing => {}
    }
    found
}

/// What a request names.
///
/// # Errors
/// When it names more than can be looked up.
pub(crate) fn references(
    caller: &Caller,
    service: &Service,
    operation: &str,
    input: &Value,
) -> Result<Vec<Reference>, Error> {
    let named = named(service, operation, input);
    if named.len() > NAMED_MAX {
        let message = format!("A request can name at most {NAMED_MAX} things; send several.");
        return Err(Error::invalid(InstanceReason::TooManyReferences, message));
    }
    let mut references: Vec<Reference> = named
        .into_iter()
        .map(|name| match served(service).names_by {
            NamesBy::HostedZone => Reference::HostedZone(route53::zone_of(name)),
            NamesBy::Arns | NamesBy::Nothing => of_arn(caller, name),
        })
        .collect();
    // Things that are asked for by their names are found by a look at all of them.
    if input.get("Names").and_then(Value::as_array).is_some_and(|names| !names.is_empty()) {
        references.push(Reference::Account);
    }
    Ok(references)
}

/// What an ARN names; what it does not name of the caller's, or is of another kind, is the account's to allow.
pub(crate) fn of_arn(caller: &Caller, arn: &str) -> Reference {
    match acm::certificate_of(caller, arn) {
        Ok(id) => Reference::Certificate(id),
        Err(_) => elbv2::reference(caller, arn).unwrap_or(Reference::Account),
    }
}

/// The texts under members that hold ARNs, at any depth.
fn walk<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                match value {
                    Value::String(text) if member.ends_with("Arn") => {
                        found.insert(text);
                    }
                    Value::Array(items) if member.ends_with("Arns") => {
                        found.extend(items.iter().filter_map(Value::as_str));
                    }
                    _ => walk(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
        _ => {}
    }
}

/// The hosted zones of a request. That of an alias's target is another service's, which the alias only points to.
fn zones_named<'a>(operation: &str, input: &'a Value) -> Vec<&'a str> {
    let text = |member: &str| input.get(member).and_then(Value::as_str);
    let of_zones = text("ResourceType").is_none_or(|kind| kind == "hostedzone");
    if let Some(zone) = text("HostedZoneId") {
        return vec![zone];
    }
    // Changes, health checks, traffic policies and others have an `Id` too.
    if operation.ends_with("HostedZone") || operation == "UpdateHostedZoneComment" {
        return text("Id").into_iter().collect();
    }
    let several = input.get("ResourceIds").and_then(Value::as_array).into_iter().flatten();
    let named = text("ResourceId").into_iter().chain(several.filter_map(Value::as_str));
    named.filter(|_| of_zones).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tegata_aws::contract::service;

    use super::*;

    #[test]
    fn every_reference_is_found_and_texts_that_look_like_one_are_not() {
        let elbv2 = service("elbv2").expect("a contract");
        let input = json!({
            "LoadBalancerArn": "l", "Certificates": [{ "CertificateArn": "c" }],
            "DefaultActions": [{ "Type": "forward", "TargetGroupArn": "t",
                "ForwardConfig": { "TargetGroups": [{ "TargetGroupArn": "u", "Weight": 1 }] } }],
            "ResourceArns": ["r", "s"], "Tags": [{ "Key": "k", "Value": "arn:aws:acm:x" }],
        });
        let found: Vec<&str> = named(elbv2, "CreateListener", &input).into_iter().collect();
        assert_eq!(found, ["c", "l", "r", "s", "t", "u"]);
    }

    #[test]
    fn an_alias_names_its_own_zone_alone() {
        let route53 = service("route53").expect("a contract");
        let alias = json!({ "HostedZoneId": "Z1", "ChangeBatch": { "Changes": [{ "ResourceRecordSet": {
            "AliasTarget": { "HostedZoneId": "Z2" } } }] } });
        assert_eq!(Vec::from_iter(named(route53, "ChangeResourceRecordSets", &alias)), ["Z1"]);
        assert!(named(route53, "GetChange", &json!({ "Id": "C1" })).is_empty());
        assert!(named(route53, "GetTrafficPolicy", &json!({ "Id": "Z1", "Version": 1 })).is_empty());
        assert!(named(route53, "ListHostedZonesByName", &json!({ "HostedZoneId": "Z1" })).is_empty());
        let tags = |kind: &str| json!({ "ResourceType": kind, "ResourceIds": ["Z1", "Z2"] });
        assert_eq!(Vec::from_iter(named(route53, "ListTagsForResources", &tags("hostedzone"))), ["Z1", "Z2"]);
        assert!(named(route53, "ListTagsForResources", &tags("healthcheck")).is_empty());
    }
}
