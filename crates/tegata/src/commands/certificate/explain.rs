//! `tegata certificate explain`: the verdict and what to do first, then what was seen.

use anyhow::{Error, Result};
use serde_json::{Value, json};

use super::super::{find, items, moment, text};
use super::next_steps::next_steps;
use crate::client::Client;
use crate::exit::{Class, Ended};
use crate::output::Style;

/// Everything that is known about why a certificate is where it is.
pub(super) async fn explain(client: &Client, arn: &str) -> Result<Value> {
    client.call("tegata", "ExplainCertificate", &json!({ "CertificateArn": arn })).await
}

/// Why a certificate failed, and what to do, in a sentence or two.
pub(super) async fn failure(client: &Client, arn: &str) -> Error {
    match explain(client, arn).await {
        Ok(answer) => Ended::new(Class::Failure, failed(&answer, arn)).into(),
        Err(error) => error,
    }
}

fn failed(answer: &Value, arn: &str) -> String {
    let mut told = format!("{} is {}", find::short(arn), text(answer, "/Status"));
    let reason = text(answer, "/FailureReason");
    if !reason.is_empty() {
        told.push_str(&format!(", {reason}"));
    }
    let last = items(answer, "/Names")
        .filter_map(|name| items(name, "/Evidence").last())
        .find(|last| !text(last, "/Advice").is_empty());
    if let Some(last) = last {
        told.push_str(&format!(
            ": {}. {}",
            text(last, "/Outcome").trim_end_matches('.'),
            text(last, "/Advice")
        ));
    }
    told
}

/// The explanation for people; `is_whole` adds each look-up step by step, and the events.
pub(super) fn shown(answer: &Value, is_whole: bool, style: &Style) -> String {
    let arn = text(answer, "/CertificateArn");
    let mut told = vec![format!("{}  {}", style.status(text(answer, "/Status")), text(answer, "/Summary"))];
    for (label, pointer) in [("Failure reason", "/FailureReason"), ("Last error", "/LastError")] {
        let said = text(answer, pointer);
        if !said.is_empty() {
            told.push(format!("{label}: {said}"));
        }
    }
    let to_do = to_do(answer, arn);
    if !to_do.is_empty() {
        told.push(String::new());
        told.push(style.strong("What to do"));
        told.extend(to_do.iter().map(|line| format!("  {line}")));
    }
    for name in items(answer, "/Names") {
        told.push(String::new());
        let status = style.status(text(name, "/ValidationStatus"));
        told.push(format!("{}  {status}", style.strong(text(name, "/DomainName"))));
        let mailboxes: Vec<&str> = items(name, "/AskedByMail").filter_map(Value::as_str).collect();
        told.push(match &mailboxes[..] {
            [] => format!("  expected  {} CNAME {}", text(name, "/RecordName"), text(name, "/RecordValue")),
            mailboxes => format!("  expected  approval by mail to one of {}", mailboxes.join(", ")),
        });
        told.extend(if is_whole { look_ups(name) } else { attempts(name) });
    }
    if is_whole {
        let events: Vec<String> = items(answer, "/Events")
            .map(|event| format!("  {}  {}", moment(event, "/At"), text(event, "/Kind")))
            .collect();
        if !events.is_empty() {
            told.push(String::new());
            told.push(style.strong("Events"));
            told.extend(events);
        }
    } else if items(answer, "/Names").any(|name| items(name, "/Evidence").next().is_some()) {
        told.push(String::new());
        told.push("For the steps of each look-up: --verbose".to_owned());
    }
    told.join("\n")
}

/// What somebody has to do: what the last look-ups advise, each once, or else what a new request says.
fn to_do(answer: &Value, arn: &str) -> Vec<String> {
    let is_open =
        |name: &&Value| text(name, "/ValidationStatus") != "SUCCESS" || text(answer, "/Status") == "FAILED";
    let mut lines: Vec<String> = Vec::new();
    if text(answer, "/Status") == "PENDING_VALIDATION" {
        lines = next_steps(answer, arn);
    }
    for name in items(answer, "/Names").filter(is_open) {
        let advice = items(name, "/Evidence").last().map(|last| text(last, "/Advice")).unwrap_or_default();
        if !advice.is_empty() && !lines.iter().any(|line| line == advice) {
            lines.push(advice.to_owned());
        }
    }
    lines
}

/// Look-ups with the same outcome one after the other as one line, the last first.
fn attempts(name: &Value) -> Vec<String> {
    let mut folded: Vec<(&Value, &Value, u32)> = Vec::new();
    for evidence in items(name, "/Evidence") {
        match folded.last_mut() {
            Some((_, last, count)) if same(last, evidence) => (*last, *count) = (evidence, *count + 1),
            _ => folded.push((evidence, evidence, 1)),
        }
    }
    let line = |(first, last, count): &(&Value, &Value, u32)| {
        let times = match count {
            1 => String::new(),
            count => format!("  ({count} times since {})", moment(first, "/At")),
        };
        let found = match text(last, "/Found") {
            "nothing" | "" => String::new(),
            found => format!("; found {found}"),
        };
        format!("  seen      {}  {}{found}{times}", moment(last, "/At"), text(last, "/Outcome"))
    };
    folded.iter().rev().map(line).collect()
}

/// Whether two look-ups say the same. How long servers took differs each time, and which one was the last.
fn same(one: &Value, other: &Value) -> bool {
    let outcome = |evidence: &Value| {
        text(evidence, "/Outcome").split("; the latest was").next().unwrap_or_default().to_owned()
    };
    outcome(one) == outcome(other) && text(one, "/Found") == text(other, "/Found")
}

/// Every look-up with its steps, the last first.
fn look_ups(name: &Value) -> Vec<String> {
    let evidence: Vec<&Value> = items(name, "/Evidence").collect();
    let mut told = Vec::new();
    for evidence in evidence.into_iter().rev() {
        told.push(format!("  {}  {}", moment(evidence, "/At"), text(evidence, "/Outcome")));
        told.push(format!("    found   {}", text(evidence, "/Found")));
        told.extend(items(evidence, "/Steps").filter_map(Value::as_str).map(|step| format!("    {step}")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Value {
        let seen = |at: u32, outcome: &str| {
            json!({ "At": at, "Outcome": outcome, "Found": "nothing", "Steps": ["step one", "step two"],
                "Advice": "Write the record." })
        };
        let silent = "no server of . answers; the latest was";
        let evidence = [
            seen(0, &format!("{silent} a")),
            seen(60, &format!("{silent} b")),
            seen(120, "there is no such name"),
        ];
        let name = json!({ "DomainName": "www.a.example", "ValidationStatus": "PENDING_VALIDATION",
            "RecordName": "_r.", "RecordValue": "_v.", "Evidence": evidence });
        json!({ "CertificateArn": "arn:x:certificate/0-12345678", "Status": "PENDING_VALIDATION",
            "Summary": "It waits.", "Names": [name], "Events": [{ "At": 0, "Kind": "certificate.requested" }] })
    }

    #[test]
    fn the_verdict_and_what_to_do_come_first_and_equal_attempts_are_one_line() {
        let told = shown(&answer(), false, &Style::plain());
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "PENDING_VALIDATION  It waits.");
        assert_eq!(lines[2], "What to do");
        assert!(told.contains("add this record") && told.contains("Write the record."), "{told}");
        assert_eq!(told.matches("  seen  ").count(), 2, "{told}");
        assert!(told.contains("(2 times since 1970-01-01T00:00:00Z)"), "{told}");
        assert!(!told.contains("step one"), "steps are for --verbose: {told}");
        let newest = told.find("there is no such name").expect("seen");
        assert!(newest < told.find("no server of").expect("seen"), "the last is first: {told}");
    }

    #[test]
    fn verbose_shows_every_step_and_the_events() {
        let told = shown(&answer(), true, &Style::plain());
        assert_eq!(told.matches("step two").count(), 3);
        assert!(told.contains("certificate.requested"), "{told}");
    }

    #[test]
    fn a_failure_is_said_with_its_reason_and_what_helps() {
        let evidence =
            json!({ "Outcome": "a.example takes no mail", "Advice": "Give the domain an MX record." });
        let answer = json!({ "Status": "FAILED", "FailureReason": "NO_AVAILABLE_CONTACTS",
            "Names": [{ "DomainName": "a.example", "Evidence": [evidence] }] });
        assert_eq!(
            failed(&answer, "arn:x:certificate/0-12345678"),
            "12345678 is FAILED, NO_AVAILABLE_CONTACTS: a.example takes no mail. Give the domain an MX record."
        );
    }
}
