//! Geographic locations by which record sets could be chosen: geolocation routing is not built, so none.

use tegata_aws::generated::route53::{
    GetGeoLocationRequest, GetGeoLocationResponse, ListGeoLocationsRequest, ListGeoLocationsResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance};

use super::super::page;

/// The largest page (Route 53 API, `ListGeoLocations`).
const SIZE_MAX: u32 = 100;

pub(in super::super) async fn list_geo_locations(
    _: &Instance,
    caller: &Caller,
    input: ListGeoLocationsRequest,
) -> Result<ListGeoLocationsResponse, Error> {
    caller.may("route53:ListGeoLocations")?;
    Ok(ListGeoLocationsResponse {
        max_items: Some(page::size(input.max_items.as_deref(), SIZE_MAX)?.to_string()),
        geo_location_details_list: Some(Vec::new()),
        is_truncated: Some(false),
        ..ListGeoLocationsResponse::default()
    })
}

pub(in super::super) async fn get_geo_location(
    _: &Instance,
    caller: &Caller,
    _: GetGeoLocationRequest,
) -> Result<GetGeoLocationResponse, Error> {
    caller.may("route53:GetGeoLocation")?;
    let why = "Geolocation routing is not supported in this release, so no geographic location is supported.";
    Err(Error::not_found(ZoneReason::NoSuchGeoLocation, why))
}
