//! `tegata root …`: the root certificates, written out, or in this machine's trust store.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::json;

mod certificate;
mod found;
mod machine;
mod report;
mod stores;

use self::certificate::{RootCertificate, read};
use self::found::{Found, choose};
use self::machine::Machine;
use self::report::report;
use self::stores::outcome::Change;
use crate::arguments::{Root, Target};
use crate::client::Client;
use crate::data_directory::DataDirectory;
use crate::output::Printer;

pub(crate) use self::found::roots;

pub(crate) async fn run(target: &Target, command: Root, printer: &Printer) -> Result<ExitCode> {
    match command {
        Root::Export { file } => export(&Client::of(target)?, file.as_deref(), printer).await,
        Root::Show => show(&Found::of(target).await?, printer),
        Root::Trust { fingerprint, yes } => {
            let target = of_caller(target);
            trust(&target, &fingerprint, yes, printer).await
        }
        Root::Untrust { fingerprint } => untrust(&of_caller(target), &fingerprint, printer).await,
    }
}

fn show(found: &Found, printer: &Printer) -> Result<ExitCode> {
    let listed: Vec<_> = found
        .roots
        .iter()
        .map(|root| json!({ "Subject": root.subject, "NotAfter": root.not_after, "Sha256Fingerprint": root.fingerprint }))
        .collect();
    printer.print(&json!({ "Source": found.source(), "Roots": listed }), |_| found.list())?;
    Ok(ExitCode::SUCCESS)
}

async fn export(client: &Client, file: Option<&Path>, printer: &Printer) -> Result<ExitCode> {
    let pem = roots(client).await?;
    match file {
        Some(file) => {
            std::fs::write(file, &pem).with_context(|| format!("{} cannot be written", file.display()))?;
            printer.print(&json!({ "File": file }), |_| format!("wrote {}", file.display()))?;
        }
        None => printer.print(&json!({ "Pem": pem }), |_| pem.clone())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// By `sudo` the data directory is still the caller's, unless one is typed or in the environment.
fn of_caller(target: &Target) -> Target {
    let mut target = target.clone();
    if !target.data_is_typed && std::env::var_os("TEGATA_DATA").is_none() && target.data_is_absent() {
        target.data = machine::data_of_caller().unwrap_or(target.data);
    }
    target
}

async fn trust(target: &Target, fingerprints: &[String], yes: bool, printer: &Printer) -> Result<ExitCode> {
    let found = choose(Found::of(target).await?, fingerprints)?;
    if fingerprints.is_empty() && !yes && !confirmed(&found)? {
        bail!("nothing was trusted");
    }
    let outcomes = stores::change(&Machine::here(), &found.roots, Change::Put).await;
    let heading = format!("{}\n", found.list());
    report(&found.roots, &outcomes, Change::Put, &heading, printer)
}

/// Takes back what [`trust`] put, and leaves what others put.
async fn untrust(target: &Target, fingerprints: &[String], printer: &Printer) -> Result<ExitCode> {
    let roots = if fingerprints.is_empty() {
        let directory = DataDirectory::existing(&target.data);
        let Some(pem) = directory.roots_pem()? else {
            bail!(
                "{} has no root certificates: give the data directory with --data, or each root with \
                 --fingerprint",
                target.data.display()
            );
        };
        read(&pem)?
    } else {
        // Stores name what was put there by its fingerprint, so it is found without the certificate.
        let named = fingerprints.iter().map(|fingerprint| RootCertificate {
            subject: String::new(),
            fingerprint: fingerprint.clone(),
            not_after: String::new(),
            pem: String::new(),
        });
        named.collect()
    };
    let outcomes = stores::change(&Machine::here(), &roots, Change::TakeBack).await;
    report(&roots, &outcomes, Change::TakeBack, "", printer)
}

/// Shows what would be trusted, and asks.
fn confirmed(found: &Found) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!(
            "these roots are in {}:\n{}\nNothing was trusted: give --fingerprint for each, or --yes",
            found.source(),
            found.list()
        );
    }
    eprint!("{}\nTrust these roots of {} on this machine? [y/N] ", found.list(), found.source());
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
