//! Private hosted zones and their VPCs, of which there are none.

use tegata_aws::generated::route53::{
    DeleteVPCAssociationAuthorizationRequest, DeleteVPCAssociationAuthorizationResponse,
    DisassociateVPCFromHostedZoneRequest, DisassociateVPCFromHostedZoneResponse, ListHostedZonesByVPCRequest,
    ListHostedZonesByVPCResponse, ListVPCAssociationAuthorizationsRequest,
    ListVPCAssociationAuthorizationsResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, zone};

use super::super::{id, page};

/// The largest page (Route 53 API, `ListHostedZonesByVPC`).
const SIZE_MAX: u32 = 100;

pub(in super::super) async fn list_hosted_zones_by_vpc(
    _: &Instance,
    caller: &Caller,
    input: ListHostedZonesByVPCRequest,
) -> Result<ListHostedZonesByVPCResponse, Error> {
    caller.may("route53:ListHostedZonesByVPC")?;
    Ok(ListHostedZonesByVPCResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        hosted_zone_summaries: Some(Vec::new()),
        next_token: None,
    })
}

pub(in super::super) async fn list_vpc_association_authorizations(
    instance: &Instance,
    caller: &Caller,
    input: ListVPCAssociationAuthorizationsRequest,
) -> Result<ListVPCAssociationAuthorizationsResponse, Error> {
    caller.may("route53:ListVPCAssociationAuthorizations")?;
    let id = id::zone(&input.hosted_zone_id);
    let found = zone::get_for(instance, caller, "route53:ListVPCAssociationAuthorizations", id).await?;
    Ok(ListVPCAssociationAuthorizationsResponse {
        hosted_zone_id: Some(found.zone.id.0),
        next_token: None,
        vp_cs: Some(Vec::new()),
    })
}

pub(in super::super) async fn delete_vpc_association_authorization(
    instance: &Instance,
    caller: &Caller,
    input: DeleteVPCAssociationAuthorizationRequest,
) -> Result<DeleteVPCAssociationAuthorizationResponse, Error> {
    caller.may("route53:DeleteVPCAssociationAuthorization")?;
    let id = id::zone(&input.hosted_zone_id);
    zone::get_for(instance, caller, "route53:DeleteVPCAssociationAuthorization", id).await?;
    let why = "The VPC that you specified is not authorized to be associated with the hosted zone.";
    Err(Error::not_found(ZoneReason::VpcAuthorizationNotFound, why))
}

pub(in super::super) async fn disassociate_vpc_from_hosted_zone(
    instance: &Instance,
    caller: &Caller,
    input: DisassociateVPCFromHostedZoneRequest,
) -> Result<DisassociateVPCFromHostedZoneResponse, Error> {
    caller.may("route53:DisassociateVPCFromHostedZone")?;
    let id = id::zone(&input.hosted_zone_id);
    zone::get_for(instance, caller, "route53:DisassociateVPCFromHostedZone", id).await?;
    let why = "The specified VPC and hosted zone are not currently associated.";
    Err(Error::not_found(ZoneReason::VpcAssociationNotFound, why))
}
