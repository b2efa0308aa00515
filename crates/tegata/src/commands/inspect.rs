//! `tegata inspect`: a certificate as in a browser's padlock.
//!
//! With a listener and a name it says which certificate the listener serves for the name. Everything else is shown whether it is trusted or not. What is wrong with it is said first, and is the exit status.

mod forest;
mod inspection;
mod instance;
mod read;
mod selection;
mod server;
mod show;
mod subject;
mod verdict;

use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;
use tegata_x509::pem;

use self::instance::Instance;
use self::read::Content;
use self::server::ProbedServer;
use self::subject::Subject;
use self::verdict::{CANNOT_CONNECT, Verdict};
use super::text;
use crate::arguments::Target;
use crate::client::Client;
use crate::output::{Printer, escaped};

pub(crate) use self::inspection::Inspection;
pub(crate) use self::subject::host_and_port;
pub(crate) use self::verdict::EXIT_STATUS;

pub(crate) async fn run(target: &Target, inspection: &Inspection, printer: &Printer) -> Result<ExitCode> {
    if let Some(name) = &inspection.name {
        return selection::run(target, inspection, name, printer).await;
    }
    let subject = Subject::parse(&inspection.subject)?;
    if !matches!(subject, Subject::Server { .. }) {
        subject.refuse_server_options(inspection)?;
    }
    let (chain, seen, name) = match &subject {
        Subject::Arn(arn) => (of_arn(target, arn).await?, None, None),
        Subject::Server { host, port } => {
            let name = inspection.server_name.as_deref().unwrap_or(host);
            match server::look(host, *port, inspection.connect_to.as_deref(), name).await {
                Ok(mut seen) => (std::mem::take(&mut seen.chain), Some(seen), Some(name)),
                Err(fault) => return cannot_connect(printer, &fault.to_string()),
            }
        }
        Subject::File(path) => match read::file(path)? {
            Content::Certificates(chain) => (chain, None, None),
            Content::Request(request) => return show::request(&request, printer),
        },
        Subject::StandardInput => match read::standard_input()? {
            Content::Certificates(chain) => (chain, None, None),
            Content::Request(request) => return show::request(&request, printer),
        },
    };
    let instance = Instance::of(target).await;
    certificates(&instance, &chain, seen.as_ref(), name, printer)
}

fn certificates(
    instance: &Instance,
    chain: &[Vec<u8>],
    seen: Option<&ProbedServer>,
    name: Option<&str>,
    printer: &Printer,
) -> Result<ExitCode> {
    let verdict = Verdict::of(instance, chain, seen, name)?;
    let shown = show::Shown::of(instance, chain, seen, &verdict)?;
    printer.print(&shown.json(), |style| shown.text(style))?;
    Ok(verdict.exit_code())
}

fn cannot_connect(printer: &Printer, why: &str) -> Result<ExitCode> {
    if printer.is_json() {
        let json =
            json!({ "Certificates": [], "Verdict": "cannot-connect", "Trust": why, "Problems": [why] });
        printer.print(&json, |_| String::new())?;
    }
    eprintln!("tegata: {}", escaped(why, |letter| letter.escape_default().to_string()));
    Ok(ExitCode::from(CANNOT_CONNECT))
}

async fn of_arn(target: &Target, arn: &str) -> Result<Vec<Vec<u8>>> {
    let client = Client::of(target)?;
    let answer = client.call("acm", "GetCertificate", &json!({ "CertificateArn": arn })).await?;
    let all = format!("{}\n{}", text(&answer, "/Certificate"), text(&answer, "/CertificateChain"));
    Ok(pem::decode_certificates(&all)?)
}
