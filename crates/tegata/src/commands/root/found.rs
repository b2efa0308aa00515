//! Where the root certificates come from, and which of them are trusted.

use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::json;

use super::super::text;
use super::certificate::{RootCertificate, colons, read};
use crate::arguments::Target;
use crate::client::Client;
use crate::data_directory::DataDirectory;

/// Root certificates, and where they are from.
pub(super) struct Found {
    pub(super) roots: Vec<RootCertificate>,
    pub(super) source: Source,
}

/// Where root certificates are from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The data directory on this machine, which only its owner writes.
    File(PathBuf),
    /// An answer by plain HTTP, which anyone on the way, or on the port, could have given.
    Answer(String),
}

impl Found {
    /// The roots in the data directory, or else those that the instance gives.
    pub(super) async fn of(target: &Target) -> Result<Found> {
        let directory = DataDirectory::existing(&target.data);
        if let Some(pem) = directory.roots_pem()? {
            return Ok(Found { roots: read(&pem)?, source: Source::File(directory.root()) });
        }
        let client = Client::of(target)?;
        let pem = roots(&client).await?;
        Ok(Found { roots: read(&pem)?, source: Source::Answer(client.endpoint().to_owned()) })
    }

    pub(super) fn list(&self) -> String {
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

    pub(super) fn source(&self) -> String {
        match &self.source {
            Source::File(path) => path.display().to_string(),
            Source::Answer(endpoint) => endpoint.clone(),
        }
    }
}

/// The root certificates, in PEM.
pub(crate) async fn roots(client: &Client) -> Result<String> {
    let answer = client.call("tegata", "ExportRoots", &json!({})).await?;
    Ok(text(&answer, "/Pem").to_owned())
}

/// Which roots are trusted, and whether to ask first.
pub(super) fn choose(found: Found, fingerprints: &[String]) -> Result<Found> {
    if fingerprints.is_empty() {
        if let Source::Answer(endpoint) = &found.source {
            bail!(
                "the roots of {endpoint} were read by plain HTTP, which is not authenticated. Run `tegata \
                 root show` on the instance's machine and give each fingerprint with --fingerprint, or give \
                 the data directory with --data"
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
        let refused = chosen(answer(), &[]).expect_err("not authenticated").to_string();
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
}
