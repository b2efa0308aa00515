//! `tegata zone …`

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};
use tegata_operations::{Clock, Entropy};

use super::{items, text};
use crate::arguments::Zone;
use crate::client::Client;
use crate::output::{Printer, table};

/// How long a change may take to reach the name servers, and how often that is asked.
const IN_SYNC_WITHIN: Duration = Duration::from_secs(30);
const ASK_EVERY: Duration = Duration::from_millis(50);

pub(crate) async fn run(client: &Client, command: Zone, printer: &Printer) -> Result<ExitCode> {
    match command {
        Zone::Create { name } => {
            let answer = create(client, &name).await?;
            printer.print(&answer, |_| {
                let servers: Vec<&str> =
                    items(&answer, "/DelegationSet/NameServers").filter_map(Value::as_str).collect();
                let id = bare(text(&answer, "/HostedZone/Id"));
                format!("created {id}; delegate {name} to {}", servers.join(", "))
            })?;
        }
        Zone::List => {
            let answer = client.call("route53", "ListHostedZonesByName", &json!({})).await?;
            printer.print(&answer, |style| {
                let rows: Vec<Vec<String>> = items(&answer, "/HostedZones")
                    .map(|zone| {
                        let records = zone.get("ResourceRecordSetCount").map(Value::to_string);
                        vec![
                            text(zone, "/Name").to_owned(),
                            bare(text(zone, "/Id")).to_owned(),
                            records.unwrap_or_default(),
                        ]
                    })
                    .collect();
                table(style, &["Name", "Id", "Record sets"], &rows)
            })?;
        }
        Zone::Records { zone } => {
            let id = find(client, &zone).await?;
            let answer =
                client.call("route53", "ListResourceRecordSets", &json!({ "HostedZoneId": id })).await?;
            printer.print(&answer, |style| {
                let rows: Vec<Vec<String>> = items(&answer, "/ResourceRecordSets").map(row).collect();
                table(style, &["Name", "Type", "TTL", "Value"], &rows)
            })?;
        }
        Zone::Put { zone, name, kind, values, ttl } => {
            let id = find(client, &zone).await?;
            let records: Vec<Value> = values.iter().map(|value| json!({ "Value": value })).collect();
            let set = json!({ "Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": records });
            let answer = change(client, &id, "UPSERT", set).await?;
            printer.print(&answer, |_| format!("{name} {kind} is answered"))?;
        }
        Zone::Remove { zone, name, kind } => {
            let id = find(client, &zone).await?;
            let set = record_set(client, &id, &name, &kind).await?;
            let answer = change(client, &id, "DELETE", set).await?;
            printer.print(&answer, |_| format!("{name} {kind} is gone"))?;
        }
        Zone::Delete { zone } => {
            let id = find(client, &zone).await?;
            let answer = client.call("route53", "DeleteHostedZone", &json!({ "Id": id })).await?;
            printer.print(&answer, |_| format!("deleted {id}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Creates a hosted zone and waits until it is answered.
pub(crate) async fn create(client: &Client, name: &str) -> Result<Value> {
    let now = Clock::system(jiff::SignedDuration::ZERO).now();
    let reference = Entropy::system().uuid(now).to_string();
    let input = json!({ "Name": name, "CallerReference": reference });
    let answer = client.call("route53", "CreateHostedZone", &input).await?;
    until_in_sync(client, text(&answer, "/ChangeInfo/Id")).await?;
    Ok(answer)
}

/// Changes one record set and waits until that is answered.
pub(crate) async fn change(client: &Client, zone: &str, action: &str, record_set: Value) -> Result<Value> {
    let changes = json!([{ "Action": action, "ResourceRecordSet": record_set }]);
    let input = json!({ "HostedZoneId": zone, "ChangeBatch": { "Changes": changes } });
    let answer = client.call("route53", "ChangeResourceRecordSets", &input).await?;
    until_in_sync(client, text(&answer, "/ChangeInfo/Id")).await?;
    Ok(answer)
}

async fn until_in_sync(client: &Client, change: &str) -> Result<()> {
    let input = json!({ "Id": change.trim_start_matches("/change/") });
    let asking = async {
        loop {
            let answer = client.call("route53", "GetChange", &input).await?;
            if text(&answer, "/ChangeInfo/Status") == "INSYNC" {
                return Ok(());
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    };
    tokio::time::timeout(IN_SYNC_WITHIN, asking)
        .await
        .map_err(|_| anyhow!("the change {change} is kept, but the name servers do not answer with it yet"))?
}

/// The identifier of a zone, named by it or by its apex.
async fn find(client: &Client, zone: &str) -> Result<String> {
    let apex = format!("{}.", zone.trim_end_matches('.').to_ascii_lowercase());
    if !zone.contains('.') {
        return Ok(bare(zone).to_owned());
    }
    let input = json!({ "DNSName": apex, "MaxItems": "1" });
    let answer = client.call("route53", "ListHostedZonesByName", &input).await?;
    let found = items(&answer, "/HostedZones").find(|found| text(found, "/Name") == apex);
    let found =
        found.ok_or_else(|| anyhow!("there is no hosted zone {apex}; `tegata zone list` shows all"))?;
    Ok(bare(text(found, "/Id")).to_owned())
}

async fn record_set(client: &Client, zone: &str, name: &str, kind: &str) -> Result<Value> {
    let input =
        json!({ "HostedZoneId": zone, "StartRecordName": name, "StartRecordType": kind, "MaxItems": "1" });
    let answer = client.call("route53", "ListResourceRecordSets", &input).await?;
    let wanted = name.trim_end_matches('.').replace('*', "\\052").to_ascii_lowercase();
    let found = items(&answer, "/ResourceRecordSets")
        .find(|set| text(set, "/Type") == kind && text(set, "/Name").trim_end_matches('.') == wanted);
    match found {
        Some(found) => Ok(found.clone()),
        None => bail!("the zone has no {kind} record set {name}; `tegata zone records {zone}` shows all"),
    }
}

fn row(set: &Value) -> Vec<String> {
    let values: Vec<&str> = items(set, "/ResourceRecords").map(|record| text(record, "/Value")).collect();
    vec![
        text(set, "/Name").to_owned(),
        text(set, "/Type").to_owned(),
        set.get("TTL").map(Value::to_string).unwrap_or_default(),
        values.join(" | "),
    ]
}

fn bare(id: &str) -> &str {
    id.trim_start_matches("/hostedzone/")
}
