//! Pages: `PageSize`, `Marker` and `NextMarker`.

use tegata_operations::Error;

use super::refusal::invalid;

/// How many things a page holds unless the caller says otherwise; the contract has no larger one.
const PAGE_MAX: u32 = 400;

/// How many things the caller wants.
pub(super) fn size(page_size: Option<i64>) -> u32 {
    page_size.and_then(|size| u32::try_from(size).ok()).map_or(PAGE_MAX, |size| size.clamp(1, PAGE_MAX))
}

/// The number in a marker that this API gave out.
pub(super) fn number<T: std::str::FromStr>(marker: Option<&str>) -> Result<Option<T>, Error> {
    marker
        .map(|marker| marker.parse().map_err(|_| invalid(format!("The marker '{marker}' is not valid"))))
        .transpose()
}
