//! DeleteLoadBalancer.

use tegata_aws::generated::elbv2::{DeleteLoadBalancerInput, DeleteLoadBalancerOutput};
use tegata_operations::load_balancing::load_balancer::delete::delete;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn delete_load_balancer(
    instance: &Instance,
    caller: &Caller,
    input: DeleteLoadBalancerInput,
) -> Result<DeleteLoadBalancerOutput, Error> {
    delete(instance, caller, arn::load_balancer(caller, &input.load_balancer_arn)?).await?;
    Ok(DeleteLoadBalancerOutput {})
}
