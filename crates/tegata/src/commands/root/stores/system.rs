//! The system's own store: curl, OpenSSL, Go, and what else reads it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::super::certificate::RootCertificate;
use super::super::machine::Machine;
use super::naming::name;
use super::outcome::{Change, Outcome, StoreOutcome, counted, outcome};

/// Where a distribution keeps what its administrator trusts, and what takes it up.
struct TrustStore {
    folder: &'static str,
    extension: &'static str,
    /// Takes up what was added.
    add: &'static [&'static str],
    /// Forgets what was removed.
    forget: &'static [&'static str],
}

const TRUST_STORES: [TrustStore; 3] = [
    // Debian, Ubuntu, Alpine
    TrustStore {
        folder: "/usr/local/share/ca-certificates",
        extension: "crt",
        add: &["update-ca-certificates"],
        forget: &["update-ca-certificates", "--fresh"],
    },
    // Fedora, RHEL
    TrustStore {
        folder: "/etc/pki/ca-trust/source/anchors",
        extension: "pem",
        add: &["update-ca-trust", "extract"],
        forget: &["update-ca-trust", "extract"],
    },
    // Arch
    TrustStore {
        folder: "/etc/ca-certificates/trust-source/anchors",
        extension: "pem",
        add: &["update-ca-trust", "extract"],
        forget: &["update-ca-trust", "extract"],
    },
];

pub(super) async fn change(machine: &Machine, roots: &[RootCertificate], change: Change) -> Outcome {
    let store = TRUST_STORES.iter().find(|store| Path::new(store.folder).is_dir());
    let Some(store) = store else {
        let why = "this system is not supported (supported: Debian, Fedora, Arch): run `tegata root export \
                   FILE` and add the roots by hand";
        return outcome("the system's store", Ok(StoreOutcome::Missing(why.to_owned())));
    };
    let done = match change {
        Change::Put => put(machine, store, roots).await,
        Change::TakeBack => take_back(machine, store, roots).await,
    };
    outcome(format!("the system's store ({})", store.folder), done)
}

async fn put(machine: &Machine, store: &TrustStore, roots: &[RootCertificate]) -> Result<StoreOutcome> {
    let mut written = 0;
    // One file each: update-ca-certificates takes the first certificate of a file alone.
    for root in roots {
        let file = file(store, root);
        if std::fs::read_to_string(&file).is_ok_and(|there| there == root.pem) {
            continue;
        }
        machine.write_as_administrator(&file, root.pem.as_bytes()).await?;
        written += 1;
    }
    if written > 0 {
        machine.as_administrator(store.add, &[]).await?;
    }
    Ok(counted(written))
}

async fn take_back(machine: &Machine, store: &TrustStore, roots: &[RootCertificate]) -> Result<StoreOutcome> {
    let there: Vec<PathBuf> =
        roots.iter().map(|root| file(store, root)).filter(|file| file.exists()).collect();
    for file in &there {
        machine.as_administrator(&["rm", "-f", "--", &file.to_string_lossy()], &[]).await?;
    }
    if !there.is_empty() {
        machine.as_administrator(store.forget, &[]).await?;
    }
    Ok(counted(there.len()))
}

fn file(store: &TrustStore, root: &RootCertificate) -> PathBuf {
    Path::new(store.folder).join(format!("{}.{}", name(&root.fingerprint), store.extension))
}
