//! DescribeTrustStores.

use tegata_aws::generated::elbv2::{DescribeTrustStoresInput, DescribeTrustStoresOutput};
use tegata_operations::{Caller, Error, Instance};

use super::arn::no_such_trust_store;

/// There are none: mutual TLS is not built.
pub(super) async fn describe_trust_stores(
    _: &Instance,
    caller: &Caller,
    input: DescribeTrustStoresInput,
) -> Result<DescribeTrustStoresOutput, Error> {
    caller.may("elasticloadbalancing:DescribeTrustStores")?;
    let asked_for = [input.trust_store_arns, input.names];
    if asked_for.iter().flatten().any(|several| !several.is_empty()) {
        return Err(no_such_trust_store());
    }
    Ok(DescribeTrustStoresOutput { trust_stores: Some(Vec::new()), next_marker: None })
}
