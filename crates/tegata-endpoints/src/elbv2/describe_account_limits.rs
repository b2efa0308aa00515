//! DescribeAccountLimits.

use tegata_aws::generated::elbv2::{DescribeAccountLimitsInput, DescribeAccountLimitsOutput, Limit};
use tegata_operations::load_balancing::load_balancer::list_limits::list_limits;
use tegata_operations::{Caller, Error, Instance};

use super::paging;

pub(super) async fn describe_account_limits(
    _: &Instance,
    caller: &Caller,
    input: DescribeAccountLimitsInput,
) -> Result<DescribeAccountLimitsOutput, Error> {
    let from: usize = paging::number(input.marker.as_deref())?.unwrap_or(0);
    let all = list_limits(caller)?;
    let page = all.iter().skip(from).take(paging::size(input.page_size) as usize);
    let limits: Vec<Limit> = page
        .map(|(name, max)| Limit { name: Some((*name).to_owned()), max: Some(max.to_string()) })
        .collect();
    let end = from.saturating_add(limits.len());
    let next_marker = (end < all.len()).then(|| end.to_string());
    Ok(DescribeAccountLimitsOutput { limits: Some(limits), next_marker })
}
