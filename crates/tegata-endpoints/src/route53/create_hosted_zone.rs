//! CreateHostedZone.

use tegata_aws::generated::route53::{CreateHostedZoneRequest, CreateHostedZoneResponse};
use tegata_operations::reason::InstanceReason;
use tegata_operations::{Caller, Error, Instance, zone};

use super::{view, zone_name};

pub(super) async fn create_hosted_zone(
    instance: &Instance,
    caller: &Caller,
    input: CreateHostedZoneRequest,
) -> Result<CreateHostedZoneResponse, Error> {
    if input.vpc.is_some()
        || input.hosted_zone_config.as_ref().is_some_and(|config| config.private_zone == Some(true))
    {
        let why =
            "Private hosted zones (VPC, PrivateZone) are not supported in this release. Leave both out.";
        return Err(Error::invalid(InstanceReason::NotBuilt, why));
    }
    if input.delegation_set_id.is_some() {
        let why =
            "Reusable delegation sets (DelegationSetId) are not supported in this release. Leave it out.";
        return Err(Error::invalid(InstanceReason::NotBuilt, why));
    }
    let ask = zone::CreateHostedZone {
        name: zone_name(&input.name)?,
        caller_reference: input.caller_reference,
        comment: input.hosted_zone_config.and_then(|config| config.comment),
    };
    let created = zone::create(instance, caller, ask).await?;
    let location = format!("https://route53.amazonaws.com/2013-04-01/hostedzone/{}", created.zone.zone.id);
    Ok(CreateHostedZoneResponse {
        delegation_set: Some(view::delegation(&created.zone.zone)),
        hosted_zone: Some(view::zone(created.zone)),
        change_info: Some(view::change(created.change)),
        vpc: None,
        location: Some(location),
    })
}
