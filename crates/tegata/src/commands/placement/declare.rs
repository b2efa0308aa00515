//! `tegata placement declare` and `hops`.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::super::inspect::host_and_port;
use super::super::{find, items, text};
use crate::arguments::Declaration;
use crate::client::Client;
use crate::output::{Style, table};

/// The input of DeclareHop.
pub(super) async fn input(client: &Client, declaration: &Declaration) -> Result<Value> {
    let (host, port) = host_and_port(&declaration.at)?;
    let Some(port) = port else { bail!("--at {} has no port: write HOST:PORT", declaration.at) };
    let upper = |text: &String| text.to_ascii_uppercase();
    let mut input = json!({
        "Name": declaration.name,
        "Kind": upper(&declaration.kind),
        "Host": host,
        "Port": port,
        "Protocol": upper(&declaration.protocol),
        "Network": upper(&declaration.network),
    });
    if let Some(source) = &declaration.certificate {
        input["CertificateSource"] = json!(upper(source));
    }
    if let Some(certificate) = &declaration.certificate_arn {
        input["CertificateArn"] = json!(find::certificate(client, certificate).await?);
    }
    if let Some(name) = &declaration.server_name {
        input["ServerName"] = json!(name);
    }
    if declaration.client_certificate {
        input["ClientCertificate"] = json!("REQUIRED");
    }
    if !declaration.tls_versions.is_empty() {
        let versions = declaration.tls_versions.iter().map(|version| format!("TLSv{version}"));
        input["TlsVersions"] = json!(versions.collect::<Vec<_>>());
    }
    if !declaration.forwards_to.is_empty() {
        input["ForwardsTo"] = json!(declaration.forwards_to);
    }
    Ok(input)
}

/// The declared hops for people.
pub(super) fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Hops")
        .map(|hop| {
            let certificate = match text(hop, "/CertificateSource") {
                "" => "none",
                source => source,
            };
            let forwards: Vec<&str> = items(hop, "/ForwardsTo").filter_map(Value::as_str).collect();
            vec![
                text(hop, "/Name").to_owned(),
                text(hop, "/Kind").to_ascii_lowercase(),
                format!("{}:{}", text(hop, "/Host"), hop["Port"]),
                text(hop, "/Protocol").to_owned(),
                certificate.to_ascii_lowercase(),
                text(hop, "/Network").to_ascii_lowercase(),
                forwards.join(", "),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "No hop is declared. Declare one with `tegata placement declare`.".to_owned();
    }
    table(style, &["Hop", "Kind", "At", "Serves", "Certificate", "Network", "Forwards to"], &rows)
}
