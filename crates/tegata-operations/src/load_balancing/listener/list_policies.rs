//! Showing the security policies that listeners may have.

use std::sync::Arc;

use tegata_model::load_balancing::SecurityPolicy;
use tegata_model::load_balancing::security_policy::is_not_built;

use super::refusal::policy_not_built;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance};

/// A page of security policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPage {
    /// The policies.
    pub items: Vec<SecurityPolicy>,
    /// At which place of all to go on; `None` when that was all.
    pub next: Option<usize>,
}

/// Shows the security policies: those in `names`, or from place `from` at most `limit` of all when there
/// are no names.
///
/// # Errors
/// `no-such-security-policy`, also for one that ELB has and the edge has not.
pub fn list_policies(
    instance: &Instance,
    caller: &Caller,
    names: &[String],
    from: usize,
    limit: u32,
) -> Result<PolicyPage, Error> {
    caller.may("elasticloadbalancing:DescribeSSLPolicies")?;
    let all: &Arc<[SecurityPolicy]> = &instance.security_policies;
    if names.is_empty() {
        let items: Vec<SecurityPolicy> = all.iter().skip(from).take(limit as usize).cloned().collect();
        let end = from.saturating_add(items.len());
        return Ok(PolicyPage { items, next: (end < all.len()).then_some(end) });
    }
    if let Some(name) = names.iter().find(|name| !all.iter().any(|policy| policy.name == **name)) {
        return Err(match is_not_built(name) {
            true => policy_not_built(name),
            false => Error::not_found(
                LoadBalancingReason::NoSuchSecurityPolicy,
                format!("SSL policy '{name}' not found"),
            ),
        });
    }
    // Each once, also when a name is given twice.
    let items = all.iter().filter(|policy| names.contains(&policy.name)).cloned().collect();
    Ok(PolicyPage { items, next: None })
}
