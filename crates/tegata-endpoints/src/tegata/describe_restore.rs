use tegata_aws::Moment;
use tegata_aws::generated::tegata::{DescribeRestoreRequest, RestoreResponse};
use tegata_operations::instance::restored::{self, Held};
use tegata_operations::{Caller, Error, Instance};

/// Shows why the store is held; nothing when it is not.
pub(super) async fn describe_restore(
    instance: &Instance,
    caller: &Caller,
    _: DescribeRestoreRequest,
) -> Result<RestoreResponse, Error> {
    restored::show(instance, caller).await.map(view)
}

pub(super) fn view(held: Option<Held>) -> RestoreResponse {
    let (since, reasons) = match held {
        Some(held) => (Some(Moment(held.since)), Some(held.reasons)),
        None => (None, None),
    };
    RestoreResponse { since, reasons }
}
