//! `tegata root …`: the root certificates, written out, or in this machine's trust store.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::json;
use tokio::process::Command;

use super::text;
use crate::arguments::{Root, Target};
use crate::client::Client;
use crate::output::Printer;

/// Where a distribution keeps what its administrator trusts, and what takes it up.
struct TrustStore {
    folder: &'static str,
    extension: &'static str,
    /// Takes up what was added.
    add: &'static [&'static str],
    /// Forgets what was removed.
    forget: &'static [&'static str],
}

const TRUST_STORES: [TrustStore; 3] = [
    // Debian, Ubuntu, Alpine
    TrustStore {
        folder: "/usr/local/share/ca-certificates",
        extension: "crt",
        add: &["update-ca-certificates"],
        forget: &["update-ca-certificates", "--fresh"],
    },
    // Fedora, RHEL
    TrustStore {
        folder: "/etc/pki/ca-trust/source/anchors",
        extension: "pem",
        add: &["update-ca-trust", "extract"],
        forget: &["update-ca-trust", "extract"],
    },
    // Arch
    TrustStore {
        folder: "/etc/ca-certificates/trust-source/anchors",
        extension: "pem",
        add: &["update-ca-trust", "extract"],
        forget: &["update-ca-trust", "extract"],
    },
];

pub(crate) async fn run(target: &Target, command: Root, printer: &Printer) -> Result<ExitCode> {
    match command {
        Root::Export { file } => export(&Client::of(target)?, file.as_deref(), printer).await,
        Root::Trust => trust(&Client::of(target)?, printer).await,
        Root::Untrust => untrust(printer).await,
    }
}

/// The root certificates, in PEM.
pub(crate) async fn roots(client: &Client) -> Result<String> {
    let answer = client.call("tegata", "ExportRoots", &json!({})).await?;
    Ok(text(&answer, "/Pem").to_owned())
}

async fn export(client: &Client, file: Option<&Path>, printer: &Printer) -> Result<ExitCode> {
    let pem = roots(client).await?;
    match file {
        Some(file) => {
            std::fs::write(file, &pem).with_context(|| format!("{} cannot be written", file.display()))?;
            printer.print(&json!({ "File": file }), |_| format!("wrote {}", file.display()))?;
        }
        None => printer.print(&json!({ "Pem": pem }), |_| pem.clone())?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn trust(client: &Client, printer: &Printer) -> Result<ExitCode> {
    let (store, first) = trust_store()?;
    let roots = roots(client).await?;
    let mut written = Vec::new();
    // One file each: update-ca-certificates takes the first certificate of a file alone.
    for (number, pem) in roots.split_inclusive("-----END CERTIFICATE-----\n").enumerate() {
        let file = numbered(&first, number);
        std::fs::write(&file, pem).with_context(|| {
            format!(
                "{} cannot be written: trusting for the whole machine takes its administrator",
                file.display()
            )
        })?;
        written.push(file);
    }
    take_up(store.add).await?;
    printer.print(&json!({ "Files": written }), |_| {
        let listed: Vec<String> = written.iter().map(|file| file.display().to_string()).collect();
        format!("this machine trusts {}; programs that run have to be started again", listed.join(", "))
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn untrust(printer: &Printer) -> Result<ExitCode> {
    let (store, first) = trust_store()?;
    let mut removed = Vec::new();
    for number in 0.. {
        let file = numbered(&first, number);
        match std::fs::remove_file(&file) {
            Ok(()) => removed.push(file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => break,
            Err(error) => {
                let why =
                    format!("{} cannot be removed: this takes the machine's administrator", file.display());
                return Err(error).context(why);
            }
        }
    }
    if !removed.is_empty() {
        take_up(store.forget).await?;
    }
    printer.print(&json!({ "Files": removed }), |_| match removed.len() {
        0 => "this machine did not trust Tegata's roots".to_owned(),
        count => format!("removed {count} root certificates from the trust store"),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn numbered(first: &Path, number: usize) -> PathBuf {
    let extension = first.extension().and_then(|it| it.to_str()).unwrap_or("pem");
    first.with_file_name(format!("tegata-root-{number}.{extension}"))
}

fn trust_store() -> Result<(&'static TrustStore, PathBuf)> {
    let found = TRUST_STORES.iter().find(|store| Path::new(store.folder).is_dir());
    match found {
        Some(store) => Ok((store, Path::new(store.folder).join(format!("tegata-root.{}", store.extension)))),
        None => bail!(
            "this system's trust store is none of those that are known (Debian's, Fedora's, Arch's). Export the roots \
             with `tegata root export FILE` and add them by hand"
        ),
    }
}

async fn take_up(command: &[&str]) -> Result<()> {
    let [program, arguments @ ..] = command else { return Ok(()) };
    let done = Command::new(program).args(arguments).output().await;
    let done = done.with_context(|| format!("{program} could not be run"))?;
    if !done.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(())
}
