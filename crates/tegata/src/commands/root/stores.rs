//! Where a machine keeps the roots that its programs trust.
//!
//! Each place names what Tegata put there by its fingerprint, so two instances do not overwrite each other, and what is taken
//! back is what was put.

mod java;
mod keychain;
mod naming;
mod nss;
pub(super) mod outcome;
mod system;

use self::outcome::{Change, Outcome};
use super::certificate::RootCertificate;
use super::machine::Machine;

/// Programs that read none of these stores; printed each time.
pub(super) const NEVER_REACHED: &str = "Not changed: Node.js (set NODE_EXTRA_CA_CERTS), Python's requests \
                                        (REQUESTS_CA_BUNDLE), the AWS CLI (AWS_CA_BUNDLE), containers, and \
                                        browsers of other users.";

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
