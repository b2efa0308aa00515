//! Stopping, resuming and undoing a replacement.

use tegata_aws::generated::tegata::{ReplacementResponse, UpdateReplacementRequest};
use tegata_operations::certificate::replacement::{Change, change};
use tegata_operations::{Caller, Error, Instance};

use super::replacement::{identifier, response};

pub(super) async fn update_replacement(
    instance: &Instance,
    caller: &Caller,
    input: UpdateReplacementRequest,
) -> Result<ReplacementResponse, Error> {
    let wanted = match input.action.as_str() {
        "STOP" => Change::Stop,
        "RESUME" => Change::Resume,
        // The contract has checked that it is one of the three.
        _ => Change::Undo,
    };
    Ok(response(&change(instance, caller, identifier(&input.replacement_id)?, wanted).await?))
}
