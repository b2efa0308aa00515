//! Placements: where TLS ends on the path from a name, and under which certificate.

mod check;
mod declaration;
mod draw;
mod hop;
mod shown;
mod walk;
mod words;

pub(super) use self::check::check_placement;
pub(super) use self::declaration::{declare_hop, list_declared_hops, undeclare_hop};
pub(super) use self::draw::draw_placement;
pub(super) use self::walk::walk_placement;

use tegata_aws::generated::tegata::{
    DescribePlacementRequest, DescribePlacementResponse, ListPlacementsRequest, ListPlacementsResponse,
    PlacementSummary,
};
use tegata_model::zone::{NameError, RecordName};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, placement};

use self::hop::{number, words_of};

/// Shows the path from a name.
pub(super) async fn describe_placement(
    instance: &Instance,
    caller: &Caller,
    input: DescribePlacementRequest,
) -> Result<DescribePlacementResponse, Error> {
    let placement = placement::describe(instance, caller, &input.domain_name).await?;
    Ok(DescribePlacementResponse {
        tls_ends_at: Some(words_of(&placement.tls_ends_at())),
        hops: Some(shown::hops(&placement)),
        is_truncated: Some(placement.is_truncated),
        domain_name: Some(placement.name),
    })
}

/// Lists the names that lead to a load balancer or a declared hop.
pub(super) async fn list_placements(
    instance: &Instance,
    caller: &Caller,
    input: ListPlacementsRequest,
) -> Result<ListPlacementsResponse, Error> {
    let zone = input.hosted_zone_name.map(|name| name.parse::<RecordName>()).transpose();
    let zone = zone.map_err(|error: NameError| {
        Error::invalid(ZoneReason::InvalidDomainName, format!("HostedZoneName is wrong: {error}."))
    })?;
    let page = placement::list(instance, caller, zone).await?;
    let placements = page.placements.into_iter().map(|listed| PlacementSummary {
        domain_name: Some(listed.name),
        tls_ends_at: Some(words_of(&listed.tls_ends_at)),
        hop_count: Some(number(listed.hops)),
        finding_count: Some(number(listed.faults)),
    });
    Ok(ListPlacementsResponse {
        placements: Some(placements.collect()),
        is_truncated: Some(page.is_truncated),
    })
}
