//! `tegata load-balancer …`, `tegata listener …`, `tegata rule …` and `tegata target …`: where TLS ends, without AWS's
//! tools.
//!
//! A target group is made along the way and named after its listener or rule. It is tagged as such, so that it goes when its
//! listener goes; groups that somebody made otherwise are left alone.

pub(crate) mod balancer;
mod group;
pub(crate) mod listener;
pub(crate) mod rule;
pub(crate) mod target;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{items, text};
use crate::client::Client;
use crate::exit::{Class, Ended};

/// Everything that a call of Elastic Load Balancing's describes, page after page.
async fn all(client: &Client, operation: &str, mut ask: Value, list: &str) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    loop {
        let mut answer = client.call("elbv2", operation, &ask).await?;
        if let Some(Value::Array(page)) = answer.get_mut(list).map(Value::take) {
            found.extend(page);
        }
        match answer.get("NextMarker").and_then(Value::as_str) {
            Some(marker) if !marker.is_empty() => ask["Marker"] = json!(marker),
            _ => return Ok(found),
        }
    }
}

/// The load balancer that is meant: by its name or its ARN.
pub(crate) async fn balancer(client: &Client, said: &str) -> Result<Value> {
    let ask = if said.starts_with("arn:") {
        json!({ "LoadBalancerArns": [said] })
    } else {
        json!({ "Names": [said] })
    };
    let missing = || {
        let message = format!(
            "there is no load balancer {said} in {}: `tegata load-balancer list` lists them",
            client.region()
        );
        Ended::new(Class::NotFound, message)
    };
    match client.call("elbv2", "DescribeLoadBalancers", &ask).await {
        Ok(answer) => Ok(items(&answer, "/LoadBalancers").next().cloned().ok_or_else(missing)?),
        Err(error) if Class::of(&error) == Class::NotFound => Err(missing().into()),
        Err(error) => Err(error),
    }
}

/// The listeners of a load balancer, by its ARN.
async fn listeners(client: &Client, balancer: &str) -> Result<Vec<Value>> {
    all(client, "DescribeListeners", json!({ "LoadBalancerArn": balancer }), "Listeners").await
}

/// The listener that is meant: by its ARN, by `NAME:PORT`, or by NAME when the load balancer has one.
pub(crate) async fn listener(client: &Client, said: &str) -> Result<Value> {
    if said.starts_with("arn:") {
        let answer = client.call("elbv2", "DescribeListeners", &json!({ "ListenerArns": [said] })).await?;
        return choose(items(&answer, "/Listeners").cloned().collect(), said, None);
    }
    let (name, port) = match said.split_once(':') {
        Some((name, port)) => match port.parse::<u16>() {
            Ok(port) => (name, Some(port)),
            Err(_) => bail!("{said} is not a listener: write NAME:PORT, such as site:8443"),
        },
        None => (said, None),
    };
    let balancer = balancer(client, name).await?;
    choose(listeners(client, text(&balancer, "/LoadBalancerArn")).await?, name, port)
}

/// The listener on a port, or the only one.
fn choose(listeners: Vec<Value>, name: &str, port: Option<u16>) -> Result<Value> {
    let ports: Vec<String> = listeners.iter().map(|listener| listener["Port"].to_string()).collect();
    let mut meant =
        listeners.into_iter().filter(|listener| port.is_none_or(|port| listener["Port"] == json!(port)));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => {
            let has = if ports.is_empty() {
                "it has none; create one with `tegata listener create`".to_owned()
            } else {
                format!("it has {}", ports.join(", "))
            };
            let on = port.map_or(String::new(), |port| format!(" on port {port}"));
            Err(Ended::new(Class::NotFound, format!("there is no listener of {name}{on}: {has}")).into())
        }
        (Some(_), Some(_)) => bail!(
            "{name} has several listeners: give the port of one:\n  {}",
            ports.iter().map(|port| format!("{name}:{port}")).collect::<Vec<_>>().join("\n  ")
        ),
    }
}

/// The target group that a listener passes requests on to, by its ARN.
fn group_of(listener: &Value) -> Result<&str> {
    let forward = items(listener, "/DefaultActions").find(|action| text(action, "/Type") == "forward");
    let group = forward.map(|action| match text(action, "/TargetGroupArn") {
        "" => text(action, "/ForwardConfig/TargetGroups/0/TargetGroupArn"),
        group => group,
    });
    match group {
        Some(group) if !group.is_empty() => Ok(group),
        _ => bail!("the listener on port {} does not forward requests to a target group", listener["Port"]),
    }
}

/// What is called after the load balancer: the middle of its ARN.
fn name_of(arn: &str) -> &str {
    arn.split('/').nth(2).unwrap_or(arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_the_only_one_or_the_one_on_a_port() {
        let some = |ports: &[u16]| ports.iter().map(|port| json!({ "Port": port })).collect::<Vec<_>>();
        assert_eq!(choose(some(&[443]), "site", None).expect("one")["Port"], 443);
        assert_eq!(choose(some(&[443, 8443]), "site", Some(8443)).expect("one")["Port"], 8443);
        let several = choose(some(&[443, 8443]), "site", None).expect_err("several").to_string();
        assert!(several.contains("site:443\n  site:8443"), "{several}");
        let none = choose(some(&[443]), "site", Some(80)).expect_err("none");
        assert_eq!(Class::of(&none), Class::NotFound);
        assert!(none.to_string().contains("it has 443"), "{none}");
    }

    #[test]
    fn a_group_is_found_in_either_form_of_an_action() {
        let listener = |action: Value| json!({ "Port": 443, "DefaultActions": [action] });
        assert_eq!(
            group_of(&listener(json!({ "Type": "forward", "TargetGroupArn": "g" }))).expect("a group"),
            "g"
        );
        let config = json!({ "TargetGroups": [{ "TargetGroupArn": "h" }] });
        let forward = listener(json!({ "Type": "forward", "ForwardConfig": config }));
        assert_eq!(group_of(&forward).expect("a group"), "h");
        group_of(&listener(json!({ "Type": "fixed-response" }))).expect_err("no targets");
    }

    #[test]
    fn a_listeners_arn_names_its_load_balancer() {
        assert_eq!(name_of("arn:aws:elasticloadbalancing:r:1:listener/app/site/50dc/ebe3"), "site");
    }
}
