//! What is printed once the trust stores were changed.

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::certificate::RootCertificate;
use super::stores::NEVER_REACHED;
use super::stores::outcome::{Change, Outcome, StoreOutcome};
use crate::output::Printer;

/// Says of each store whether it was reached. Fails when one that could be reached was not.
pub(super) fn report(
    roots: &[RootCertificate],
    outcomes: &[Outcome],
    change: Change,
    heading: &str,
    printer: &Printer,
) -> Result<ExitCode> {
    let stores: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            let (reached, count, why) = match &outcome.reached {
                StoreOutcome::Changed(count) => (true, *count, None),
                StoreOutcome::Already => (true, 0, None),
                StoreOutcome::Missing(why) | StoreOutcome::Failed(why) => (false, 0, Some(why)),
            };
            json!({ "Store": outcome.store, "Reached": reached, "Changed": count, "Why": why })
        })
        .collect();
    let fingerprints: Vec<&str> = roots.iter().map(|root| root.fingerprint.as_str()).collect();
    printer.print(&json!({ "Stores": stores, "Sha256Fingerprints": fingerprints }), |style| {
        let lines = outcomes.iter().map(|outcome| {
            let store = &outcome.store;
            match (&outcome.reached, change) {
                (StoreOutcome::Changed(count), Change::Put) => style.good(&format!("{store}: added {count}")),
                (StoreOutcome::Changed(count), Change::TakeBack) => {
                    style.good(&format!("{store}: removed {count}"))
                }
                (StoreOutcome::Already, Change::Put) => format!("{store}: no change, already trusted"),
                (StoreOutcome::Already, Change::TakeBack) => format!("{store}: no change, not found"),
                (StoreOutcome::Missing(why) | StoreOutcome::Failed(why), _) => {
                    style.bad(&format!("{store}: not changed: {why}"))
                }
            }
        });
        let lines: Vec<String> = lines.collect();
        let after = match change {
            Change::Put => {
                format!("\n{}\nRestart running programs to make this take effect.", NEVER_REACHED)
            }
            Change::TakeBack => String::new(),
        };
        format!("{heading}{}{after}", lines.join("\n"))
    })?;
    let failed = outcomes.iter().any(|outcome| matches!(outcome.reached, StoreOutcome::Failed(_)));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
