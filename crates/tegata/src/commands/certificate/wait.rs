//! Waiting until a certificate is issued, or can no longer be.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_client::Pauses;

use super::super::{find, items, moment, now, text};
use super::{describe, explain};
use crate::client::Client;
use crate::exit::{Class, Ended};
use crate::output::{Printer, Waiting};

/// How often a waiting command asks: the first time soon, later less often.
pub(super) fn pauses() -> Pauses {
    Pauses::new(Duration::from_millis(100), Duration::from_secs(3))
}

/// Waits until a certificate is issued or can no longer be; gives what was last told of it.
pub(crate) async fn until_settled(client: &Client, arn: &str, within: SignedDuration) -> Result<Value> {
    settle(client, arn, within, None).await
}

/// The same, and says meanwhile what was seen last and when it is tried again.
async fn settle(
    client: &Client,
    arn: &str,
    within: SignedDuration,
    mut waiting: Option<&mut Waiting>,
) -> Result<Value> {
    let mut pauses = pauses().within(Duration::try_from(within).unwrap_or_default());
    loop {
        let answer = describe::describe(client, arn).await?;
        if text(&answer, "/Certificate/Status") != "PENDING_VALIDATION" {
            return Ok(answer);
        }
        if let Some(waiting) = waiting.as_deref_mut() {
            // Who may not ask why waits all the same.
            let explained =
                client.call("tegata", "ExplainCertificate", &json!({ "CertificateArn": arn })).await;
            if let Ok(explained) = explained {
                waiting.say(&seen(&explained));
            }
        }
        if pauses.pause().await.is_err() {
            let short = find::short(arn);
            let message = format!(
                "{} is still pending: `tegata certificate explain {short}` shows the reason",
                text(&answer, "/Certificate/DomainName"),
            );
            return Err(Ended::new(Class::Pending, message).into());
        }
    }
}

/// What was seen last of the first name that waits, and when it is looked up again.
fn seen(explained: &Value) -> String {
    let pending = items(explained, "/Names").find(|name| text(name, "/ValidationStatus") != "SUCCESS");
    let what = pending.map(|name| {
        let last = items(name, "/Evidence").last().map_or("not looked up yet", |last| text(last, "/Outcome"));
        format!("{}: {last}", text(name, "/DomainName"))
    });
    let next = moment(explained, "/NextTry");
    let next = if next.is_empty() { String::new() } else { format!("; next try at {next}") };
    format!("waiting for {}{next}", what.as_deref().unwrap_or("the certificate to be signed"))
}

/// Waits, and shows the certificate in the end.
pub(super) async fn wait(
    client: &Client,
    arn: &str,
    within: SignedDuration,
    printer: &Printer,
) -> Result<ExitCode> {
    let mut waiting = printer.waiting();
    let answer = settle(client, arn, within, Some(&mut waiting)).await;
    drop(waiting);
    let answer = answer?;
    if text(&answer, "/Certificate/Status") == "ISSUED" {
        let now = now(client).await;
        printer.print(&answer, |style| describe::shown(&answer, Some(now), style))?;
        return Ok(ExitCode::SUCCESS);
    }
    if printer.is_json() {
        printer.print(&answer, |_| String::new())?;
    }
    Err(explain::failure(client, arn).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_last_is_said_with_the_next_try() {
        let name = json!({ "DomainName": "www.example.com", "ValidationStatus": "PENDING_VALIDATION",
            "Evidence": [{ "Outcome": "older" }, { "Outcome": "there is no such name" }] });
        let done = json!({ "DomainName": "a.example.com", "ValidationStatus": "SUCCESS" });
        let explained = json!({ "Names": [done, name], "NextTry": 0 });
        assert_eq!(
            seen(&explained),
            "waiting for www.example.com: there is no such name; next try at 1970-01-01T00:00:00Z"
        );
        assert_eq!(seen(&json!({ "Names": [] })), "waiting for the certificate to be signed");
    }
}
