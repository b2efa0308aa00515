//! The instance's clock.

use jiff::SignedDuration;
use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    AcknowledgeClockRequest, AdvanceClockRequest, ClockResponse, DescribeClockRequest,
};
use tegata_operations::instance::time;
use tegata_operations::instance::time::Shown;
use tegata_operations::{Caller, Error, Instance};

/// Shows the instance's clock.
pub(super) async fn describe_clock(
    instance: &Instance,
    caller: &Caller,
    _: DescribeClockRequest,
) -> Result<ClockResponse, Error> {
    time::show(instance, caller).map(view)
}

fn view(shown: Shown) -> ClockResponse {
    ClockResponse {
        now: Some(Moment(shown.now)),
        offset_seconds: Some(shown.offset.as_secs()),
        doubt: shown.doubt.map(|doubt| doubt.to_string()),
    }
}

/// Moves the instance's clock forward.
pub(super) async fn advance_clock(
    instance: &Instance,
    caller: &Caller,
    input: AdvanceClockRequest,
) -> Result<ClockResponse, Error> {
    let shown = time::advance(instance, caller, SignedDuration::from_secs(input.seconds)).await?;
    Ok(view(shown))
}

/// Trusts the system's clock although it has jumped.
pub(super) async fn acknowledge_clock(
    instance: &Instance,
    caller: &Caller,
    _: AcknowledgeClockRequest,
) -> Result<ClockResponse, Error> {
    time::acknowledge(instance, caller).await.map(view)
}
