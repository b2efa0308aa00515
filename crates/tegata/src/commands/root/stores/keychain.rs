//! The keychain of macOS. Written from the manual page of `security`; no test of ours runs there.

use std::io::Write;

use anyhow::{Context, Result};

use super::super::certificate::RootCertificate;
use super::super::machine::Machine;
use super::outcome::{Change, Outcome, StoreOutcome, counted, outcome};

const KEYCHAIN: &str = "/Library/Keychains/System.keychain";

pub(super) async fn change(machine: &Machine, roots: &[RootCertificate], change: Change) -> Outcome {
    outcome("the system's keychain (not tested on macOS)", change_each(machine, roots, change).await)
}

async fn change_each(machine: &Machine, roots: &[RootCertificate], change: Change) -> Result<StoreOutcome> {
    for root in roots {
        let mut file = tempfile::Builder::new().suffix(".pem").tempfile().context("a temporary file")?;
        file.write_all(root.pem.as_bytes())?;
        let path = file.path().to_str().context("the path of the temporary folder is not UTF-8")?;
        match change {
            Change::Put => {
                let add = ["security", "add-trusted-cert", "-d", "-r", "trustRoot", "-k", KEYCHAIN, path];
                machine.as_administrator(&add, &[]).await?;
            }
            Change::TakeBack => {
                machine.as_administrator(&["security", "remove-trusted-cert", "-d", path], &[]).await?;
                let delete = ["security", "delete-certificate", "-Z", &root.fingerprint, KEYCHAIN];
                machine.as_administrator(&delete, &[]).await?;
            }
        }
    }
    Ok(counted(roots.len()))
}
