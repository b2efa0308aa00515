//! `tegata certificate revoke`.

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::client::Client;
use crate::commands::{items, moment, text};
use crate::output::{Printer, Style, fields};

/// Shows what a revocation would do.
pub(super) async fn preview(client: &Client, arn: &str, reason: &str) -> Result<Value> {
    let input = json!({ "CertificateArn": arn, "RevocationReason": reason });
    client.call("tegata", "PreviewRevocation", &input).await
}

/// Revokes a certificate permanently, once a person at a terminal has seen what that does and agreed.
pub(super) async fn revoke(
    client: &Client,
    arn: &str,
    reason: &str,
    is_agreed: bool,
    printer: &Printer,
) -> Result<Value> {
    if !is_agreed {
        if !io::stdin().is_terminal() {
            bail!(
                "revocation cannot be undone and needs confirmation, but standard input is not a terminal: \
                 check with --dry-run, then pass --yes"
            );
        }
        let seen = preview(client, arn, reason).await?;
        printer.progress(&shown(&seen, &Style::plain()));
        eprint!("Revoke it? This cannot be undone. Type `yes`: ");
        io::stderr().flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        if line.trim() != "yes" {
            bail!("nothing was revoked");
        }
    }
    let input = json!({ "CertificateArn": arn, "RevocationReason": reason });
    client.call("acm", "RevokeCertificate", &input).await
}

/// What a revocation would do, for people.
pub(super) fn shown(seen: &Value, style: &Style) -> String {
    let list = |member: &str| {
        let texts: Vec<&str> = items(seen, member).filter_map(Value::as_str).collect();
        texts.join("\n")
    };
    let versions: Vec<String> = items(seen, "/Versions")
        .map(|version| format!("{}  until {}", text(version, "/Serial"), moment(version, "/NotAfter")))
        .collect();
    let refused = text(seen, "/Refusal").to_owned();
    let pairs = [
        ("ARN", text(seen, "/CertificateArn").to_owned()),
        ("Names", list("/DomainNames")),
        ("Versions", versions.join("\n")),
        ("Exported", moment(seen, "/ExportedAt")),
        ("Used by", list("/InUseBy")),
        ("Refused", refused),
    ];
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    fields(style, &pairs)
}
