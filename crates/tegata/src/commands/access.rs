//! `tegata principal …`, `tegata access-key …` and `tegata policy …`: who may do what.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{find, items, moment, owner_key, text};
use crate::arguments::{AccessKey, Policy, Principal, Target};
use crate::client::Client;
use crate::output::{Printer, fields, table};

/// The longest file of policies that is read; the instance takes less.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

pub(crate) async fn principal(client: &Client, command: Principal, printer: &Printer) -> Result<ExitCode> {
    match command {
        Principal::Create { name } => {
            let answer = client.call("tegata", "CreatePrincipal", &json!({ "Principal": name })).await?;
            printer.print(&answer, |_| {
                format!(
                    "created {}. Next: create a key with `tegata access-key create --principal {name}`, and \
                     a policy with `tegata policy put`",
                    text(&answer, "/Arn")
                )
            })?;
        }
        Principal::List => {
            let answer = client.call("tegata", "ListPrincipals", &json!({})).await?;
            printer.print(&answer, |style| {
                let row =
                    |found: &Value| vec![text(found, "/Principal").to_owned(), moment(found, "/CreatedAt")];
                let rows: Vec<Vec<String>> = items(&answer, "/Principals").map(row).collect();
                if rows.is_empty() {
                    return "There are no principals besides the account's owner. Create one with `tegata \
                            principal create NAME`."
                        .to_owned();
                }
                table(style, &["Name", "Created"], &rows)
            })?;
        }
        Principal::Delete { name } => {
            let answer = client.call("tegata", "DeletePrincipal", &json!({ "Principal": name })).await?;
            printer.print(&answer, |_| format!("deleted {name} and its access keys"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn access_key(target: &Target, command: AccessKey, printer: &Printer) -> Result<ExitCode> {
    let client = || Client::of(target);
    match command {
        AccessKey::RotateOwner { store } => return owner_key::rotate(target, store, printer).await,
        AccessKey::Create { principal } => {
            let answer =
                client()?.call("tegata", "CreateAccessKey", &json!({ "Principal": principal })).await?;
            printer.print(&answer, |style| {
                let pairs = [
                    ("Access key", text(&answer, "/AccessKeyId").to_owned()),
                    ("Secret", text(&answer, "/SecretAccessKey").to_owned()),
                ];
                format!("{}\nThe secret is not shown again.", fields(style, &pairs))
            })?;
        }
        AccessKey::List { principal } => {
            let answer =
                client()?.call("tegata", "ListAccessKeys", &json!({ "Principal": principal })).await?;
            printer.print(&answer, |style| {
                let row = |key: &Value| {
                    let of = |member: &str| text(key, member).to_owned();
                    vec![of("/AccessKeyId"), of("/Status"), moment(key, "/CreatedAt")]
                };
                let rows: Vec<Vec<String>> = items(&answer, "/AccessKeys").map(row).collect();
                if rows.is_empty() {
                    return format!(
                        "{principal} has no access keys. Create one with `tegata access-key create \
                         --principal {principal}`."
                    );
                }
                table(style, &["Access key", "Status", "Created"], &rows)
            })?;
        }
        AccessKey::Disable { id } => update(&client()?, &id, "Inactive", printer).await?,
        AccessKey::Enable { id } => update(&client()?, &id, "Active", printer).await?,
        AccessKey::Delete { id } => {
            let answer = client()?.call("tegata", "DeleteAccessKey", &json!({ "AccessKeyId": id })).await?;
            printer.print(&answer, |_| format!("deleted {id}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn update(client: &Client, id: &str, status: &str, printer: &Printer) -> Result<()> {
    let input = json!({ "AccessKeyId": id, "Status": status });
    let answer = client.call("tegata", "UpdateAccessKey", &input).await?;
    printer.print(&answer, |_| format!("{id} is {status}"))?;
    Ok(())
}

pub(crate) async fn policy(client: &Client, command: Policy, printer: &Printer) -> Result<ExitCode> {
    match command {
        Policy::Put { name, file } => {
            let input = json!({ "Name": name, "Text": read(&file)? });
            let answer = client.call("tegata", "PutPolicy", &input).await?;
            printer.print(&answer, |_| {
                let statements = answer.get("Statements").and_then(Value::as_i64).unwrap_or_default();
                format!("saved {name}: {statements} {}", if statements == 1 { "policy" } else { "policies" })
            })?;
        }
        Policy::List => {
            let answer = client.call("tegata", "ListPolicies", &json!({})).await?;
            printer.print(&answer, |style| {
                let row = |found: &Value| {
                    let statements = found.get("Statements").map(Value::to_string).unwrap_or_default();
                    vec![text(found, "/Name").to_owned(), statements, moment(found, "/ChangedAt")]
                };
                let rows: Vec<Vec<String>> = items(&answer, "/Policies").map(row).collect();
                if rows.is_empty() {
                    return "There are no policies: only the account's owner may do anything. Add policies \
                            with `tegata policy put NAME FILE`."
                        .to_owned();
                }
                table(style, &["Name", "Policies", "Changed"], &rows)
            })?;
        }
        Policy::Show { name } => {
            let answer = client.call("tegata", "GetPolicy", &json!({ "Name": name })).await?;
            printer.print(&answer, |_| text(&answer, "/Text").trim_end().to_owned())?;
        }
        Policy::Delete { name } => {
            let answer = client.call("tegata", "DeletePolicy", &json!({ "Name": name })).await?;
            printer.print(&answer, |_| format!("deleted {name}"))?;
        }
        Policy::Check { principal, action, resource, source_ip, context } => {
            let mut input = json!({ "Principal": principal, "Action": action });
            if let Some(resource) = resource {
                // What is no ARN and no other thing's words is a certificate's name or identifier.
                input["Resource"] = Value::from(find::certificate(client, &resource).await?);
            }
            if let Some(source_ip) = source_ip {
                input["SourceIp"] = Value::from(source_ip.to_string());
            }
            let values = context.iter().map(|(key, value)| {
                let values: Vec<&str> = value.split(',').collect();
                json!({ "Key": key, "Values": values })
            });
            input["Context"] = values.collect();
            let answer = client.call("tegata", "CheckAccess", &input).await?;
            printer.print(&answer, |style| {
                let mut told = vec![format!("{}  {}", text(&answer, "/Decision"), text(&answer, "/Reason"))];
                told.extend(
                    items(&answer, "/Policies")
                        .filter_map(Value::as_str)
                        .map(|by| format!("  {}", style.strong(by))),
                );
                let faults = items(&answer, "/Faults").filter_map(Value::as_str);
                told.extend(faults.map(|fault| format!("could not be evaluated: {fault}")));
                told.join("\n")
            })?;
            let allowed = text(&answer, "/Decision") == "ALLOWED";
            return Ok(if allowed { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a file, or of standard input.
fn read(file: &Path) -> Result<String> {
    let mut text = String::new();
    let source: Box<dyn std::io::Read> = if file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file).with_context(|| format!("{} cannot be read", file.display()))?)
    };
    let read = source.take(FILE_BYTES_MAX + 1).read_to_string(&mut text);
    let read = read.with_context(|| format!("{} is not UTF-8 text", file.display()))?;
    if read as u64 > FILE_BYTES_MAX {
        bail!("{} is larger than {FILE_BYTES_MAX} bytes", file.display());
    }
    Ok(text)
}
