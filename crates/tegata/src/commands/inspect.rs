//! `tegata inspect`: a certificate as in a browser's padlock.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tegata_operations::Clock;
use tegata_x509::chain::verify;
use tegata_x509::{describe, pem};

use super::root::roots;
use super::text;
use crate::arguments::Target;
use crate::client::Client;
use crate::output::{Printer, Style, fields};
use tegata_edge::client::{self as tls_client, NameCheck, Trusted};

/// The largest file that is read.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

pub(crate) async fn run(
    target: &Target,
    subject: &str,
    server_name: Option<&str>,
    printer: &Printer,
) -> Result<ExitCode> {
    let instance = Instance::of(target).await;
    let (chain, name) = if subject.starts_with("arn:") {
        (of_arn(target, subject).await?, None)
    } else if Path::new(subject).exists() {
        (of_file(Path::new(subject))?, None)
    } else {
        let (host, _) = subject.rsplit_once(':').ok_or_else(|| {
            anyhow!("{subject} is neither a file that is there, nor HOST:PORT, nor a certificate's ARN")
        })?;
        let name = server_name.unwrap_or(host);
        (of_server(&instance, subject, name).await?, Some(name.to_owned()))
    };
    let (leaf, rest) = chain.split_first().ok_or_else(|| anyhow!("{subject} holds no certificate"))?;
    let trusted = trust(&instance, leaf, rest, name.as_deref());
    let described: Vec<describe::Description> =
        chain.iter().map(|der| describe::describe(der)).collect::<Result<_, _>>()?;
    let shown: Vec<Value> = described.iter().map(one).collect();
    let json = json!({ "Certificates": shown, "Trust": trusted.as_ref().map_or_else(ToString::to_string, |()| "ok".to_owned()) });
    printer.print(&json, |style| {
        let mut told: Vec<String> = described.iter().map(|it| table(it, instance.now(), style)).collect();
        told.push(match &trusted {
            Ok(()) => style.good("A path leads to this instance's roots."),
            Err(why) => style.waiting(&format!("No path to this instance's roots: {why}")),
        });
        told.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What the instance says, if one runs: its roots and its time.
struct Instance {
    roots: String,
    clock: Clock,
}

impl Instance {
    async fn of(target: &Target) -> Instance {
        let asked = async {
            let client = Client::of(target)?;
            let offset = client.call("tegata", "DescribeClock", &json!({})).await?;
            let offset = offset.get("OffsetSeconds").and_then(Value::as_i64).unwrap_or_default();
            Ok::<_, anyhow::Error>((roots(&client).await?, SignedDuration::from_secs(offset)))
        };
        // A file or a foreign server can be looked at without any instance.
        let (roots, offset) = asked.await.unwrap_or_default();
        Instance { roots, clock: Clock::system(offset) }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

fn trust(instance: &Instance, leaf: &[u8], rest: &[Vec<u8>], name: Option<&str>) -> Result<()> {
    if instance.roots.is_empty() {
        bail!("no instance answers, so its roots are unknown");
    }
    let anchors = pem::decode_certificates(&instance.roots)?;
    Ok(verify(leaf, rest, &anchors, instance.now(), name)?)
}

async fn of_arn(target: &Target, arn: &str) -> Result<Vec<Vec<u8>>> {
    let client = Client::of(target)?;
    let answer = client.call("acm", "GetCertificate", &json!({ "CertificateArn": arn })).await?;
    let all = format!("{}\n{}", text(&answer, "/Certificate"), text(&answer, "/CertificateChain"));
    Ok(pem::decode_certificates(&all)?)
}

fn of_file(path: &Path) -> Result<Vec<Vec<u8>>> {
    let context = || format!("{}", path.display());
    let size = std::fs::metadata(path).with_context(context)?.len();
    if size > FILE_BYTES_MAX {
        bail!("{} is larger than {FILE_BYTES_MAX} bytes: it is hardly a certificate", path.display());
    }
    let text =
        std::fs::read_to_string(path).with_context(|| format!("{} is not text in PEM", path.display()))?;
    pem::decode_certificates(&text).with_context(context)
}

async fn of_server(instance: &Instance, subject: &str, name: &str) -> Result<Vec<Vec<u8>>> {
    let address: SocketAddr = tokio::net::lookup_host(subject)
        .await
        .with_context(|| format!("{subject} cannot be found"))?
        .next()
        .ok_or_else(|| anyhow!("{subject} has no address"))?;
    let clock = instance.clock.clone();
    let config =
        tls_client::config(&Trusted::Besides(&instance.roots), NameCheck::None, move || clock.now())?;
    let stream = tls_client::connect(&config, address, name).await.context(
        "a chain that leads neither to this instance's roots nor to the machine's, or that has expired, cannot be \
         shown in this release; `openssl s_client -showcerts` does",
    )?;
    Ok(tls_client::chain(&stream)?)
}

fn one(described: &describe::Description) -> Value {
    json!({
        "Subject": described.subject,
        "Issuer": described.issuer,
        "Serial": described.serial,
        "NotBefore": described.not_before.to_string(),
        "NotAfter": described.not_after.to_string(),
        "DnsNames": described.dns_names,
        "SignatureAlgorithm": described.signature_algorithm,
        "IsAuthority": described.is_authority,
        "CrlUrls": described.crl_urls,
        "CaIssuersUrls": described.ca_issuers_urls,
        "Sha256Fingerprint": described.fingerprint,
    })
}

fn table(described: &describe::Description, now: Timestamp, style: &Style) -> String {
    let left = now.duration_until(described.not_after);
    let until = if left.is_negative() {
        style.bad(&format!("{} (expired)", described.not_after))
    } else {
        format!("{} ({} days left)", described.not_after, left.as_hours() / 24)
    };
    let pairs = [
        ("Subject", described.subject.clone()),
        ("Issuer", described.issuer.clone()),
        ("Names", described.dns_names.join("\n")),
        ("Serial", described.serial.clone()),
        ("From", described.not_before.to_string()),
        ("Until", until),
        ("Key", described.key_algorithm.map_or_else(|| "other".to_owned(), |it| format!("{it:?}"))),
        ("Signature", described.signature_algorithm.clone()),
        ("Revocation", described.crl_urls.join("\n")),
        ("SHA-256", described.fingerprint.clone()),
    ];
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    fields(style, &pairs)
}
