//! Java's store: that of the JDK whose `keytool` is found.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::super::certificate::{RootCertificate, colons};
use super::super::machine::{Machine, on_path};
use super::naming::name;
use super::outcome::{Change, Outcome, StoreOutcome, counted, outcome};

/// What Java ships its store with. It keeps nothing secret: the store holds public certificates.
const PASSWORD: [&str; 2] = ["-storepass", "changeit"];

pub(super) async fn change(machine: &Machine, roots: &[RootCertificate], change: Change) -> Option<Outcome> {
    let keytool = keytool()?;
    Some(outcome("Java", change_by(machine, &keytool, roots, change).await))
}

fn keytool() -> Option<PathBuf> {
    let of_home = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/keytool"));
    of_home.filter(|path| path.is_file()).or_else(|| on_path("keytool"))
}

async fn change_by(
    machine: &Machine,
    keytool: &Path,
    roots: &[RootCertificate],
    change: Change,
) -> Result<StoreOutcome> {
    let program = keytool.to_str().context("the path of keytool is not UTF-8")?;
    let list = [&[program, "-list", "-cacerts"], &PASSWORD[..]].concat();
    let listed = machine.as_user(&list, &[]).await?;
    let mut changed = 0;
    for root in roots {
        let name = name(&root.fingerprint);
        match change {
            Change::Put if listed.contains(&colons(&root.fingerprint)) => {}
            Change::Put => {
                let put = [program, "-importcert", "-cacerts", "-noprompt", "-alias", &name];
                machine.as_administrator(&[&put[..], &PASSWORD].concat(), root.pem.as_bytes()).await?;
                changed += 1;
            }
            Change::TakeBack => {
                // Debian copies the system's store into Java's, and forgets nothing there when it makes its own anew.
                for alias in [name.clone(), format!("debian:{name}.pem")] {
                    if listed.lines().any(|line| line.starts_with(&format!("{alias},"))) {
                        let delete = [program, "-delete", "-cacerts", "-alias", &alias];
                        machine.as_administrator(&[&delete[..], &PASSWORD].concat(), &[]).await?;
                        changed += 1;
                    }
                }
            }
        }
    }
    Ok(counted(changed))
}
