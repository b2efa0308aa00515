//! `tegata listener …`

use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{find, items, text};
use super::{all, balancer, group, group_of, listener, listeners, name_of, rule, target};
use crate::arguments::Listener;
use crate::client::Client;
use crate::output::{Printer, Style, fields, table};

/// Among how many of the last events a new listener's own is looked for.
const EVENTS: u32 = 100;

pub(crate) async fn run(client: &Client, command: Listener, printer: &Printer) -> Result<ExitCode> {
    match command {
        Listener::Create { load_balancer, port, certificates, targets, health_path, policy } => {
            let found = balancer(client, &load_balancer).await?;
            let arn = text(&found, "/LoadBalancerArn");
            let mut arns = Vec::with_capacity(certificates.len());
            for said in &certificates {
                arns.push(find::certificate(client, said).await?);
            }
            let name = text(&found, "/LoadBalancerName");
            let group = group::create(client, &group::name(name, port, None), &targets, &health_path).await?;
            let made = create(client, arn, port, &arns, &policy, &group).await;
            let made = match made {
                Ok(made) => made,
                Err(error) => {
                    // What was made for nothing is not left behind; why it was for nothing is what is told.
                    let _ = group::delete(client, &group).await;
                    return Err(error);
                }
            };
            let view = View::of(client, made).await?;
            let place = place(client, &view).await;
            printer.print(&view.json(), |style| {
                let place = place.map_or_else(String::new, |place| format!("listening on {place}\n"));
                format!("{place}{}", view.shown(style))
            })?;
        }
        Listener::List { load_balancer } => {
            let balancers = match load_balancer {
                Some(said) => vec![balancer(client, &said).await?],
                None => all(client, "DescribeLoadBalancers", json!({}), "LoadBalancers").await?,
            };
            let mut found = Vec::new();
            for balancer in &balancers {
                found.extend(listeners(client, text(balancer, "/LoadBalancerArn")).await?);
            }
            let json = json!({ "Listeners": found });
            printer.print(&json, |style| listed(&found, style))?;
        }
        Listener::Show { listener: said } => {
            let view = View::of(client, listener(client, &said).await?).await?;
            printer.print(&view.json(), |style| view.shown(style))?;
        }
        Listener::SetCertificate { listener: said, certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            change(client, "ModifyListener", &said, &arn).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| {
                format!("{said} now serves {arn} by default")
            })?;
        }
        Listener::AddCertificate { listener: said, certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            change(client, "AddListenerCertificates", &said, &arn).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("{said} serves {arn} too"))?;
        }
        Listener::RemoveCertificate { listener: said, certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            change(client, "RemoveListenerCertificates", &said, &arn).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("{said} no longer serves {arn}"))?;
        }
        Listener::Delete { listener: said } => {
            let found = listener(client, &said).await?;
            let arn = text(&found, "/ListenerArn");
            let groups = rule::groups(client, arn).await?;
            client.call("elbv2", "DeleteListener", &json!({ "ListenerArn": arn })).await?;
            group::delete_made(client, &groups).await?;
            printer.print(&json!({ "ListenerArn": arn }), |_| format!("deleted {arn}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(
    client: &Client,
    balancer: &str,
    port: u16,
    certificates: &[String],
    policy: &str,
    group: &str,
) -> Result<Value> {
    let mut ask = json!({
        "LoadBalancerArn": balancer, "Port": port,
        "Protocol": if certificates.is_empty() { "HTTP" } else { "HTTPS" },
        "DefaultActions": [{ "Type": "forward", "TargetGroupArn": group }],
    });
    if let Some((first, _)) = certificates.split_first() {
        ask["Certificates"] = json!([{ "CertificateArn": first }]);
        ask["SslPolicy"] = json!(policy);
    }
    let answer = client.call("elbv2", "CreateListener", &ask).await?;
    let made = answer["Listeners"][0].clone();
    let arn = text(&made, "/ListenerArn");
    for more in certificates.iter().skip(1) {
        let ask = json!({ "ListenerArn": arn, "Certificates": [{ "CertificateArn": more }] });
        if let Err(error) = client.call("elbv2", "AddListenerCertificates", &ask).await {
            let _ = client.call("elbv2", "DeleteListener", &json!({ "ListenerArn": arn })).await;
            return Err(error);
        }
    }
    Ok(made)
}

async fn change(client: &Client, operation: &str, said: &str, certificate: &str) -> Result<()> {
    let found = listener(client, said).await?;
    let certificates = json!([{ "CertificateArn": certificate }]);
    let ask = json!({ "ListenerArn": text(&found, "/ListenerArn"), "Certificates": certificates });
    client.call("elbv2", operation, &ask).await?;
    Ok(())
}

/// Where a new listener listens, as its event tells; `None` when that is not to be seen.
async fn place(client: &Client, view: &View) -> Option<String> {
    let id = find::id_of(text(&view.listener, "/ListenerArn"));
    // Who may not read events has a listener all the same.
    let answer = client.call("tegata", "ListEvents", &json!({ "Last": EVENTS })).await.ok()?;
    let events: Vec<Value> = items(&answer, "/Events")
        .filter_map(|logged| serde_json::from_str(text(logged, "/Event")).ok())
        .collect();
    let made = events.iter().find(|event| find::id_of(text(event, "/resources/0")) == id)?;
    let address: IpAddr = text(made, "/detail/Address").parse().ok()?;
    let port = u16::try_from(made["detail"]["Port"].as_u64()?).ok()?;
    Some(SocketAddr::new(address, port).to_string())
}

fn listed(found: &[Value], style: &Style) -> String {
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|listener| {
            let of = |member: &str| text(listener, member).to_owned();
            let arn = of("/ListenerArn");
            let name = format!("{}:{}", name_of(&arn), listener["Port"]);
            let certificate = style.arn(text(listener, "/Certificates/0/CertificateArn"));
            vec![name, of("/Protocol"), certificate, of("/SslPolicy"), style.arn(&arn)]
        })
        .collect();
    if rows.is_empty() {
        return "There are no listeners. Create one with `tegata listener create`.".to_owned();
    }
    table(style, &["Listener", "Protocol", "Certificate", "Policy", "Id"], &rows)
}

/// A listener with everything around it.
pub(super) struct View {
    pub(super) listener: Value,
    certificates: Vec<Value>,
    targets: Vec<Value>,
}

impl View {
    pub(super) async fn of(client: &Client, listener: Value) -> Result<View> {
        let arn = text(&listener, "/ListenerArn");
        let certificates = if matches!(text(&listener, "/Protocol"), "HTTPS" | "TLS") {
            all(client, "DescribeListenerCertificates", json!({ "ListenerArn": arn }), "Certificates").await?
        } else {
            Vec::new()
        };
        let targets = match group_of(&listener) {
            Ok(group) => target::health(client, group).await?,
            // It answers by itself, or redirects.
            Err(_) => Vec::new(),
        };
        Ok(View { listener, certificates, targets })
    }

    pub(super) fn json(&self) -> Value {
        json!({ "Listener": self.listener, "Certificates": self.certificates, "Targets": self.targets })
    }

    pub(super) fn shown(&self, style: &Style) -> String {
        let of = |member: &str| text(&self.listener, member).to_owned();
        let certificates: Vec<String> = self
            .certificates
            .iter()
            .map(|certificate| {
                let is_default = certificate.get("IsDefault").and_then(Value::as_bool).unwrap_or_default();
                let default = if is_default { "  (default)" } else { "" };
                format!("{}{default}", text(certificate, "/CertificateArn"))
            })
            .collect();
        let targets: Vec<String> = self.targets.iter().map(|it| target::line(it, style)).collect();
        let pairs = [
            ("Listener", format!("{}:{}", name_of(&of("/ListenerArn")), self.listener["Port"])),
            ("ARN", of("/ListenerArn")),
            ("Protocol", of("/Protocol")),
            ("Policy", of("/SslPolicy")),
            ("Certificates", certificates.join("\n")),
            ("Targets", targets.join("\n")),
        ];
        let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        fields(style, &pairs)
    }
}
