//! CheckPlacement.

use tegata_aws::generated::tegata::{CheckPlacementRequest, CheckPlacementResponse};
use tegata_operations::placement::check;
use tegata_operations::{Caller, Error, Instance};

use super::hop::words_of;
use super::shown;

/// Says what is wrong on the path from a name.
pub(in crate::tegata) async fn check_placement(
    instance: &Instance,
    caller: &Caller,
    input: CheckPlacementRequest,
) -> Result<CheckPlacementResponse, Error> {
    let checked = check(instance, caller, &input.domain_name).await?;
    let placement = checked.placement;
    Ok(CheckPlacementResponse {
        status: Some(if checked.findings.is_empty() { "GOOD" } else { "FAULTY" }.to_owned()),
        tls_ends_at: Some(words_of(&placement.tls_ends_at())),
        hops: Some(shown::hops(&placement)),
        findings: Some(shown::findings(&placement, &checked.findings)),
        is_truncated: Some(placement.is_truncated),
        domain_name: Some(placement.name),
    })
}
