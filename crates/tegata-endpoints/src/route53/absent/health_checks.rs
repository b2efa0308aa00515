//! Health checks, of which there are none.

use tegata_aws::generated::route53::{
    DeleteHealthCheckRequest, DeleteHealthCheckResponse, GetCheckerIpRangesRequest,
    GetCheckerIpRangesResponse, GetHealthCheckCountRequest, GetHealthCheckCountResponse,
    GetHealthCheckLastFailureReasonRequest, GetHealthCheckLastFailureReasonResponse, GetHealthCheckRequest,
    GetHealthCheckResponse, GetHealthCheckStatusRequest, GetHealthCheckStatusResponse,
    ListHealthChecksRequest, ListHealthChecksResponse, UpdateHealthCheckRequest, UpdateHealthCheckResponse,
};
use tegata_operations::{Caller, Error, Instance};

use super::super::page;

/// The largest page (Route 53 API, `ListHealthChecks`).
const SIZE_MAX: u32 = 1000;

pub(in super::super) async fn list_health_checks(
    _: &Instance,
    caller: &Caller,
    input: ListHealthChecksRequest,
) -> Result<ListHealthChecksResponse, Error> {
    caller.may("route53:ListHealthChecks")?;
    Ok(ListHealthChecksResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        health_checks: Some(Vec::new()),
        marker: input.marker,
        is_truncated: Some(false),
        next_marker: None,
    })
}

pub(in super::super) async fn get_health_check_count(
    _: &Instance,
    caller: &Caller,
    _: GetHealthCheckCountRequest,
) -> Result<GetHealthCheckCountResponse, Error> {
    caller.may("route53:GetHealthCheckCount")?;
    Ok(GetHealthCheckCountResponse { health_check_count: Some(0) })
}

pub(in super::super) async fn get_health_check(
    _: &Instance,
    caller: &Caller,
    input: GetHealthCheckRequest,
) -> Result<GetHealthCheckResponse, Error> {
    caller.may("route53:GetHealthCheck")?;
    Err(super::no_such_health_check(&input.health_check_id))
}

pub(in super::super) async fn get_health_check_status(
    _: &Instance,
    caller: &Caller,
    input: GetHealthCheckStatusRequest,
) -> Result<GetHealthCheckStatusResponse, Error> {
    caller.may("route53:GetHealthCheckStatus")?;
    Err(super::no_such_health_check(&input.health_check_id))
}

pub(in super::super) async fn get_health_check_last_failure_reason(
    _: &Instance,
    caller: &Caller,
    input: GetHealthCheckLastFailureReasonRequest,
) -> Result<GetHealthCheckLastFailureReasonResponse, Error> {
    caller.may("route53:GetHealthCheckLastFailureReason")?;
    Err(super::no_such_health_check(&input.health_check_id))
}

pub(in super::super) async fn delete_health_check(
    _: &Instance,
    caller: &Caller,
    input: DeleteHealthCheckRequest,
) -> Result<DeleteHealthCheckResponse, Error> {
    caller.may("route53:DeleteHealthCheck")?;
    Err(super::no_such_health_check(&input.health_check_id))
}

pub(in super::super) async fn update_health_check(
    _: &Instance,
    caller: &Caller,
    input: UpdateHealthCheckRequest,
) -> Result<UpdateHealthCheckResponse, Error> {
    caller.may("route53:UpdateHealthCheck")?;
    Err(super::no_such_health_check(&input.health_check_id))
}

pub(in super::super) async fn get_checker_ip_ranges(
    _: &Instance,
    caller: &Caller,
    _: GetCheckerIpRangesRequest,
) -> Result<GetCheckerIpRangesResponse, Error> {
    caller.may("route53:GetCheckerIpRanges")?;
    Ok(GetCheckerIpRangesResponse { checker_ip_ranges: Some(Vec::new()) })
}
