//! `tegata load-balancer …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{items, text};
use super::{all, balancer, group, listener, listeners, rule};
use crate::arguments::LoadBalancer;
use crate::client::Client;
use crate::output::{Printer, fields, table};

pub(crate) async fn run(client: &Client, command: LoadBalancer, printer: &Printer) -> Result<ExitCode> {
    match command {
        LoadBalancer::Create { name } => {
            // A network of AWS's has subnets, two at least; there is one network here.
            let ask = json!({ "Name": name, "Subnets": ["subnet-1", "subnet-2"] });
            let answer = client.call("elbv2", "CreateLoadBalancer", &ask).await?;
            printer.print(&answer, |_| {
                format!(
                    "created {}\nopen a port with `tegata listener create {name} --port 8443 --certificate NAME --target \
                     127.0.0.1:8080`",
                    text(&answer, "/LoadBalancers/0/LoadBalancerArn")
                )
            })?;
        }
        LoadBalancer::List => {
            let balancers = all(client, "DescribeLoadBalancers", json!({}), "LoadBalancers").await?;
            let mut rows = Vec::with_capacity(balancers.len());
            for balancer in &balancers {
                let arn = text(balancer, "/LoadBalancerArn");
                let ports = listeners(client, arn).await?;
                let ports: Vec<String> = ports.iter().map(|listener| listener["Port"].to_string()).collect();
                let of = |member: &str| text(balancer, member).to_owned();
                rows.push((
                    vec![of("/LoadBalancerName"), of("/State/Code"), ports.join(", "), of("/DNSName")],
                    arn,
                ));
            }
            printer.print(&json!({ "LoadBalancers": balancers }), |style| {
                if rows.is_empty() {
                    return format!(
                        "There are no load balancers in {}. Create one with `tegata load-balancer create \
                         NAME`.",
                        client.region()
                    );
                }
                let rows: Vec<Vec<String>> = rows
                    .into_iter()
                    .map(|(mut cells, arn)| {
                        cells.push(style.arn(arn));
                        cells
                    })
                    .collect();
                table(style, &["Name", "State", "Ports", "DNS name", "Id"], &rows)
            })?;
        }
        LoadBalancer::Show { load_balancer } => show(client, &load_balancer, printer).await?,
        LoadBalancer::Delete { load_balancer } => {
            let found = balancer(client, &load_balancer).await?;
            let arn = text(&found, "/LoadBalancerArn");
            let mut groups = Vec::new();
            for listener in listeners(client, arn).await? {
                groups.extend(rule::groups(client, text(&listener, "/ListenerArn")).await?);
            }
            client.call("elbv2", "DeleteLoadBalancer", &json!({ "LoadBalancerArn": arn })).await?;
            group::delete_made(client, &groups).await?;
            printer.print(&json!({ "LoadBalancerArn": arn }), |_| format!("deleted {load_balancer}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(client: &Client, said: &str, printer: &Printer) -> Result<()> {
    let found = balancer(client, said).await?;
    let mut views = Vec::new();
    for listener in listeners(client, text(&found, "/LoadBalancerArn")).await? {
        views.push(listener::View::of(client, listener).await?);
    }
    let json = json!({ "LoadBalancer": found, "Listeners": views.iter().map(listener::View::json).collect::<Value>() });
    printer.print(&json, |style| {
        let of = |member: &str| text(&found, member).to_owned();
        let shown: Vec<String> = views.iter().map(|view| view.shown(style)).collect();
        let zones: Vec<&str> =
            items(&found, "/AvailabilityZones").map(|zone| text(zone, "/SubnetId")).collect();
        let head = fields(
            style,
            &[
                ("Name", of("/LoadBalancerName")),
                ("ARN", of("/LoadBalancerArn")),
                ("State", of("/State/Code")),
                ("DNS name", of("/DNSName")),
                ("Subnets", zones.join(", ")),
            ],
        );
        format!("{head}\n{}", shown.join("\n"))
    })?;
    Ok(())
}
