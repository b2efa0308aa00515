//! Target groups: made with their listener, and gone with it.

use std::net::SocketAddr;

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{items, text};
use crate::client::Client;

/// Tells groups that we made from those that somebody else did.
const TAG: &str = "tegata:made-by";
const MADE_BY: &str = "tegata listener create";
/// The longest name of a target group (ELB API Reference, `CreateTargetGroup`).
const NAME_MAX: usize = 32;

/// Makes a group with its targets; gives its ARN.
pub(super) async fn create(
    client: &Client,
    name: &str,
    targets: &[SocketAddr],
    health_path: &str,
) -> Result<String> {
    let first = targets.first().map_or(80, SocketAddr::port);
    let is_ipv6 = targets.first().is_some_and(SocketAddr::is_ipv6);
    let ask = json!({
        "Name": name, "Protocol": "HTTP", "Port": first, "TargetType": "ip", "VpcId": "vpc-1",
        "IpAddressType": if is_ipv6 { "ipv6" } else { "ipv4" },
        "HealthCheckPath": health_path, "Tags": [{ "Key": TAG, "Value": MADE_BY }],
    });
    let answer = client.call("elbv2", "CreateTargetGroup", &ask).await?;
    let group = text(&answer, "/TargetGroups/0/TargetGroupArn").to_owned();
    let ask = json!({ "TargetGroupArn": group, "Targets": described(targets) });
    if let Err(error) = client.call("elbv2", "RegisterTargets", &ask).await {
        // What was made for nothing is not left behind; why it was for nothing is what is told.
        let _ = delete(client, &group).await;
        return Err(error);
    }
    Ok(group)
}

/// Targets as calls name them.
pub(super) fn described(targets: &[SocketAddr]) -> Value {
    targets.iter().map(|target| json!({ "Id": target.ip().to_string(), "Port": target.port() })).collect()
}

pub(super) async fn delete(client: &Client, group: &str) -> Result<()> {
    client.call("elbv2", "DeleteTargetGroup", &json!({ "TargetGroupArn": group })).await?;
    Ok(())
}

/// Deletes those of the groups that were made with a listener, and that nothing uses any more.
pub(super) async fn delete_made(client: &Client, groups: &[String]) -> Result<()> {
    for group in groups {
        let answer = client.call("elbv2", "DescribeTags", &json!({ "ResourceArns": [group] })).await?;
        let is_ours = items(&answer, "/TagDescriptions/0/Tags")
            .any(|tag| text(tag, "/Key") == TAG && text(tag, "/Value") == MADE_BY);
        let answer =
            client.call("elbv2", "DescribeTargetGroups", &json!({ "TargetGroupArns": [group] })).await?;
        let is_used = items(&answer, "/TargetGroups/0/LoadBalancerArns").next().is_some();
        if is_ours && !is_used {
            delete(client, group).await?;
        }
    }
    Ok(())
}

/// The name of the group of a listener, or of one of its rules.
pub(super) fn name(balancer: &str, port: u16, priority: Option<u32>) -> String {
    let priority = priority.map_or_else(String::new, |priority| format!("-{priority}"));
    let end = format!("-{port}{priority}");
    let kept: String = balancer.chars().take(NAME_MAX - end.len()).collect();
    format!("{}{end}", kept.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_named_after_its_listener_and_no_longer_than_it_may_be() {
        assert_eq!(name("site", 8443, None), "site-8443");
        assert_eq!(name("site", 8443, Some(10)), "site-8443-10");
        assert_eq!(name(&"a".repeat(32), 8443, Some(50_000)).len(), 32);
    }
}
