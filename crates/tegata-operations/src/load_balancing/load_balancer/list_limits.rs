//! Showing how much of load balancing an account may have.

use tegata_model::load_balancing::action::FORWARD_GROUPS_MAX;
use tegata_model::load_balancing::{condition, listener, load_balancer, rule, target, target_group};

use crate::load_balancing::listener::GROUPS_PER_LOAD_BALANCER_MAX;
use crate::{Caller, Error, Instance};

/// The limits that hold, by the names that ELB has for them (API reference, `Limit`).
///
/// # Errors
/// When the caller may not.
pub fn list_limits(instance: &Instance, caller: &Caller) -> Result<Vec<(&'static str, usize)>, Error> {
    caller.may("elasticloadbalancing:DescribeAccountLimits")?;
    let certificates = instance.settings().quotas.certificates_per_load_balancer;
    Ok(vec![
        ("application-load-balancers", load_balancer::PER_TENANT_MAX),
        ("listeners-per-application-load-balancer", listener::PER_LOAD_BALANCER_MAX),
        ("certificates-per-application-load-balancer", certificates as usize),
        ("rules-per-application-load-balancer", rule::PER_LOAD_BALANCER_MAX),
        ("condition-values-per-alb-rule", condition::VALUES_MAX),
        ("condition-wildcards-per-alb-rule", condition::WILDCARDS_MAX),
        ("target-groups", target_group::PER_TENANT_MAX),
        ("target-groups-per-application-load-balancer", GROUPS_PER_LOAD_BALANCER_MAX),
        ("target-groups-per-action-on-application-load-balancer", FORWARD_GROUPS_MAX),
        ("targets-per-application-load-balancer", GROUPS_PER_LOAD_BALANCER_MAX * target::PER_GROUP_MAX),
        ("network-load-balancers", load_balancer::PER_TENANT_MAX),
        ("listeners-per-network-load-balancer", listener::PER_LOAD_BALANCER_MAX),
        ("target-groups-per-action-on-network-load-balancer", FORWARD_GROUPS_MAX),
        ("targets-per-network-load-balancer", GROUPS_PER_LOAD_BALANCER_MAX * target::PER_GROUP_MAX),
    ])
}
