//! Record sets: from the wire's shape to the model's, and back.

use tegata_aws::generated::route53::{ResourceRecord, ResourceRecordSet};
use tegata_dns::zone::parse_value;
use tegata_model::zone::RecordSet;
use tegata_operations::Error;

/// Seconds: RFC 2181 §8.
const TTL_MAX: i64 = 0x7fff_ffff;

/// Reads a record set and checks each of its values against its type.
///
/// # Errors
/// `invalid-change-batch`, `invalid-domain-name`, `not-built`.
pub(super) fn read(wire: ResourceRecordSet) -> Result<RecordSet, Error> {
    let text = wire.name.unwrap_or_default();
    let kind = wire.r#type.unwrap_or_default();
    let not_built = [
        ("AliasTarget", wire.alias_target.is_some()),
        ("SetIdentifier", wire.set_identifier.is_some()),
        ("Weight", wire.weight.is_some()),
        ("Region", wire.region.is_some()),
        ("GeoLocation", wire.geo_location.is_some()),
        ("GeoProximityLocation", wire.geo_proximity_location.is_some()),
        ("Failover", wire.failover.is_some()),
        ("MultiValueAnswer", wire.multi_value_answer.is_some()),
        ("HealthCheckId", wire.health_check_id.is_some()),
        ("TrafficPolicyInstanceId", wire.traffic_policy_instance_id.is_some()),
        ("CidrRoutingConfig", wire.cidr_routing_config.is_some()),
    ];
    if let Some((member, _)) = not_built.into_iter().find(|(_, is_there)| *is_there) {
        let why = format!(
            "{member} of the record set {text} {kind} is not built in this release. Leave it out, and give \
             ResourceRecords and a TTL."
        );
        return Err(Error::invalid("not-built", why));
    }
    let invalid = |why: String| Error::invalid("invalid-change-batch", format!("[{why}]"));
    let name =
        text.parse().map_err(|error| invalid(format!("FATAL problem: DomainLabelInvalid: {error}")))?;
    let ttl = wire.ttl.filter(|ttl| (0..=TTL_MAX).contains(ttl));
    let ttl = ttl.ok_or_else(|| {
        invalid(format!("The record set {text} {kind} needs a TTL from 0 to {TTL_MAX} seconds"))
    })?;
    let values: Vec<String> =
        wire.resource_records.unwrap_or_default().into_iter().filter_map(|record| record.value).collect();
    if values.is_empty() {
        return Err(invalid(format!("The record set {text} {kind} needs at least one ResourceRecord")));
    }
    for (at, value) in values.iter().enumerate() {
        if values[..at].contains(value) {
            return Err(invalid(format!("Duplicate Resource Record: '{value}'")));
        }
        parse_value(&kind, value).map_err(|error| {
            invalid(format!("Invalid Resource Record: '{value}' of {text} {kind}: {error}"))
        })?;
    }
    let ttl = u32::try_from(ttl).map_err(Error::internal)?;
    Ok(RecordSet { name, kind, ttl, values })
}

/// Writes a record set.
pub(super) fn view(record_set: RecordSet) -> ResourceRecordSet {
    let records = record_set.values.into_iter().map(|value| ResourceRecord { value: Some(value) });
    ResourceRecordSet {
        name: Some(record_set.name.into()),
        r#type: Some(record_set.kind),
        ttl: Some(i64::from(record_set.ttl)),
        resource_records: Some(records.collect()),
        ..ResourceRecordSet::default()
    }
}
