//! Record sets: from the wire's shape to the model's, and back.

use std::collections::HashSet;

use tegata_aws::generated::route53::{self as wire, ResourceRecord, ResourceRecordSet};
use tegata_dns::zone::parse_value;
use tegata_model::zone::change::Action;
use tegata_model::zone::{
    AliasTarget, RecordData, RecordKey, RecordSet, RecordType, RecordValue, SetIdentifier,
};
use tegata_operations::Error;
use tegata_operations::reason::{InstanceReason, ZoneReason};

use super::{id, words};

/// Seconds: RFC 2181 §8.
const TTL_MAX: i64 = 0x7fff_ffff;

/// Reads a record set of a change, each of its values by its type.
///
/// # Errors
/// `invalid-input`, `invalid-change-batch`, `not-built`.
pub(super) fn read(action: Action, wire: ResourceRecordSet) -> Result<RecordSet, Error> {
    check_form(action, &wire)?;
    check_built(&wire)?;
    let text = wire.name.as_deref().unwrap_or_default();
    let name = text.parse().map_err(|error| invalid(&words::name(&error)))?;
    let record_type = record_type(wire.r#type.as_deref().unwrap_or_default())?;
    let set_identifier = wire.set_identifier.clone().map(SetIdentifier::try_from).transpose();
    let set_identifier =
        set_identifier.map_err(|error| Error::invalid(ZoneReason::InvalidInput, format!("{error}.")))?;
    let key = RecordKey { name, record_type, set_identifier };
    let data = match wire.alias_target {
        Some(target) => RecordData::Alias(alias_target(target)?),
        None => records(text, record_type, wire.ttl, wire.resource_records.unwrap_or_default())?,
    };
    Ok(RecordSet { key, data })
}

fn invalid(why: &str) -> Error {
    Error::invalid(ZoneReason::InvalidChangeBatch, format!("[{why}]"))
}

/// Where an alias points. The contract has all members required.
fn alias_target(target: wire::AliasTarget) -> Result<AliasTarget, Error> {
    let name = target.dns_name.unwrap_or_default();
    Ok(AliasTarget {
        hosted_zone: id::zone(target.hosted_zone_id.as_deref().unwrap_or_default()),
        name: name.parse().map_err(|error| invalid(&words::name(&error)))?,
        evaluate_target_health: target.evaluate_target_health.unwrap_or_default(),
    })
}

fn records(
    name: &str,
    record_type: RecordType,
    ttl: Option<i64>,
    records: Vec<ResourceRecord>,
) -> Result<RecordData, Error> {
    let ttl = ttl.filter(|ttl| (0..=TTL_MAX).contains(ttl));
    let ttl = ttl.ok_or_else(|| {
        invalid(&format!("The record set {name} {record_type} needs a TTL from 0 to {TTL_MAX} seconds"))
    })?;
    let texts: Vec<String> = records.into_iter().filter_map(|record| record.value).collect();
    let mut seen = HashSet::new();
    if let Some(twice) = texts.iter().find(|text| !seen.insert(*text)) {
        return Err(invalid(&format!("Duplicate Resource Record: '{twice}'")));
    }
    let values = texts.into_iter().map(|text| {
        let parsed = parse_value(record_type.as_str(), &text);
        let (_, rdata) = parsed.map_err(|error| invalid(&format!("Invalid Resource Record: '{error}'")))?;
        Ok(RecordValue { text, rdata })
    });
    let values = values.collect::<Result<Vec<_>, Error>>()?;
    let ttl = u32::try_from(ttl).map_err(Error::internal)?;
    Ok(RecordData::Records { ttl, values })
}

/// The type that a request names.
///
/// # Errors
/// A fault of ours: the contract lists the types that there are.
pub(super) fn record_type(text: &str) -> Result<RecordType, Error> {
    text.parse().map_err(Error::internal)
}

/// Whether a record set is of one of the forms that there are, in Route 53's words if it is not.
fn check_form(action: Action, wire: &ResourceRecordSet) -> Result<(), Error> {
    let refuse = |why: &str| {
        let change = format!(
            "Change with [Action={}, Name={}, Type={}, SetIdentifier={}]",
            action.as_str(),
            wire.name.as_deref().unwrap_or("null"),
            wire.r#type.as_deref().unwrap_or("null"),
            wire.set_identifier.as_deref().unwrap_or("null"),
        );
        Err(Error::invalid(ZoneReason::InvalidInput, format!("Invalid request: {why} in {change}")))
    };
    let forms = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
    let (ttl, records) = (wire.ttl.is_some(), wire.resource_records.is_some());
    let begun = [wire.alias_target.is_some(), ttl || records, wire.traffic_policy_instance_id.is_some()];
    let whole = [wire.alias_target.is_some(), ttl && records, wire.traffic_policy_instance_id.is_some()];
    let count = |forms: [bool; 3]| forms.into_iter().filter(|is_there| *is_there).count();
    if count(begun) > 1 {
        return refuse(&format!("Expected exactly one of {forms}, but found more than one"));
    }
    if count(whole) == 0 {
        return refuse(&format!("Expected exactly one of {forms}, but found none"));
    }
    let policies = [
        wire.weight.is_some(),
        wire.region.is_some(),
        wire.failover.is_some(),
        wire.geo_location.is_some(),
        wire.geo_proximity_location.is_some(),
        wire.cidr_routing_config.is_some(),
        wire.multi_value_answer == Some(true),
    ];
    let policies = policies.into_iter().filter(|is_there| *is_there).count();
    let names = "[Weight, Region, Failover, GeoLocation, GeoProximityLocation, CidrRoutingConfig, or MultiValueAnswer]";
    match (policies, &wire.set_identifier) {
        (0, None) | (1, Some(_)) => Ok(()),
        // What is to go is found by its identifier, so Route 53 lets MultiValueAnswer be left out.
        (0, Some(_)) if action == Action::Delete => Ok(()),
        (0, Some(_)) => refuse(&format!("Expected exactly one of {names}, but found none")),
        (1, None) => refuse("Missing field 'SetIdentifier'"),
        _ => refuse(&format!("Expected exactly one of {names}, but found more than one")),
    }
}

/// Whether all that a record set has is built.
fn check_built(wire: &ResourceRecordSet) -> Result<(), Error> {
    let not_built = [
        ("Weight", wire.weight.is_some()),
        ("Region", wire.region.is_some()),
        ("GeoLocation", wire.geo_location.is_some()),
        ("GeoProximityLocation", wire.geo_proximity_location.is_some()),
        ("Failover", wire.failover.is_some()),
        ("HealthCheckId", wire.health_check_id.is_some()),
        ("TrafficPolicyInstanceId", wire.traffic_policy_instance_id.is_some()),
        ("CidrRoutingConfig", wire.cidr_routing_config.is_some()),
    ];
    let Some((member, _)) = not_built.into_iter().find(|(_, is_there)| *is_there) else { return Ok(()) };
    let why = format!(
        "{member} of the record set {} {} is not supported in this release. Leave it out, and give AliasTarget, or \
         ResourceRecords and a TTL, with MultiValueAnswer if several record sets share the name and type.",
        wire.name.as_deref().unwrap_or_default(),
        wire.r#type.as_deref().unwrap_or_default(),
    );
    Err(Error::invalid(InstanceReason::NotBuilt, why))
}

/// Writes a record set.
pub(super) fn view(record_set: RecordSet) -> ResourceRecordSet {
    let RecordSet { key, data } = record_set;
    let (ttl, resource_records, alias_target) = match data {
        RecordData::Records { ttl, values } => {
            let records = values.into_iter().map(|value| ResourceRecord { value: Some(value.text) });
            (Some(i64::from(ttl)), Some(records.collect()), None)
        }
        RecordData::Alias(target) => {
            let alias_target = wire::AliasTarget {
                hosted_zone_id: Some(target.hosted_zone.0),
                dns_name: Some(target.name.into()),
                evaluate_target_health: Some(target.evaluate_target_health),
            };
            (None, None, Some(alias_target))
        }
    };
    ResourceRecordSet {
        name: Some(key.name.into()),
        r#type: Some(key.record_type.to_string()),
        // The only policy with identifiers that is built.
        multi_value_answer: key.set_identifier.is_some().then_some(true),
        set_identifier: key.set_identifier.map(|id| id.as_str().to_owned()),
        ttl,
        resource_records,
        alias_target,
        ..ResourceRecordSet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_served_under_its_number() {
        use RecordType::{Cname, Ns, Ptr, Spf, Txt};
        assert_eq!(RecordType::ALL.map(RecordType::as_str), tegata_dns::zone::SUPPORTED_TYPES);
        for record_type in RecordType::ALL {
            let value = match record_type {
                RecordType::A => "192.0.2.1",
                RecordType::Aaaa => "2001:db8::1",
                RecordType::Caa => "0 issue \"ca.example.net\"",
                Cname | Ns | Ptr => "a.example.net.",
                RecordType::Ds => "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118",
                RecordType::Https | RecordType::Svcb => "1 . alpn=\"h2\"",
                RecordType::Mx => "10 mx.example.net.",
                RecordType::Naptr => "10 100 \"U\" \"SIP+D2U\" \"\" _sip._udp.example.com.",
                RecordType::Soa => "ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 86400",
                Spf | Txt => "\"text\"",
                RecordType::Srv => "1 2 3 host.example.com",
                RecordType::Sshfp => "2 1 123456789abcdef67890123456789abcdef67890",
                RecordType::Tlsa => "3 1 1 2bb183af5f22588179a53b0a98631fad1a2921182bb183af5f22588179a53b0a",
            };
            let parsed = parse_value(record_type.as_str(), value).expect(value);
            assert_eq!(parsed.0, record_type.code(), "{record_type}");
        }
    }

    /// The model writes these values itself; they are what a caller's text would be parsed to.
    #[test]
    fn what_a_new_zone_has_is_what_its_texts_say() {
        let servers =
            ["ns1.example.net".parse().expect("a name"), "NS2.example.net".parse().expect("a name")];
        let apex = "example.com".parse().expect("a name");
        for record_set in tegata_model::zone::apex_record_sets(&apex, &servers) {
            for value in record_set.values() {
                let parsed = parse_value(record_set.key.record_type.as_str(), &value.text).expect("a value");
                assert_eq!(parsed.1, value.rdata, "{}", value.text);
            }
        }
    }
}
