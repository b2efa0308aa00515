//! UpdateHostedZoneComment.

use tegata_aws::generated::route53::{UpdateHostedZoneCommentRequest, UpdateHostedZoneCommentResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, view};

pub(super) async fn update_hosted_zone_comment(
    instance: &Instance,
    caller: &Caller,
    input: UpdateHostedZoneCommentRequest,
) -> Result<UpdateHostedZoneCommentResponse, Error> {
    let changed = zone::update_comment(instance, caller, id::zone(&input.id), input.comment).await?;
    Ok(UpdateHostedZoneCommentResponse { hosted_zone: Some(view::zone(changed)) })
}
