//! `tegata root …`: the root certificates, written out, or in this machine's trust store.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::json;
use tegata_x509::{describe, pem};
use tokio::process::Command;

use super::text;
use crate::arguments::{Root, Target};
use crate::client::Client;
use crate::data_directory::DataDirectory;
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
        Root::Show => show(&Found::of(target).await?, printer),
        Root::Trust { fingerprint, yes } => trust(target, &fingerprint, yes, printer).await,
        Root::Untrust => untrust(printer).await,
    }
}

/// Root certificates, and where they are from.
struct Found {
    roots: Vec<RootCertificate>,
    source: Source,
}

#[derive(Debug, PartialEq, Eq)]
enum Source {
    /// The data directory on this machine, which only its owner writes.
    File(PathBuf),
    /// An answer by plain HTTP, which anyone on the way, or on the port, could have given.
    Answer(String),
}

#[derive(Debug, PartialEq, Eq)]
struct RootCertificate {
    subject: String,
    /// SHA-256 in lower-case hexadecimal.
    fingerprint: String,
    not_after: String,
    pem: String,
}

impl Found {
    /// The roots in the data directory, or else those that the instance gives.
    async fn of(target: &Target) -> Result<Found> {
        let directory = DataDirectory::existing(&target.data);
        if let Some(pem) = directory.roots_pem()? {
            return Ok(Found { roots: read(&pem)?, source: Source::File(directory.root()) });
        }
        let client = Client::of(target)?;
        let pem = roots(&client).await?;
        Ok(Found { roots: read(&pem)?, source: Source::Answer(client.endpoint().to_owned()) })
    }

    fn list(&self) -> String {
        let lines = self.roots.iter().map(|root| {
            format!(
                "{}\n  until    {}\n  SHA-256  {}",
                root.subject,
                root.not_after,
                colons(&root.fingerprint)
            )
        });
        lines.collect::<Vec<String>>().join("\n")
    }

    fn source(&self) -> String {
        match &self.source {
            Source::File(path) => path.display().to_string(),
            Source::Answer(endpoint) => endpoint.clone(),
        }
    }
}

/// Reads roots: certificates and nothing else, each an authority's that signed itself.
fn read(pem: &str) -> Result<Vec<RootCertificate>> {
    let certificates = pem::decode_certificates(pem).context("the root certificates cannot be read")?;
    let roots = certificates.iter().map(|der| {
        let described = describe::describe(der).context("a root certificate cannot be read")?;
        if !described.is_authority || described.subject != described.issuer {
            bail!("{} is no root certificate", described.subject);
        }
        Ok(RootCertificate {
            subject: described.subject,
            fingerprint: described.fingerprint,
            not_after: described.not_after.to_string(),
            // Written anew, so that nothing else comes along.
            pem: pem::encode_certificate(der),
        })
    });
    let roots = roots.collect::<Result<Vec<RootCertificate>>>()?;
    if roots.is_empty() {
        bail!("there is no root certificate");
    }
    Ok(roots)
}

/// As `openssl x509 -fingerprint` writes it.
fn colons(fingerprint: &str) -> String {
    let upper = fingerprint.to_ascii_uppercase();
    let pairs = upper.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    pairs.collect::<Vec<String>>().join(":")
}

/// Which roots are trusted, and whether to ask first.
fn choose(found: Found, fingerprints: &[String]) -> Result<Found> {
    if fingerprints.is_empty() {
        if let Source::Answer(endpoint) = &found.source {
            bail!(
                "the roots of {endpoint} come by plain HTTP, and anyone could have answered. Run `tegata root show` on the \
                 instance's machine and give what it shows by --fingerprint, or name the data directory with --data"
            );
        }
        return Ok(found);
    }
    let source = found.source();
    let is_named = |root: &RootCertificate| fingerprints.contains(&root.fingerprint);
    if let Some(missing) =
        fingerprints.iter().find(|named| found.roots.iter().all(|it| it.fingerprint != **named))
    {
        bail!("no root of {source} has the fingerprint {}: nothing was trusted", colons(missing));
    }
    Ok(Found { roots: found.roots.into_iter().filter(is_named).collect(), ..found })
}

fn show(found: &Found, printer: &Printer) -> Result<ExitCode> {
    let listed: Vec<_> = found
        .roots
        .iter()
        .map(|root| json!({ "Subject": root.subject, "NotAfter": root.not_after, "Sha256Fingerprint": root.fingerprint }))
        .collect();
    printer.print(&json!({ "Source": found.source(), "Roots": listed }), |_| found.list())?;
    Ok(ExitCode::SUCCESS)
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

async fn trust(target: &Target, fingerprints: &[String], yes: bool, printer: &Printer) -> Result<ExitCode> {
    let (store, first) = trust_store()?;
    let found = choose(Found::of(target).await?, fingerprints)?;
    if fingerprints.is_empty() && !yes && !confirmed(&found)? {
        bail!("nothing was trusted");
    }
    let mut written = Vec::new();
    // One file each: update-ca-certificates takes the first certificate of a file alone.
    for (number, root) in found.roots.iter().enumerate() {
        let file = numbered(&first, number);
        std::fs::write(&file, &root.pem).with_context(|| {
            format!(
                "{} cannot be written: trusting for the whole machine takes its administrator",
                file.display()
            )
        })?;
        written.push(file);
    }
    take_up(store.add).await?;
    let trusted: Vec<&str> = found.roots.iter().map(|root| &root.fingerprint[..]).collect();
    printer.print(&json!({ "Files": written, "Sha256Fingerprints": trusted }), |_| {
        let listed: Vec<String> = written.iter().map(|file| file.display().to_string()).collect();
        format!(
            "{}\nThis machine trusts {}; programs that run have to be started again",
            found.list(),
            listed.join(", ")
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Shows what would be trusted, and asks.
fn confirmed(found: &Found) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!(
            "these roots are in {}:\n{}\nNothing was trusted: name them by --fingerprint, or say --yes",
            found.source(),
            found.list()
        );
    }
    eprint!("{}\nTrust these roots of {} on this machine? [y/N] ", found.list(), found.source());
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: Source) -> Found {
        let root = |digit: &str| RootCertificate {
            subject: format!("CN=Root {digit}"),
            fingerprint: digit.repeat(64),
            not_after: "2046-11-27T23:59:59Z".to_owned(),
            pem: String::new(),
        };
        Found { roots: vec![root("a"), root("b")], source }
    }

    fn chosen(source: Source, fingerprints: &[&str]) -> Result<Vec<String>> {
        let fingerprints: Vec<String> = fingerprints.iter().map(|digit| digit.repeat(64)).collect();
        let chosen = choose(found(source), &fingerprints)?;
        Ok(chosen.roots.into_iter().map(|root| root.subject).collect())
    }

    #[test]
    fn an_answer_is_trusted_by_its_fingerprint_alone() {
        let answer = || Source::Answer("http://127.0.0.1:4566".to_owned());
        let refused = chosen(answer(), &[]).expect_err("anyone could have answered").to_string();
        assert!(refused.contains("--fingerprint"), "{refused}");
        chosen(answer(), &["c"]).expect_err("a stranger's");
        chosen(answer(), &["a", "c"]).expect_err("one of them is not there");
        assert_eq!(chosen(answer(), &["b"]).expect("named"), ["CN=Root b"]);
    }

    #[test]
    fn the_data_directorys_roots_are_those_of_this_machine() {
        let file = || Source::File(PathBuf::from("/data/root.pem"));
        assert_eq!(chosen(file(), &[]).expect("all"), ["CN=Root a", "CN=Root b"]);
        assert_eq!(chosen(file(), &["a"]).expect("named"), ["CN=Root a"]);
        chosen(file(), &["c"]).expect_err("it is another instance's");
    }

    #[test]
    fn what_is_no_root_is_refused() {
        for pem in ["", "rubbish", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"] {
            read(pem).expect_err(pem);
        }
    }

    #[test]
    fn fingerprints_are_written_as_openssl_writes_them() {
        assert_eq!(colons("0aff"), "0A:FF");
    }
}
