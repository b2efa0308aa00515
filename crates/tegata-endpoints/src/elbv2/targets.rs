//! Targets: registering, deregistering, and their health.

use tegata_aws::generated::elbv2::{
    DeregisterTargetsInput, DeregisterTargetsOutput, DescribeTargetHealthInput, DescribeTargetHealthOutput,
    RegisterTargetsInput, RegisterTargetsOutput, TargetDescription, TargetHealth, TargetHealthDescription,
};
use tegata_operations::load_balancing::target_group;
use tegata_operations::load_balancing::target_group::{TargetView, describe_health};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, from_wire};

pub(super) async fn register_targets(
    instance: &Instance,
    caller: &Caller,
    input: RegisterTargetsInput,
) -> Result<RegisterTargetsOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let targets = from_wire::targets(input.targets)?;
    target_group::register_targets(instance, caller, named, targets).await?;
    Ok(RegisterTargetsOutput {})
}

pub(super) async fn deregister_targets(
    instance: &Instance,
    caller: &Caller,
    input: DeregisterTargetsInput,
) -> Result<DeregisterTargetsOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let targets = from_wire::targets(input.targets)?;
    target_group::deregister_targets(instance, caller, named, targets).await?;
    Ok(DeregisterTargetsOutput {})
}

pub(super) async fn describe_target_health(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTargetHealthInput,
) -> Result<DescribeTargetHealthOutput, Error> {
    if input.include.is_some_and(|kinds| !kinds.is_empty()) {
        return Err(invalid(
            "'Include' is not supported in this release of Tegata: anomalies of targets are not looked for",
        ));
    }
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let targets = from_wire::targets(input.targets.unwrap_or_default())?;
    let described = describe_health(instance, caller, named, targets).await?;
    let descriptions = described.into_iter().map(description).collect();
    Ok(DescribeTargetHealthOutput { target_health_descriptions: Some(descriptions) })
}

fn description(described: TargetView) -> TargetHealthDescription {
    let health = &described.health;
    TargetHealthDescription {
        target_health: Some(TargetHealth {
            state: Some(health.state.as_str().to_owned()),
            reason: health.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            description: health.reason.as_ref().map(|reason| reason.description().into_owned()),
        }),
        health_check_port: Some(described.health_check_port.to_string()),
        target: Some(TargetDescription {
            id: Some(described.target.id),
            port: Some(i64::from(described.target.port)),
            availability_zone: described.availability_zone,
            quic_server_id: None,
        }),
        ..TargetHealthDescription::default()
    }
}
