//! Record sets: from the wire's shape to the model's, and back.

use tegata_aws::generated::route53::{ResourceRecord, ResourceRecordSet};
use tegata_dns::zone::parse_value;
use tegata_model::zone::change::Action;
use tegata_model::zone::{RecordSet, Routing};
use tegata_operations::Error;
use tegata_operations::reason::{InstanceReason, ZoneReason};

/// Seconds: RFC 2181 §8.
const TTL_MAX: i64 = 0x7fff_ffff;

/// Reads a record set of a change and checks each of its values against its type.
///
/// # Errors
/// `invalid-input`, `invalid-change-batch`, `not-built`.
pub(super) fn read(action: Action, wire: ResourceRecordSet) -> Result<RecordSet, Error> {
    check_form(action, &wire)?;
    check_built(&wire)?;
    let text = wire.name.unwrap_or_default();
    let kind = wire.r#type.unwrap_or_default();
    let invalid = |why: String| Error::invalid(ZoneReason::InvalidChangeBatch, format!("[{why}]"));
    let name = text.parse().map_err(|error: tegata_model::zone::NameError| invalid(error.to_string()))?;
    let ttl = wire.ttl.filter(|ttl| (0..=TTL_MAX).contains(ttl));
    let ttl = ttl.ok_or_else(|| {
        invalid(format!("The record set {text} {kind} needs a TTL from 0 to {TTL_MAX} seconds"))
    })?;
    let values: Vec<String> =
        wire.resource_records.unwrap_or_default().into_iter().filter_map(|record| record.value).collect();
    let mut seen = std::collections::HashSet::new();
    for value in &values {
        if !seen.insert(value) {
            return Err(invalid(format!("Duplicate Resource Record: '{value}'")));
        }
        parse_value(&kind, value).map_err(|error| invalid(format!("Invalid Resource Record: '{error}'")))?;
    }
    let ttl = u32::try_from(ttl).map_err(Error::internal)?;
    let routing = match wire.set_identifier {
        Some(set_identifier) => Routing::MultiValue { set_identifier },
        None => Routing::Simple,
    };
    Ok(RecordSet { name, kind, ttl, values, routing })
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
        ("AliasTarget", wire.alias_target.is_some()),
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
        "{member} of the record set {} {} is not built in this release. Leave it out, and give ResourceRecords and a \
         TTL, with MultiValueAnswer if several record sets share the name and type.",
        wire.name.as_deref().unwrap_or_default(),
        wire.r#type.as_deref().unwrap_or_default(),
    );
    Err(Error::invalid(InstanceReason::NotBuilt, why))
}

/// Writes a record set.
pub(super) fn view(record_set: RecordSet) -> ResourceRecordSet {
    let records = record_set.values.into_iter().map(|value| ResourceRecord { value: Some(value) });
    let (set_identifier, multi_value_answer) = match record_set.routing {
        Routing::Simple => (None, None),
        Routing::MultiValue { set_identifier } => (Some(set_identifier), Some(true)),
    };
    ResourceRecordSet {
        name: Some(record_set.name.into()),
        r#type: Some(record_set.kind),
        set_identifier,
        multi_value_answer,
        ttl: Some(i64::from(record_set.ttl)),
        resource_records: Some(records.collect()),
        ..ResourceRecordSet::default()
    }
}
