//! GetChange.

use tegata_aws::generated::route53::{GetChangeRequest, GetChangeResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, view};

pub(super) async fn get_change(
    instance: &Instance,
    caller: &Caller,
    input: GetChangeRequest,
) -> Result<GetChangeResponse, Error> {
    let change = zone::get_change(instance, caller, id::change(&input.id)).await?;
    Ok(GetChangeResponse { change_info: Some(view::change(change)) })
}
