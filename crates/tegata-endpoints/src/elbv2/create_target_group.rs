//! CreateTargetGroup.

use tegata_aws::generated::elbv2::{CreateTargetGroupInput, CreateTargetGroupOutput};
use tegata_model::load_balancing::target_group::{IpFamily, NewTargetGroup, TargetType};
use tegata_operations::load_balancing::target_group::create;
use tegata_operations::{Caller, Error, Instance};

use super::health_check::HealthCheckMembers;
use super::refusal::{invalid, not_built};
use super::{from_wire, view};

pub(super) async fn create_target_group(
    instance: &Instance,
    caller: &Caller,
    input: CreateTargetGroupInput,
) -> Result<CreateTargetGroupOutput, Error> {
    if input.target_control_port.is_some() {
        return Err(not_built("A target control port", "leave it out"));
    }
    let target_type = match input.target_type.as_deref() {
        None => None,
        Some("instance") => Some(TargetType::Instance),
        Some("ip") => Some(TargetType::Ip),
        Some(other) => {
            return Err(not_built(&format!("Target type '{other}'"), "use 'instance' or 'ip'"));
        }
    };
    let made = NewTargetGroup {
        name: input.name,
        protocol: from_wire::target_protocol(input.protocol.as_deref())?,
        protocol_version: from_wire::protocol_version(input.protocol_version.as_deref())?,
        port: from_wire::number("Port", input.port)?,
        target_type,
        ip_family: input.ip_address_type.as_deref().map(|kind| match kind {
            "ipv6" => IpFamily::Ipv6,
            _ => IpFamily::Ipv4,
        }),
        vpc: known_vpc(instance, input.vpc_id)?,
        health_check: HealthCheckMembers {
            enabled: input.health_check_enabled,
            protocol: input.health_check_protocol,
            port: input.health_check_port,
            path: input.health_check_path,
            interval_seconds: input.health_check_interval_seconds,
            timeout_seconds: input.health_check_timeout_seconds,
            healthy_threshold: input.healthy_threshold_count,
            unhealthy_threshold: input.unhealthy_threshold_count,
            matcher: input.matcher,
        }
        .into_change()?,
        tags: from_wire::tags(input.tags),
    };
    let made = create(instance, caller, made).await?;
    Ok(CreateTargetGroupOutput { target_groups: Some(vec![view::target_group(&made)]) })
}

/// The VPC of a request, which has to be the one that there is.
fn known_vpc(instance: &Instance, vpc: Option<String>) -> Result<Option<String>, Error> {
    match vpc.filter(|vpc| !vpc.is_empty()) {
        Some(vpc) if vpc != instance.settings().network.vpc => {
            Err(invalid(format!("The VPC ID '{vpc}' is not found. The setting `vpc` has the VPC")))
        }
        vpc => Ok(vpc),
    }
}
