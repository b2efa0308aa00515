//! Listing replacements.

use tegata_aws::generated::tegata::{ListReplacementsRequest, ListReplacementsResponse};
use tegata_operations::certificate::replacement::list;
use tegata_operations::{Caller, Error, Instance};

use super::replacement::shown;

pub(super) async fn list_replacements(
    instance: &Instance,
    caller: &Caller,
    ListReplacementsRequest {}: ListReplacementsRequest,
) -> Result<ListReplacementsResponse, Error> {
    let listed = list(instance, caller).await?;
    Ok(ListReplacementsResponse { replacements: Some(listed.iter().map(shown).collect()) })
}
