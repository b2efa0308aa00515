//! `tegata inspect LISTENER NAME`: which certificate a listener serves for a name, and why.

use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::super::{items, load_balancing, text};
use super::inspection::Inspection;
use crate::arguments::Target;
use crate::client::Client;
use crate::output::{Printer, Style};

/// Asks the instance, without a handshake.
pub(super) async fn run(
    target: &Target,
    inspection: &Inspection,
    server_name: &str,
    printer: &Printer,
) -> Result<ExitCode> {
    if inspection.server_name.is_some() || inspection.connect_to.is_some() {
        bail!(
            "--server-name and --connect-to are for servers: leave them out, or give a server as HOST:PORT and \
             no NAME"
        );
    }
    let client = Client::of(target)?;
    let listener = load_balancing::listener(&client, &inspection.subject).await?;
    let ask = json!({ "ListenerArn": text(&listener, "/ListenerArn"), "ServerName": server_name });
    let answer = client.call("tegata", "ExplainSelection", &ask).await?;
    printer.print(&answer, |style| shown(&inspection.subject, &answer, style))?;
    Ok(ExitCode::SUCCESS)
}

fn shown(listener: &str, answer: &Value, style: &Style) -> String {
    let name = text(answer, "/ServerName");
    let mut lines = vec![style.strong(&format!("For {name}, {listener} serves"))];
    for served in items(answer, "/Served") {
        lines.extend(certificate(served));
    }
    lines.push(format!("  Rule: {}", text(answer, "/Rule")));
    let mut others = items(answer, "/NotServed").peekable();
    if others.peek().is_some() {
        lines.push(String::new());
        lines.push(style.strong("Others that match"));
    }
    for other in others {
        lines.extend(certificate(other));
        let to = match text(other, "/LosesTo") {
            "" => String::new(),
            to => format!(" to {to}"),
        };
        lines.push(format!("    Loses{to} by {}", text(other, "/DecidedBy")));
    }
    lines.join("\n")
}

fn certificate(shown: &Value) -> Vec<String> {
    let default = if shown["IsDefault"] == json!(true) { " (default)" } else { "" };
    let mut facts = Vec::new();
    match text(shown, "/MatchedName") {
        "" => {}
        name => facts.push(format!("matches by {name}")),
    }
    for member in ["/KeyAlgorithm", "/SignatureAlgorithm"] {
        facts.push(text(shown, member).to_owned());
    }
    facts.push(format!("serial {}", text(shown, "/SerialNumber")));
    vec![
        format!("  {}{default}", text(shown, "/CertificateArn")),
        format!("    {}", facts.join(", ")),
        format!("    {}", text(shown, "/Reason")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_comes_first_then_who_loses_to_whom() {
        let answer = json!({ "ServerName": "www.example.com", "Rule": "best-match",
            "Served": [{ "CertificateArn": "arn:1", "MatchedName": "www.example.com", "IsDefault": true,
                "KeyAlgorithm": "EC_prime256v1", "SignatureAlgorithm": "SHA256WITHECDSA", "SerialNumber": "01:02",
                "Reason": "It goes first." }],
            "NotServed": [{ "CertificateArn": "arn:2", "MatchedName": "*.example.com", "IsDefault": false,
                "KeyAlgorithm": "EC_prime256v1", "SignatureAlgorithm": "SHA256WITHECDSA", "SerialNumber": "03:04",
                "LosesTo": "arn:1", "DecidedBy": "validity", "Reason": "The other one is valid longer." }] });
        assert_eq!(
            shown("site:443", &answer, &Style::plain()),
            "For www.example.com, site:443 serves\n  arn:1 (default)\n    matches by www.example.com, EC_prime256v1, \
             SHA256WITHECDSA, serial 01:02\n    It goes first.\n  Rule: best-match\n\nOthers that match\n  arn:2\n    \
             matches by *.example.com, EC_prime256v1, SHA256WITHECDSA, serial 03:04\n    The other one is valid longer.\n    \
             Loses to arn:1 by validity"
        );
    }
}
