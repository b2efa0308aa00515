//! Query logging configurations, of which there are none.

use tegata_aws::generated::route53::{
    DeleteQueryLoggingConfigRequest, DeleteQueryLoggingConfigResponse, GetQueryLoggingConfigRequest,
    GetQueryLoggingConfigResponse, ListQueryLoggingConfigsRequest, ListQueryLoggingConfigsResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, zone};

use super::super::id;

pub(in super::super) async fn list_query_logging_configs(
    instance: &Instance,
    caller: &Caller,
    input: ListQueryLoggingConfigsRequest,
) -> Result<ListQueryLoggingConfigsResponse, Error> {
    caller.may("route53:ListQueryLoggingConfigs")?;
    if let Some(zone) = &input.hosted_zone_id {
        zone::get_for(instance, caller, "route53:ListQueryLoggingConfigs", id::zone(zone)).await?;
    }
    Ok(ListQueryLoggingConfigsResponse { query_logging_configs: Some(Vec::new()), next_token: None })
}

pub(in super::super) async fn get_query_logging_config(
    _: &Instance,
    caller: &Caller,
    _: GetQueryLoggingConfigRequest,
) -> Result<GetQueryLoggingConfigResponse, Error> {
    caller.may("route53:GetQueryLoggingConfig")?;
    Err(no_such())
}

pub(in super::super) async fn delete_query_logging_config(
    _: &Instance,
    caller: &Caller,
    _: DeleteQueryLoggingConfigRequest,
) -> Result<DeleteQueryLoggingConfigResponse, Error> {
    caller.may("route53:DeleteQueryLoggingConfig")?;
    Err(no_such())
}

fn no_such() -> Error {
    Error::not_found(ZoneReason::NoSuchQueryLoggingConfig, "The query logging configuration does not exist.")
}
