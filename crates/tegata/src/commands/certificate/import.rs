//! `tegata certificate import`.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tegata_aws::Blob;
use zeroize::Zeroizing;

use crate::client::Client;
use crate::commands::text;

/// Imports a certificate from files, or another in place of `arn`; gives its ARN.
pub(super) async fn import(
    client: &Client,
    certificate: &Path,
    private_key: &Path,
    chain: Option<&Path>,
    arn: Option<&str>,
) -> Result<String> {
    let mut input = json!({
        "Certificate": blob("--certificate", certificate)?,
        "PrivateKey": blob("--private-key", private_key)?,
    });
    if let Some(chain) = chain {
        input["CertificateChain"] = blob("--chain", chain)?;
    }
    if let Some(arn) = arn {
        input["CertificateArn"] = json!(arn);
    }
    let answer = client.call("acm", "ImportCertificate", &input).await?;
    Ok(text(&answer, "/CertificateArn").to_owned())
}

fn blob(option: &str, file: &Path) -> Result<Value> {
    let bytes = std::fs::read(file).with_context(|| format!("{option} {} cannot be read", file.display()))?;
    let mut bytes = Zeroizing::new(bytes);
    Ok(serde_json::to_value(Blob(std::mem::take(&mut *bytes)))?)
}
