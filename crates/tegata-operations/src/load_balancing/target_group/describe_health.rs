//! Showing how targets do.

use tegata_model::load_balancing::target::{TargetNamed, health, still_there};
use tegata_model::load_balancing::target_group::HealthCheckPort;
use tegata_model::load_balancing::{Target, TargetGroupId, TargetHealth};
use tegata_store::load_balancing::{forwards, targets};

use super::refusal;
use crate::{Caller, Error, Instance, Named};

/// How one target does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetView {
    /// Which.
    pub target: Target,
    /// `AvailabilityZone` as it was registered.
    pub availability_zone: Option<String>,
    /// The port on which its health is checked.
    pub health_check_port: u16,
    /// How it does.
    pub health: TargetHealth,
}

/// Shows how the targets of a group do; those in `requests`, or all when there are none.
///
/// Which targets there are is the store's to say; how they do comes from the edge's status.
///
/// # Errors
/// `no-such-target-group`, and `balancing-value` when too many are asked for.
pub async fn describe_health(
    instance: &Instance,
    caller: &Caller,
    named: Named<TargetGroupId>,
    requests: Vec<TargetNamed>,
) -> Result<Vec<TargetView>, Error> {
    caller.may("elasticloadbalancing:DescribeTargetHealth")?;
    if !requests.is_empty() {
        refusal::some(&requests)?;
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (group, registrations, in_use) = instance
        .read(move |tx| {
            let group = super::target_group(tx, &tenant, &named)?;
            let registrations = targets::of_group(tx, group.id)?;
            let in_use = !forwards::forwarding_to(tx, group.id)?.is_empty();
            Ok::<_, Error>((group, registrations, in_use))
        })
        .await?;
    let wanted: Vec<Target> = if requests.is_empty() {
        still_there(&registrations, now).map(|registration| registration.target.clone()).collect()
    } else {
        requests.iter().map(|request| request.in_group(&group)).collect()
    };
    let edge_runs = instance.edge.is_running();
    let describe = |target: Target| {
        let registration = registrations.iter().find(|registration| registration.target == target);
        let seen = instance.edge.health(group.id, &target);
        TargetView {
            availability_zone: registration.and_then(|registration| registration.availability_zone.clone()),
            health_check_port: match group.health_check.port {
                HealthCheckPort::Traffic => target.port,
                HealthCheckPort::Fixed(port) => port,
            },
            health: health(registration, in_use, seen.as_ref(), edge_runs, now),
            target,
        }
    };
    Ok(wanted.into_iter().map(describe).collect())
}
