//! ChangeResourceRecordSets.

use tegata_aws::generated::route53::{ChangeResourceRecordSetsRequest, ChangeResourceRecordSetsResponse};
use tegata_model::zone::change::{Action, Change};
use tegata_operations::reason::ZoneReason;
use tegata_operations::zone::ChangeError;
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, record_set, view, words};

pub(super) async fn change_resource_record_sets(
    instance: &Instance,
    caller: &Caller,
    input: ChangeResourceRecordSetsRequest,
) -> Result<ChangeResourceRecordSetsResponse, Error> {
    let changes = input.change_batch.changes.into_iter().map(|change| {
        let action = action(&change.action)?;
        Ok(Change { action, record_set: record_set::read(action, change.resource_record_set)? })
    });
    let ask = zone::ChangeRecordSets {
        zone: id::zone(&input.hosted_zone_id),
        comment: input.change_batch.comment,
        changes: changes.collect::<Result<_, Error>>()?,
    };
    let change = zone::change_record_sets(instance, caller, ask).await.map_err(|error| match error {
        ChangeError::Refused(refusals) => {
            Error::invalid(ZoneReason::InvalidChangeBatch, words::batch(&refusals))
        }
        ChangeError::Failed(error) => error,
    })?;
    Ok(ChangeResourceRecordSetsResponse { change_info: Some(view::change(change)) })
}

fn action(text: &str) -> Result<Action, Error> {
    match text {
        "CREATE" => Ok(Action::Create),
        "DELETE" => Ok(Action::Delete),
        "UPSERT" => Ok(Action::Upsert),
        other => Err(Error::internal(format!("the contract let the action {other} through"))),
    }
}
