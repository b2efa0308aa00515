//! `tegata root …`: the root certificates, written out, or in this machine's trust store.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tegata_x509::{describe, pem};

mod machine;
mod stores;

use self::machine::Machine;
use self::stores::{Change, Outcome, Reached};
use super::text;
use crate::arguments::{Root, Target};
use crate::client::Client;
use crate::data_directory::DataDirectory;
use crate::output::Printer;

pub(crate) async fn run(target: &Target, command: Root, printer: &Printer) -> Result<ExitCode> {
    match command {
        Root::Export { file } => export(&Client::of(target)?, file.as_deref(), printer).await,
        Root::Show => show(&Found::of(target).await?, printer),
        Root::Trust { fingerprint, yes } => {
            let target = of_caller(target);
            trust(&target, &fingerprint, yes, printer).await
        }
        Root::Untrust { fingerprint } => untrust(&of_caller(target), &fingerprint, printer).await,
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

/// By `sudo` the data directory is still the caller's, unless one is typed or in the environment.
fn of_caller(target: &Target) -> Target {
    let mut target = target.clone();
    if !target.data_is_typed && std::env::var_os("TEGATA_DATA").is_none() && target.data_is_absent() {
        target.data = machine::data_of_caller().unwrap_or(target.data);
    }
    target
}

async fn trust(target: &Target, fingerprints: &[String], yes: bool, printer: &Printer) -> Result<ExitCode> {
    let found = choose(Found::of(target).await?, fingerprints)?;
    if fingerprints.is_empty() && !yes && !confirmed(&found)? {
        bail!("nothing was trusted");
    }
    let outcomes = stores::change(&Machine::here(), &found.roots, Change::Put).await;
    let heading = format!("{}\n", found.list());
    report(&found.roots, &outcomes, Change::Put, &heading, printer)
}

/// Takes back what [`trust`] put, and leaves what others put.
async fn untrust(target: &Target, fingerprints: &[String], printer: &Printer) -> Result<ExitCode> {
    let roots = if fingerprints.is_empty() {
        let directory = DataDirectory::existing(&target.data);
        let Some(pem) = directory.roots_pem()? else {
            bail!(
                "{} has no root certificates: name the data directory by --data, or each root by --fingerprint",
                target.data.display()
            );
        };
        read(&pem)?
    } else {
        // Stores name what was put there by its fingerprint, so it is found without the certificate.
        let named = fingerprints.iter().map(|fingerprint| RootCertificate {
            subject: String::new(),
            fingerprint: fingerprint.clone(),
            not_after: String::new(),
            pem: String::new(),
        });
        named.collect()
    };
    let outcomes = stores::change(&Machine::here(), &roots, Change::TakeBack).await;
    report(&roots, &outcomes, Change::TakeBack, "", printer)
}

/// Says of each store whether it was reached. Fails when one that could be reached was not.
fn report(
    roots: &[RootCertificate],
    outcomes: &[Outcome],
    change: Change,
    heading: &str,
    printer: &Printer,
) -> Result<ExitCode> {
    let stores: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            let (reached, count, why) = match &outcome.reached {
                Reached::Changed(count) => (true, *count, None),
                Reached::Already => (true, 0, None),
                Reached::Missing(why) | Reached::Failed(why) => (false, 0, Some(why)),
            };
            json!({ "Store": outcome.store, "Reached": reached, "Changed": count, "Why": why })
        })
        .collect();
    let fingerprints: Vec<&str> = roots.iter().map(|root| root.fingerprint.as_str()).collect();
    printer.print(&json!({ "Stores": stores, "Sha256Fingerprints": fingerprints }), |style| {
        let lines = outcomes.iter().map(|outcome| {
            let store = &outcome.store;
            match (&outcome.reached, change) {
                (Reached::Changed(count), Change::Put) => {
                    style.good(&format!("{store}: trusts {count} more"))
                }
                (Reached::Changed(count), Change::TakeBack) => {
                    style.good(&format!("{store}: forgot {count}"))
                }
                (Reached::Already, Change::Put) => format!("{store}: trusts them already"),
                (Reached::Already, Change::TakeBack) => format!("{store}: had none of them"),
                (Reached::Missing(why) | Reached::Failed(why), _) => {
                    style.bad(&format!("{store}: not reached: {why}"))
                }
            }
        });
        let lines: Vec<String> = lines.collect();
        let after = match change {
            Change::Put => {
                format!("\n{}\nPrograms that run have to be started again.", stores::NEVER_REACHED)
            }
            Change::TakeBack => String::new(),
        };
        format!("{heading}{}{after}", lines.join("\n"))
    })?;
    let failed = outcomes.iter().any(|outcome| matches!(outcome.reached, Reached::Failed(_)));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
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
