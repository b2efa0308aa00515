use tegata_aws::generated::tegata::{AcknowledgeClockRequest, ClockResponse};
use tegata_operations::instance::time;
use tegata_operations::{Caller, Error, Instance};

/// Trusts the system's clock although it has jumped.
pub(super) async fn acknowledge_clock(
    instance: &Instance,
    caller: &Caller,
    _: AcknowledgeClockRequest,
) -> Result<ClockResponse, Error> {
    time::acknowledge(instance, caller).await.map(super::describe_clock::view)
}
