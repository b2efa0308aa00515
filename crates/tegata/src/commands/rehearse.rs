//! `tegata rehearse`

use std::process::ExitCode;

use anyhow::{Context, Result};
use jiff::SignedDuration;

use crate::arguments::Target;
use crate::output::{Printer, table};
use crate::process::protect;
use crate::rehearsal::{Outcome, rehearse};

pub(crate) async fn run(target: &Target, span: SignedDuration, printer: &Printer) -> Result<ExitCode> {
    protect(false).context("the process's memory cannot be kept out of core dumps")?;
    printer.progress("This runs on a copy of the instance. The instance itself does not change.");
    let rehearsed = rehearse(&target.data, span, |_| ()).await?;
    printer.print(&serde_json::to_value(&rehearsed)?, |style| {
        let mut lives: Vec<_> = rehearsed.certificates.values().collect();
        lives.sort_by_key(|life| (std::cmp::Reverse(life.outcome), life.at));
        let rows: Vec<Vec<String>> = lives
            .iter()
            .map(|life| {
                let (word, is_good) = match life.outcome {
                    Outcome::Issued => ("issued".to_owned(), true),
                    Outcome::Renewed if life.renewals > 1 => {
                        (format!("renewed {} times", life.renewals), true)
                    }
                    Outcome::Renewed => ("renewed".to_owned(), true),
                    Outcome::RenewalWaits => ("renewal waits".to_owned(), false),
                    Outcome::TimedOut => ("not proven in time".to_owned(), false),
                    Outcome::Failed => ("failed".to_owned(), false),
                    Outcome::Expired => ("expired".to_owned(), false),
                };
                vec![
                    life.domain_name.clone(),
                    if is_good { style.good(&word) } else { style.bad(&word) },
                    life.at.to_string(),
                    life.why.clone().unwrap_or_default(),
                    life.certificate_arn.clone(),
                ]
            })
            .collect();
        let mut told = vec![format!("From {} to {}:", rehearsed.from, rehearsed.to)];
        if rows.is_empty() {
            told.push("No certificate is renewed, and none expires.".to_owned());
        } else {
            told.push(table(style, &["Name", "What", "When", "Why", "ARN"], &rows));
        }
        told.extend(rehearsed.authority.iter().map(|made| format!("authority: {made}")));
        if !rehearsed.assumed.is_empty() {
            let names: Vec<&str> = rehearsed.assumed.iter().map(String::as_str).collect();
            told.push(format!(
                "Not looked up and assumed to be proven, because their zones are hosted elsewhere: {}",
                names.join(", ")
            ));
        }
        told.join("\n")
    })?;
    let is_good = rehearsed.certificates.values().all(|life| life.outcome <= Outcome::Renewed);
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
