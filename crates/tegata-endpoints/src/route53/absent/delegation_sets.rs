//! Reusable delegation sets, of which there are none.

use tegata_aws::generated::route53::{
    DeleteReusableDelegationSetRequest, DeleteReusableDelegationSetResponse,
    GetReusableDelegationSetLimitRequest, GetReusableDelegationSetLimitResponse,
    GetReusableDelegationSetRequest, GetReusableDelegationSetResponse, ListReusableDelegationSetsRequest,
    ListReusableDelegationSetsResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance};

use super::super::page;

/// The largest page (Route 53 API, `ListReusableDelegationSets`).
const SIZE_MAX: u32 = 100;

pub(in super::super) async fn list_reusable_delegation_sets(
    _: &Instance,
    caller: &Caller,
    input: ListReusableDelegationSetsRequest,
) -> Result<ListReusableDelegationSetsResponse, Error> {
    caller.may("route53:ListReusableDelegationSets")?;
    Ok(ListReusableDelegationSetsResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        delegation_sets: Some(Vec::new()),
        marker: input.marker,
        is_truncated: Some(false),
        next_marker: None,
    })
}

pub(in super::super) async fn get_reusable_delegation_set(
    _: &Instance,
    caller: &Caller,
    input: GetReusableDelegationSetRequest,
) -> Result<GetReusableDelegationSetResponse, Error> {
    caller.may("route53:GetReusableDelegationSet")?;
    Err(no_such(&input.id))
}

pub(in super::super) async fn delete_reusable_delegation_set(
    _: &Instance,
    caller: &Caller,
    input: DeleteReusableDelegationSetRequest,
) -> Result<DeleteReusableDelegationSetResponse, Error> {
    caller.may("route53:DeleteReusableDelegationSet")?;
    Err(no_such(&input.id))
}

pub(in super::super) async fn get_reusable_delegation_set_limit(
    _: &Instance,
    caller: &Caller,
    input: GetReusableDelegationSetLimitRequest,
) -> Result<GetReusableDelegationSetLimitResponse, Error> {
    caller.may("route53:GetReusableDelegationSetLimit")?;
    Err(no_such(&input.delegation_set_id))
}

fn no_such(id: &str) -> Error {
    Error::not_found(
        ZoneReason::NoSuchDelegationSet,
        format!("There is no reusable delegation set with the ID {id}."),
    )
}
