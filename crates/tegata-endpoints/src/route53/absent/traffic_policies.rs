//! Traffic policies and their instances, of which there are none.

use tegata_aws::generated::route53::{
    DeleteTrafficPolicyInstanceRequest, DeleteTrafficPolicyInstanceResponse, DeleteTrafficPolicyRequest,
    DeleteTrafficPolicyResponse, GetTrafficPolicyInstanceCountRequest, GetTrafficPolicyInstanceCountResponse,
    GetTrafficPolicyInstanceRequest, GetTrafficPolicyInstanceResponse, GetTrafficPolicyRequest,
    GetTrafficPolicyResponse, ListTrafficPoliciesRequest, ListTrafficPoliciesResponse,
    ListTrafficPolicyInstancesByHostedZoneRequest, ListTrafficPolicyInstancesByHostedZoneResponse,
    ListTrafficPolicyInstancesByPolicyRequest, ListTrafficPolicyInstancesByPolicyResponse,
    ListTrafficPolicyInstancesRequest, ListTrafficPolicyInstancesResponse, ListTrafficPolicyVersionsRequest,
    ListTrafficPolicyVersionsResponse, UpdateTrafficPolicyCommentRequest, UpdateTrafficPolicyCommentResponse,
    UpdateTrafficPolicyInstanceRequest, UpdateTrafficPolicyInstanceResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, zone};

use super::super::{id, page};

/// The largest page (Route 53 API, `ListTrafficPolicies`).
const SIZE_MAX: u32 = 100;

pub(in super::super) async fn list_traffic_policies(
    _: &Instance,
    caller: &Caller,
    input: ListTrafficPoliciesRequest,
) -> Result<ListTrafficPoliciesResponse, Error> {
    caller.may("route53:ListTrafficPolicies")?;
    Ok(ListTrafficPoliciesResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        traffic_policy_summaries: Some(Vec::new()),
        is_truncated: Some(false),
        traffic_policy_id_marker: None,
    })
}

pub(in super::super) async fn get_traffic_policy(
    _: &Instance,
    caller: &Caller,
    input: GetTrafficPolicyRequest,
) -> Result<GetTrafficPolicyResponse, Error> {
    caller.may("route53:GetTrafficPolicy")?;
    Err(no_such_policy(&input.id))
}

pub(in super::super) async fn delete_traffic_policy(
    _: &Instance,
    caller: &Caller,
    input: DeleteTrafficPolicyRequest,
) -> Result<DeleteTrafficPolicyResponse, Error> {
    caller.may("route53:DeleteTrafficPolicy")?;
    Err(no_such_policy(&input.id))
}

pub(in super::super) async fn update_traffic_policy_comment(
    _: &Instance,
    caller: &Caller,
    input: UpdateTrafficPolicyCommentRequest,
) -> Result<UpdateTrafficPolicyCommentResponse, Error> {
    caller.may("route53:UpdateTrafficPolicyComment")?;
    Err(no_such_policy(&input.id))
}

pub(in super::super) async fn list_traffic_policy_versions(
    _: &Instance,
    caller: &Caller,
    input: ListTrafficPolicyVersionsRequest,
) -> Result<ListTrafficPolicyVersionsResponse, Error> {
    caller.may("route53:ListTrafficPolicyVersions")?;
    Err(no_such_policy(&input.id))
}

pub(in super::super) async fn list_traffic_policy_instances(
    _: &Instance,
    caller: &Caller,
    input: ListTrafficPolicyInstancesRequest,
) -> Result<ListTrafficPolicyInstancesResponse, Error> {
    caller.may("route53:ListTrafficPolicyInstances")?;
    Ok(ListTrafficPolicyInstancesResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        traffic_policy_instances: Some(Vec::new()),
        is_truncated: Some(false),
        ..ListTrafficPolicyInstancesResponse::default()
    })
}

pub(in super::super) async fn list_traffic_policy_instances_by_hosted_zone(
    instance: &Instance,
    caller: &Caller,
    input: ListTrafficPolicyInstancesByHostedZoneRequest,
) -> Result<ListTrafficPolicyInstancesByHostedZoneResponse, Error> {
    caller.may("route53:ListTrafficPolicyInstancesByHostedZone")?;
    let id = id::zone(&input.hosted_zone_id);
    zone::get_for(instance, caller, "route53:ListTrafficPolicyInstancesByHostedZone", id).await?;
    Ok(ListTrafficPolicyInstancesByHostedZoneResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        traffic_policy_instances: Some(Vec::new()),
        is_truncated: Some(false),
        ..ListTrafficPolicyInstancesByHostedZoneResponse::default()
    })
}

pub(in super::super) async fn list_traffic_policy_instances_by_policy(
    _: &Instance,
    caller: &Caller,
    input: ListTrafficPolicyInstancesByPolicyRequest,
) -> Result<ListTrafficPolicyInstancesByPolicyResponse, Error> {
    caller.may("route53:ListTrafficPolicyInstancesByPolicy")?;
    Err(no_such_policy(&input.traffic_policy_id))
}

pub(in super::super) async fn get_traffic_policy_instance_count(
    _: &Instance,
    caller: &Caller,
    _: GetTrafficPolicyInstanceCountRequest,
) -> Result<GetTrafficPolicyInstanceCountResponse, Error> {
    caller.may("route53:GetTrafficPolicyInstanceCount")?;
    Ok(GetTrafficPolicyInstanceCountResponse { traffic_policy_instance_count: Some(0) })
}

pub(in super::super) async fn get_traffic_policy_instance(
    _: &Instance,
    caller: &Caller,
    input: GetTrafficPolicyInstanceRequest,
) -> Result<GetTrafficPolicyInstanceResponse, Error> {
    caller.may("route53:GetTrafficPolicyInstance")?;
    Err(no_such_instance(&input.id))
}

pub(in super::super) async fn delete_traffic_policy_instance(
    _: &Instance,
    caller: &Caller,
    input: DeleteTrafficPolicyInstanceRequest,
) -> Result<DeleteTrafficPolicyInstanceResponse, Error> {
    caller.may("route53:DeleteTrafficPolicyInstance")?;
    Err(no_such_instance(&input.id))
}

pub(in super::super) async fn update_traffic_policy_instance(
    _: &Instance,
    caller: &Caller,
    input: UpdateTrafficPolicyInstanceRequest,
) -> Result<UpdateTrafficPolicyInstanceResponse, Error> {
    caller.may("route53:UpdateTrafficPolicyInstance")?;
    Err(no_such_instance(&input.id))
}

fn no_such_policy(id: &str) -> Error {
    Error::not_found(ZoneReason::NoSuchTrafficPolicy, format!("No traffic policy exists with Id {id}."))
}

fn no_such_instance(id: &str) -> Error {
    Error::not_found(
        ZoneReason::NoSuchTrafficPolicyInstance,
        format!("No traffic policy instance exists with Id {id}."),
    )
}
