//! DescribeSSLPolicies.

use tegata_aws::generated::elbv2::{Cipher, DescribeSSLPoliciesInput, DescribeSSLPoliciesOutput, SslPolicy};
use tegata_model::load_balancing::SecurityPolicy;
use tegata_operations::load_balancing::listener::list_policies;
use tegata_operations::{Caller, Error, Instance};

use super::paging;

pub(super) async fn describe_ssl_policies(
    instance: &Instance,
    caller: &Caller,
    input: DescribeSSLPoliciesInput,
) -> Result<DescribeSSLPoliciesOutput, Error> {
    let from = paging::number(input.marker.as_deref())?.unwrap_or(0);
    let names = input.names.unwrap_or_default();
    let page = list_policies(instance, caller, &names, from, paging::size(input.page_size))?;
    // Gateway load balancers end no TLS.
    let none = input.load_balancer_type.as_deref() == Some("gateway");
    let shown = page.items.iter().filter(|_| !none).map(policy);
    Ok(DescribeSSLPoliciesOutput {
        ssl_policies: Some(shown.collect()),
        next_marker: page.next.filter(|_| !none).map(|place| place.to_string()),
    })
}

fn policy(policy: &SecurityPolicy) -> SslPolicy {
    let ciphers = policy.ciphers.iter().zip(1..);
    SslPolicy {
        ssl_protocols: Some(policy.protocols.clone()),
        ciphers: Some(
            ciphers
                .map(|(name, priority)| Cipher { name: Some(name.clone()), priority: Some(priority) })
                .collect(),
        ),
        name: Some(policy.name.clone()),
        supported_load_balancer_types: Some(["application", "network"].map(str::to_owned).to_vec()),
    }
}
