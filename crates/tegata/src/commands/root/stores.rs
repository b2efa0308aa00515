//! Where a machine keeps the roots that its programs trust.
//!
//! Each place names what Tegata put there by its fingerprint, so two instances do not overwrite each other, and what is taken
//! back is what was put.

mod java;
mod keychain;
mod nss;
mod system;

use anyhow::Result;

use super::RootCertificate;
use super::machine::Machine;

/// How much of a fingerprint names a root in a store.
const FINGERPRINT_CHARACTERS: usize = 16;
/// What begins the name of each root that Tegata puts anywhere.
const PREFIX: &str = "tegata-root-";

/// What is reached by none of the stores; said each time, so that nobody looks for it.
pub(super) const NEVER_REACHED: &str = "Not reached: Node.js (set NODE_EXTRA_CA_CERTS), Python's requests (REQUESTS_CA_BUNDLE), the AWS CLI \
     (AWS_CA_BUNDLE), containers, and browsers of other users.";

/// What became of one store.
pub(super) struct Outcome {
    /// Whose store it is, for people.
    pub(super) store: String,
    pub(super) reached: Reached,
}

/// Whether a store was reached.
pub(super) enum Reached {
    /// So many roots were put there, or taken out.
    Changed(usize),
    /// There was nothing to do.
    Already,
    /// It is there, and something is missing to reach it: what, and what to do.
    Missing(String),
    /// It was tried, and failed.
    Failed(String),
}

/// What is done to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Put,
    TakeBack,
}

/// Changes each store that this machine has.
pub(super) async fn change(machine: &Machine, roots: &[RootCertificate], change: Change) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    if cfg!(target_os = "macos") {
        outcomes.push(keychain::change(machine, roots, change).await);
    } else {
        outcomes.push(system::change(machine, roots, change).await);
    }
    outcomes.extend(nss::change(machine, roots, change).await);
    // After the system's store, which gives Java the same roots on some systems.
    outcomes.extend(java::change(machine, roots, change).await);
    outcomes
}

/// By what a root is named in a store.
fn name(fingerprint: &str) -> String {
    let part: String = fingerprint.chars().take(FINGERPRINT_CHARACTERS).collect();
    format!("{PREFIX}{part}")
}

fn outcome(store: impl Into<String>, done: Result<Reached>) -> Outcome {
    let reached = done.unwrap_or_else(|error| Reached::Failed(format!("{error:#}")));
    Outcome { store: store.into(), reached }
}

fn counted(count: usize) -> Reached {
    if count == 0 { Reached::Already } else { Reached::Changed(count) }
}
