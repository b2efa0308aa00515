//! Protections of record sets, of which there are none.

use tegata_aws::generated::route53::{
    ListResourceRecordSetProtectionsRequest, ListResourceRecordSetProtectionsResponse,
};
use tegata_operations::{Caller, Error, Instance, zone};

use super::super::id;

pub(in super::super) async fn list_resource_record_set_protections(
    instance: &Instance,
    caller: &Caller,
    input: ListResourceRecordSetProtectionsRequest,
) -> Result<ListResourceRecordSetProtectionsResponse, Error> {
    caller.may("route53:ListResourceRecordSetProtections")?;
    let id = id::zone(&input.hosted_zone_id);
    zone::get_for(instance, caller, "route53:ListResourceRecordSetProtections", id).await?;
    Ok(ListResourceRecordSetProtectionsResponse {
        resource_record_set_protections: Some(Vec::new()),
        next_token: None,
    })
}
