//! `tegata zone …`

mod delegation;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};
use tegata_client::Pauses;
use tegata_operations::{Clock, Entropy};

use super::{items, load_balancing, text};
use crate::arguments::{AliasOf, RecordSetName, Zone};
use crate::client::Client;
use crate::exit::{Class, Ended};
use crate::output::{Printer, table};

/// How long a change may take to reach the name servers, and how often that is asked.
const IN_SYNC_WITHIN: Duration = Duration::from_secs(30);
const ASK_EVERY: Duration = Duration::from_millis(50);

pub(crate) async fn run(client: &Client, command: Zone, printer: &Printer) -> Result<ExitCode> {
    match command {
        Zone::Create { name } => {
            // Route 53 makes a second zone of a name and answers with the first, which is not what this command is for.
            let there = match by_apex(client, &apex_of(&name)).await {
                // A caller who may create zones may not be allowed to list them.
                Err(error) if Class::of(&error) == Class::NotPermitted => None,
                there => there?,
            };
            if let Some(id) = there {
                bail!(
                    "the hosted zone {name} exists already: {id}. A second zone of the same name would not \
                     be served while the first exists. To create it anyway, use `aws route53 \
                     create-hosted-zone`"
                );
            }
            let answer = create(client, &name).await?;
            printer.print(&answer, |_| {
                let servers: Vec<&str> =
                    items(&answer, "/DelegationSet/NameServers").filter_map(Value::as_str).collect();
                let id = bare(text(&answer, "/HostedZone/Id"));
                format!("created {id}; delegate {name} to {}", servers.join(", "))
            })?;
        }
        Zone::List => {
            let answer = list(client, "ListHostedZonesByName", json!({}), "HostedZones").await?;
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
                if rows.is_empty() {
                    return "There are no hosted zones. Create one with `tegata zone create NAME`."
                        .to_owned();
                }
                table(style, &["Name", "Id", "Record sets"], &rows)
            })?;
        }
        Zone::Records { zone } => {
            let zone = find(client, &zone).await?;
            let ask = json!({ "HostedZoneId": zone.id });
            let answer = list(client, "ListResourceRecordSets", ask, "ResourceRecordSets").await?;
            printer.print(&answer, |style| {
                let rows: Vec<Vec<String>> = items(&answer, "/ResourceRecordSets").map(row).collect();
                table(style, &["Name", "Type", "TTL", "Value"], &rows)
            })?;
        }
        Zone::Put { record_set: RecordSetName { zone, name, kind }, values, alias, ttl } => {
            let zone = find(client, &zone).await?;
            let name = within(&name, &zone.apex)?;
            let set = match alias_target(client, &zone, &alias, &kind).await? {
                Some(target) => json!({ "Name": name, "Type": kind, "AliasTarget": target }),
                None => {
                    let records: Vec<Value> = values.iter().map(|value| json!({ "Value": value })).collect();
                    json!({ "Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": records })
                }
            };
            let answer = change(client, &zone.id, "UPSERT", set).await?;
            printer.print(&answer, |_| format!("{name} {kind} is saved and served"))?;
        }
        Zone::Remove { record_set: RecordSetName { zone, name, kind } } => {
            let zone = find(client, &zone).await?;
            let name = within(&name, &zone.apex)?;
            let set = record_set(client, &zone, &name, &kind).await?;
            let answer = change(client, &zone.id, "DELETE", set).await?;
            printer.print(&answer, |_| format!("{name} {kind} is deleted"))?;
        }
        Zone::Delegation { zone } => {
            let zone = find(client, &zone).await?;
            let answer =
                client.call("tegata", "CheckDelegation", &json!({ "DomainName": zone.apex })).await?;
            printer.print(&answer, |style| delegation::shown(&answer, style))?;
            if text(&answer, "/Status") != "DELEGATED" {
                return Ok(ExitCode::FAILURE);
            }
        }
        Zone::Delete { zone } => {
            let Found { id, apex } = find(client, &zone).await?;
            let answer = client.call("route53", "DeleteHostedZone", &json!({ "Id": id })).await?;
            printer.print(&answer, |_| format!("deleted {id}, which was {apex}"))?;
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

/// Where an alias is to point, if the record set is to be one.
async fn alias_target(client: &Client, zone: &Found, alias: &AliasOf, kind: &str) -> Result<Option<Value>> {
    let (hosted_zone, name) = match (&alias.load_balancer, &alias.alias) {
        (Some(said), _) => {
            if !matches!(kind, "A" | "AAAA") {
                bail!("a load balancer has addresses, so an alias of one is of type A or AAAA, not {kind}");
            }
            let balancer = load_balancing::balancer(client, said).await?;
            let hosted_zone = text(&balancer, "/CanonicalHostedZoneId").to_owned();
            if hosted_zone.is_empty() {
                let region = client.region();
                bail!("Route 53 has no zone for the load balancers of {region}: make a CNAME instead");
            }
            (hosted_zone, text(&balancer, "/DNSName").to_owned())
        }
        (None, Some(other)) => (zone.id.clone(), within(other, &zone.apex)?),
        (None, None) => return Ok(None),
    };
    Ok(Some(json!({ "HostedZoneId": hosted_zone, "DNSName": name, "EvaluateTargetHealth": false })))
}

async fn until_in_sync(client: &Client, change: &str) -> Result<()> {
    let input = json!({ "Id": change.trim_start_matches("/change/") });
    let mut pauses = Pauses::new(ASK_EVERY, ASK_EVERY).within(IN_SYNC_WITHIN);
    loop {
        let answer = client.call("route53", "GetChange", &input).await?;
        if text(&answer, "/ChangeInfo/Status") == "INSYNC" {
            return Ok(());
        }
        if pauses.pause().await.is_err() {
            let message =
                format!("the change {change} is saved, but the name servers do not answer with it yet");
            return Err(Ended::new(Class::Pending, message).into());
        }
    }
}

/// Everything that a call of Route 53's lists, page after page.
async fn list(client: &Client, operation: &str, mut ask: Value, member: &str) -> Result<Value> {
    /// Where the next page begins: the member of an answer, and that of the next question.
    const GO_ON: [[&str; 2]; 5] = [
        ["NextDNSName", "DNSName"],
        ["NextHostedZoneId", "HostedZoneId"],
        ["NextRecordName", "StartRecordName"],
        ["NextRecordType", "StartRecordType"],
        ["NextRecordIdentifier", "StartRecordIdentifier"],
    ];
    let mut found = Vec::new();
    loop {
        let mut answer = client.call("route53", operation, &ask).await?;
        if let Some(Value::Array(page)) = answer.get_mut(member).map(Value::take) {
            found.extend(page);
        }
        if answer.get("IsTruncated").and_then(Value::as_bool) != Some(true) {
            return Ok(json!({ member: found }));
        }
        for [from, to] in GO_ON {
            if let Some(next) = answer.get(from).filter(|next| next.is_string()) {
                ask[to] = next.clone();
            }
        }
    }
}

/// A hosted zone that was named.
struct Found {
    id: String,
    /// Its name with a dot at the end.
    apex: String,
}

/// The zone that is meant: by its apex, its identifier, or its ARN.
async fn find(client: &Client, said: &str) -> Result<Found> {
    let missing = || {
        let message = format!("there is no hosted zone {said}: `tegata zone list` lists them");
        Ended::new(Class::NotFound, message)
    };
    if !said.contains('.') {
        let id = bare(said.rsplit('/').next().unwrap_or(said)).to_owned();
        let answer = client.call("route53", "GetHostedZone", &json!({ "Id": id })).await;
        return match answer {
            Ok(answer) => Ok(Found { id, apex: text(&answer, "/HostedZone/Name").to_owned() }),
            Err(error) if Class::of(&error) == Class::NotFound => Err(missing().into()),
            Err(error) => Err(error),
        };
    }
    let apex = apex_of(said);
    let id = by_apex(client, &apex).await?.ok_or_else(missing)?;
    Ok(Found { id, apex })
}

fn apex_of(said: &str) -> String {
    format!("{}.", said.trim_end_matches('.').to_ascii_lowercase())
}

/// The identifier of the first hosted zone of an apex, which ends in a dot.
async fn by_apex(client: &Client, apex: &str) -> Result<Option<String>> {
    let input = json!({ "DNSName": apex, "MaxItems": "1" });
    let answer = client.call("route53", "ListHostedZonesByName", &input).await?;
    let found = items(&answer, "/HostedZones").find(|found| text(found, "/Name") == apex);
    Ok(found.map(|found| bare(text(found, "/Id")).to_owned()))
}

/// The name of a record set in a zone: as it is typed, `@` for the zone's own, or one label under it.
fn within(name: &str, apex: &str) -> Result<String> {
    let (name, apex) = (name.trim_end_matches('.'), apex.trim_end_matches('.'));
    let lower = name.to_ascii_lowercase();
    if name == "@" {
        return Ok(apex.to_owned());
    }
    if lower == apex || lower.ends_with(&format!(".{apex}")) {
        return Ok(name.to_owned());
    }
    if name.contains('.') {
        bail!("{name} is not in the zone {apex}: write {name}.{apex} for a name in it, or give another zone");
    }
    Ok(format!("{name}.{apex}"))
}

async fn record_set(client: &Client, zone: &Found, name: &str, kind: &str) -> Result<Value> {
    let input =
        json!({ "HostedZoneId": zone.id, "StartRecordName": name, "StartRecordType": kind, "MaxItems": "1" });
    let answer = client.call("route53", "ListResourceRecordSets", &input).await?;
    let wanted = name.trim_end_matches('.').replace('*', "\\052").to_ascii_lowercase();
    let found = items(&answer, "/ResourceRecordSets")
        .find(|set| text(set, "/Type") == kind && text(set, "/Name").trim_end_matches('.') == wanted);
    found.cloned().ok_or_else(|| {
        let apex = zone.apex.trim_end_matches('.');
        let message = format!(
            "{apex} has no {kind} record set {name}: `tegata zone records {apex}` lists the record sets"
        );
        Ended::new(Class::NotFound, message).into()
    })
}

fn row(set: &Value) -> Vec<String> {
    let values = match text(set, "/AliasTarget/DNSName") {
        "" => items(set, "/ResourceRecords")
            .map(|record| text(record, "/Value"))
            .collect::<Vec<_>>()
            .join(" | "),
        target => format!("alias of {target}"),
    };
    vec![
        text(set, "/Name").to_owned(),
        text(set, "/Type").to_owned(),
        set.get("TTL").map(Value::to_string).unwrap_or_default(),
        values,
    ]
}

fn bare(id: &str) -> &str {
    id.trim_start_matches("/hostedzone/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_label_is_under_the_zone_and_other_names_have_to_be_in_it() {
        let apex = "c.example.";
        for (typed, name) in [
            ("www", "www.c.example"),
            ("@", "c.example"),
            ("WWW.C.example.", "WWW.C.example"),
            ("*", "*.c.example"),
            ("c.example", "c.example"),
        ] {
            assert_eq!(within(typed, apex).expect(typed), name);
        }
        let refused = within("www.d", apex).expect_err("refused").to_string();
        assert!(refused.contains("write www.d.c.example"), "{refused}");
        within("www.xc.example", apex).expect_err("another zone's");
    }
}
