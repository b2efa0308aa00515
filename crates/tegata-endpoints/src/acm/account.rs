//! The account's configuration.

use tegata_aws::generated::acm::{
    ExpiryEventsConfiguration, GetAccountConfigurationResponse, PutAccountConfigurationRequest,
};
use tegata_operations::certificate::account_configuration;
use tegata_operations::{Caller, Error, Instance};

/// The operation takes nothing.
#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn get_account_configuration(
    instance: &Instance,
    caller: &Caller,
    Nothing {}: Nothing,
) -> Result<GetAccountConfigurationResponse, Error> {
    let configuration = account_configuration::show(instance, caller).await?;
    let days_before_expiry = Some(i64::from(configuration.days_before_expiry));
    Ok(GetAccountConfigurationResponse {
        expiry_events: Some(ExpiryEventsConfiguration { days_before_expiry }),
    })
}

pub(super) async fn put_account_configuration(
    instance: &Instance,
    caller: &Caller,
    input: PutAccountConfigurationRequest,
) -> Result<(), Error> {
    let days = input.expiry_events.and_then(|events| events.days_before_expiry);
    account_configuration::put(instance, caller, days, input.idempotency_token).await
}
