use jiff::SignedDuration;
use tegata_aws::generated::tegata::{AdvanceClockRequest, ClockResponse};
use tegata_operations::instance::time;
use tegata_operations::{Caller, Error, Instance};

/// Moves the instance's clock forward.
pub(super) async fn advance_clock(
    instance: &Instance,
    caller: &Caller,
    input: AdvanceClockRequest,
) -> Result<ClockResponse, Error> {
    let shown = time::advance(instance, caller, SignedDuration::from_secs(input.seconds)).await?;
    Ok(super::describe_clock::view(shown))
}
