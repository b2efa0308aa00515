//! PutAccountConfiguration.

use tegata_aws::generated::acm::PutAccountConfigurationRequest;
use tegata_operations::certificate::account_configuration;
use tegata_operations::{Caller, Error, Instance};

pub(super) async fn put_account_configuration(
    instance: &Instance,
    caller: &Caller,
    input: PutAccountConfigurationRequest,
) -> Result<(), Error> {
    let days = input.expiry_events.and_then(|events| events.days_before_expiry);
    account_configuration::put(instance, caller, days, input.idempotency_token).await
}
