use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ClockResponse, DescribeClockRequest};
use tegata_operations::instance::time::{self, Shown};
use tegata_operations::{Caller, Error, Instance};

/// Shows the instance's clock.
pub(super) async fn describe_clock(
    instance: &Instance,
    caller: &Caller,
    _: DescribeClockRequest,
) -> Result<ClockResponse, Error> {
    time::show(instance, caller).map(view)
}

pub(super) fn view(shown: Shown) -> ClockResponse {
    ClockResponse {
        now: Some(Moment(shown.now)),
        offset_seconds: Some(shown.offset.as_secs()),
        doubt: shown.doubt.map(|doubt| doubt.to_string()),
    }
}
