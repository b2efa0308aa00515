use tegata_aws::generated::route53::{ListResourceRecordSetsRequest, ListResourceRecordSetsResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, page, record_set};

/// The largest page (Route 53 API, `ListResourceRecordSets`).
const SIZE_MAX: u32 = 300;

pub(super) async fn list_resource_record_sets(
    instance: &Instance,
    caller: &Caller,
    input: ListResourceRecordSetsRequest,
) -> Result<ListResourceRecordSetsResponse, Error> {
    let size = page::size(input.max_items.as_deref(), SIZE_MAX)?;
    let (name, kind) = (input.start_record_name.as_deref(), input.start_record_type);
    if name.is_none() && kind.is_some() {
        let why = "StartRecordType is given without StartRecordName. Give both, or neither.";
        return Err(Error::invalid("invalid-input", why));
    }
    let id = id::zone(&input.hosted_zone_id);
    let found = zone::list_record_sets(instance, caller, id, name, kind, size).await?;
    let next = found.next.map(|next| (String::from(next.name), next.kind));
    let (next_record_name, next_record_type) = next.unzip();
    Ok(ListResourceRecordSetsResponse {
        resource_record_sets: Some(found.record_sets.into_iter().map(record_set::view).collect()),
        is_truncated: Some(next_record_name.is_some()),
        next_record_name,
        next_record_type,
        next_record_identifier: None,
        max_items: Some(size.to_string()),
    })
}
