//! Looking at a replacement.

use tegata_aws::generated::tegata::{DescribeReplacementRequest, ReplacementResponse};
use tegata_operations::certificate::replacement::show;
use tegata_operations::{Caller, Error, Instance};

use super::replacement::{identifier, response};

pub(super) async fn describe_replacement(
    instance: &Instance,
    caller: &Caller,
    input: DescribeReplacementRequest,
) -> Result<ReplacementResponse, Error> {
    Ok(response(&show(instance, caller, identifier(&input.replacement_id)?).await?))
}
