//! The stores of NSS: Chromium's and Firefox's, one for each user or profile.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::super::certificate::RootCertificate;
use super::super::machine::{Machine, on_path};
use super::naming::name;
use super::outcome::{Change, Outcome, StoreOutcome, counted, outcome};

/// Where Chromium and its kin look, under the home.
const CHROMIUM: [&str; 2] = [".pki/nssdb", "snap/chromium/current/.pki/nssdb"];
/// The programs that make the first of [`CHROMIUM`] when they first start.
const CHROMIUM_PROGRAMS: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "brave-browser",
    "microsoft-edge",
];
/// Where Firefox has its profiles, under the home.
const FIREFOX: [&str; 4] = [
    ".mozilla/firefox",
    "snap/firefox/common/.mozilla/firefox",
    ".var/app/org.mozilla.firefox/.mozilla/firefox",
    "Library/Application Support/Firefox/Profiles",
];

/// A store of NSS's.
struct Database {
    folder: PathBuf,
    store: String,
}

pub(super) async fn change(machine: &Machine, roots: &[RootCertificate], change: Change) -> Vec<Outcome> {
    let databases = databases(&machine.home, change);
    let Some(certutil) = on_path("certutil") else {
        let why = || "certutil is not installed (Debian: libnss3-tools; Fedora: nss-tools)".to_owned();
        let missing = databases.into_iter().map(|it| outcome(it.store, Ok(StoreOutcome::Missing(why()))));
        return missing.collect();
    };
    let mut outcomes = Vec::new();
    for database in databases {
        let done = change_one(machine, &certutil, &database.folder, roots, change).await;
        outcomes.push(outcome(database.store, done));
    }
    outcomes
}

fn databases(home: &Path, change: Change) -> Vec<Database> {
    let mut found = Vec::new();
    for folder in CHROMIUM {
        let folder = home.join(folder);
        let begins = folder.ends_with(".pki/nssdb")
            && folder.parent() == Some(&home.join(".pki"))
            && change == Change::Put
            && CHROMIUM_PROGRAMS.iter().any(|program| on_path(program).is_some());
        if folder.join("cert9.db").exists() || begins {
            found.push(Database { store: format!("Chromium ({})", folder.display()), folder });
        }
    }
    for profiles in FIREFOX {
        let profiles = std::fs::read_dir(home.join(profiles)).into_iter().flatten().flatten();
        for folder in profiles.map(|entry| entry.path()).filter(|path| path.join("cert9.db").exists()) {
            found.push(Database { store: format!("Firefox ({})", folder.display()), folder });
        }
    }
    found
}

async fn change_one(
    machine: &Machine,
    certutil: &Path,
    folder: &Path,
    roots: &[RootCertificate],
    change: Change,
) -> Result<StoreOutcome> {
    let database = format!("sql:{}", folder.display());
    let program = certutil.to_str().context("the path of certutil is not UTF-8")?;
    if !folder.join("cert9.db").exists() {
        let folder = folder.to_str().context("the path of the home directory is not UTF-8")?;
        machine.as_user(&["mkdir", "-p", "-m", "700", "--", folder], &[]).await?;
        machine.as_user(&[program, "-N", "--empty-password", "-d", &database], &[]).await?;
    }
    let mut changed = 0;
    for root in roots {
        let name = name(&root.fingerprint);
        let is_there = machine.as_user(&[program, "-L", "-d", &database, "-n", &name], &[]).await.is_ok();
        match (change, is_there) {
            (Change::Put, false) => {
                // C: an authority for servers. Neither for mail nor for code.
                let add = [program, "-A", "-d", &database, "-t", "C,,", "-a", "-n", &name];
                machine.as_user(&add, root.pem.as_bytes()).await?;
            }
            (Change::TakeBack, true) => {
                machine.as_user(&[program, "-D", "-d", &database, "-n", &name], &[]).await?;
            }
            (Change::Put, true) | (Change::TakeBack, false) => continue,
        }
        changed += 1;
    }
    Ok(counted(changed))
}
