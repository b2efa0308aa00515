//! `tegata certificate …`

mod describe;
mod explain;
mod export;
mod import;
mod key_types;
mod list;
mod migrate;
mod next_steps;
mod records;
mod replace;
mod request;
mod revoke;
mod search;
mod wait;

use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;
use tegata_model::certificate::ExportOption;

use super::{find, now};
use crate::arguments::Certificate;
use crate::client::Client;
use crate::output::Printer;

pub(crate) use describe::describe;
pub(crate) use key_types::KEY_TYPES;
pub(crate) use request::request;
pub(crate) use wait::until_settled;

pub(crate) async fn run(client: &Client, command: Certificate, printer: &Printer) -> Result<ExitCode> {
    match command {
        Certificate::Request { names, validation, key_algorithm, exportable, wait, timeout } => {
            let ask = request::Ask {
                names: &names,
                validation: &validation,
                key_algorithm: &key_algorithm,
                export: if exportable { ExportOption::Enabled } else { ExportOption::Disabled },
                wait: wait.then_some(timeout),
            };
            return request::run(client, &ask, printer).await;
        }
        Certificate::Describe { certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            let answer = describe(client, &arn).await?;
            let now = now(client).await;
            printer.print(&answer, |style| describe::shown(&answer, Some(now), style))?;
        }
        Certificate::List { max_items, all, starting_token } => {
            let ask = list::Ask { max_items: (!all).then_some(max_items), starting_token };
            let answer = list::list(client, ask).await?;
            let now = now(client).await;
            printer.print(&answer, |style| list::shown(&answer, now, client.region(), style))?;
        }
        Certificate::Search {
            names,
            status,
            key_algorithm,
            ends_before,
            sort,
            descending,
            max_items,
            all,
        } => {
            let max_items = (!all).then_some(max_items);
            let ask = search::Ask { names, status, key_algorithm, ends_before, sort, descending, max_items };
            let now = now(client).await;
            let answer = search::search(client, &ask, now).await?;
            printer.print(&answer, |style| search::shown(&answer, now, client.region(), style))?;
        }
        Certificate::Wait { certificate, timeout } => {
            let arn = find::certificate(client, &certificate).await?;
            return wait::wait(client, &arn, timeout, printer).await;
        }
        Certificate::Explain { certificate, verbose } => {
            let arn = find::certificate(client, &certificate).await?;
            let answer = explain::explain(client, &arn).await?;
            printer.print(&answer, |style| explain::shown(&answer, verbose, style))?;
        }
        Certificate::Records { certificate, format } => {
            let arn = find::certificate(client, &certificate).await?;
            let (json, text) = records::records(client, &arn, format).await?;
            printer.print(&json, |_| text)?;
        }
        Certificate::Import { certificate, private_key, chain, replaces } => {
            let replaced = match &replaces {
                Some(said) => Some(find::certificate(client, said).await?),
                None => None,
            };
            let chain = chain.as_deref();
            let arn = import::import(client, &certificate, &private_key, chain, replaced.as_deref()).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("imported {arn}"))?;
        }
        Certificate::Export { certificate, passphrase_file, out } => {
            let arn = find::certificate(client, &certificate).await?;
            let answer = export::export(client, &arn, &passphrase_file).await?;
            let Some(folder) = out else {
                printer.print(&answer, |_| export::shown(&answer))?;
                return Ok(ExitCode::SUCCESS);
            };
            let files = export::write(&answer, &folder)?;
            let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            printer.print(&json!({ "Files": files }), |_| files.join("\n"))?;
        }
        Certificate::Replace { certificate, validation, key_algorithm, names, keep_old, detach } => {
            let arn = find::certificate(client, &certificate).await?;
            let asked = replace::Asked { validation, key_algorithm, names, keep_old, detach };
            return replace::replace(client, &arn, asked, printer).await;
        }
        Certificate::Replacement { command } => return replace::replacement(client, command, printer).await,
        Certificate::Migrate { certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            let answer = migrate::migrate(client, &arn).await?;
            printer.print(&answer, |style| migrate::shown(&answer, style))?;
        }
        Certificate::Renew { certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            client.call("acm", "RenewCertificate", &json!({ "CertificateArn": arn })).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("{arn} is being renewed"))?;
        }
        Certificate::Revoke { certificate, reason, dry_run: true, .. } => {
            let arn = find::certificate(client, &certificate).await?;
            let seen = revoke::preview(client, &arn, &reason).await?;
            printer.print(&seen, |style| revoke::shown(&seen, style))?;
        }
        Certificate::Revoke { certificate, reason, yes, .. } => {
            let arn = find::certificate(client, &certificate).await?;
            let answer = revoke::revoke(client, &arn, &reason, yes, printer).await?;
            printer.print(&answer, |_| format!("revoked {arn}"))?;
        }
        Certificate::Delete { certificate } => {
            let arn = find::certificate(client, &certificate).await?;
            client.call("acm", "DeleteCertificate", &json!({ "CertificateArn": arn })).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("deleted {arn}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
