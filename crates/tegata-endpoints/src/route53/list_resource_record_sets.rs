//! ListResourceRecordSets.

use tegata_aws::generated::route53::{ListResourceRecordSetsRequest, ListResourceRecordSetsResponse};
use tegata_operations::reason::ZoneReason;
use tegata_operations::zone::{self, RecordSetsFrom};
use tegata_operations::{Caller, Error, Instance};

use super::{id, page, record_set, words};

/// The largest page (Route 53 API, `ListResourceRecordSets`).
const SIZE_MAX: u32 = 300;

pub(super) async fn list_resource_record_sets(
    instance: &Instance,
    caller: &Caller,
    input: ListResourceRecordSetsRequest,
) -> Result<ListResourceRecordSetsResponse, Error> {
    let size = page::size(input.max_items.as_deref(), SIZE_MAX)?;
    let name = input.start_record_name.map(|text| text.parse()).transpose();
    let record_type = input.start_record_type.map(|text| record_set::record_type(&text)).transpose()?;
    let from = RecordSetsFrom {
        name: name.map_err(|error| Error::invalid(ZoneReason::InvalidInput, words::name(&error)))?,
        record_type,
        set_identifier: input.start_record_identifier,
    };
    if from.name.is_none() && from.record_type.is_some() {
        let why = "StartRecordType needs StartRecordName. Give both, or neither.";
        return Err(Error::invalid(ZoneReason::InvalidInput, why));
    }
    if from.record_type.is_none() && from.set_identifier.is_some() {
        let why = "StartRecordIdentifier needs StartRecordType. Give both, or neither.";
        return Err(Error::invalid(ZoneReason::InvalidInput, why));
    }
    let id = id::zone(&input.hosted_zone_id);
    let found = zone::list_record_sets(instance, caller, id, from, size).await?;
    let next = found.next.map(record_set::view).unwrap_or_default();
    Ok(ListResourceRecordSetsResponse {
        resource_record_sets: Some(found.record_sets.into_iter().map(record_set::view).collect()),
        is_truncated: Some(next.name.is_some()),
        next_record_name: next.name,
        next_record_type: next.r#type,
        next_record_identifier: next.set_identifier,
        max_items: Some(size.to_string()),
    })
}
