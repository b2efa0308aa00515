//! Whether what was looked at would be trusted, and what is wrong with it.

use std::process::ExitCode;

use anyhow::{Context, Result};
use jiff::Timestamp;
use tegata_x509::ReadCertificate;
use tegata_x509::chain::{ChainError, check_name, verify};

use super::instance::Instance;
use super::server::ProbedServer;

/// The exit status when a server was not reached.
pub(super) const CANNOT_CONNECT: u8 = 13;

/// What `--help` says of exit statuses.
pub(crate) const EXIT_STATUS: &str = "Exit status:
  0   good: it chains to a root of the instance or of this machine
  1   the certificate cannot be read
  10  not trusted
  11  expired, or not valid yet
  12  not for the requested name
  13  the server cannot be reached, or sends no certificate
If several apply, the smallest is returned. The output lists all problems.";

/// Whose root a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Roots {
    Instance,
    Machine,
}

/// What is wrong, the gravest first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Problem {
    NotTrusted(String),
    Time(String),
    Name(String),
}

/// What became of looking.
pub(super) struct Verdict {
    /// Sorted, the gravest first.
    pub(super) problems: Vec<Problem>,
    /// Whose root a path leads to, if one does.
    pub(super) trusted_by: Option<Roots>,
    /// The root that the path leads to, in DER.
    pub(super) root: Option<Vec<u8>>,
}

impl Verdict {
    pub(super) fn of(
        instance: &Instance,
        chain: &[Vec<u8>],
        seen: Option<&ProbedServer>,
        name: Option<&str>,
    ) -> Result<Verdict> {
        let (leaf, rest) = chain.split_first().context("there is no certificate")?;
        let read = ReadCertificate::read(leaf)?;
        let mut problems = Vec::new();
        let mut verdict = Verdict { problems: Vec::new(), trusted_by: None, root: None };
        let now = instance.now();
        problems.extend(time_problem(&read, now));
        // Whether it leads anywhere is one question, and whether it is out of date another.
        let description = read.description();
        // The end may lie before the beginning: strangers wrote both.
        let at = now.max(description.not_before).min(description.not_after);
        let machine: Vec<Vec<u8>> =
            rustls_native_certs::load_native_certs().certs.iter().map(|der| der.to_vec()).collect();
        let mut refused = Vec::new();
        for (anchors, roots) in [(&instance.roots, Roots::Instance), (&machine, Roots::Machine)] {
            match path(&read, rest, anchors, at) {
                Ok(()) => {
                    verdict.trusted_by = Some(roots);
                    verdict.root = root_above(&read, rest, anchors);
                    break;
                }
                Err(ChainError::Time(why)) => {
                    verdict.trusted_by = Some(roots);
                    verdict.root = root_above(&read, rest, anchors);
                    problems.push(Problem::Time(format!("an issuer in its chain: {why}")));
                    break;
                }
                Err(why) => refused.push(why.to_string()),
            }
        }
        if verdict.trusted_by.is_none() {
            problems.push(Problem::NotTrusted(not_trusted(&read, instance, &refused)));
        }
        problems.extend(seen.and_then(|seen| seen.fault.clone()).map(Problem::NotTrusted));
        if let Some(Err(why)) = name.map(|name| check_name(leaf, name)) {
            problems.push(Problem::Name(why.to_string()));
        }
        problems.sort();
        Ok(Verdict { problems, ..verdict })
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        self.problems.first().map_or(ExitCode::SUCCESS, |problem| ExitCode::from(problem.status()))
    }

    /// One word for programs.
    pub(super) fn word(&self) -> &'static str {
        match self.problems.first() {
            None => "good",
            Some(Problem::NotTrusted(_)) => "not-trusted",
            Some(Problem::Time(_)) => "expired",
            Some(Problem::Name(_)) => "name-mismatch",
        }
    }
}

impl Problem {
    fn status(&self) -> u8 {
        match self {
            Problem::NotTrusted(_) => 10,
            Problem::Time(_) => 11,
            Problem::Name(_) => 12,
        }
    }

    pub(super) fn words(&self) -> String {
        match self {
            Problem::NotTrusted(why) => format!("Not trusted: {why}"),
            Problem::Time(why) | Problem::Name(why) => {
                let mut letters = why.chars();
                letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
            }
        }
    }
}

fn time_problem(read: &ReadCertificate, now: Timestamp) -> Option<Problem> {
    let description = read.description();
    if now > description.not_after {
        Some(Problem::Time(format!("expired on {}", description.not_after)))
    } else if now < description.not_before {
        Some(Problem::Time(format!("not valid before {}", description.not_before)))
    } else {
        None
    }
}

/// Whether a path leads to an anchor. A leaf is checked as TLS clients do; an authority's own certificate by its
/// signatures, since no TLS client takes one for a server's.
fn path(
    leaf: &ReadCertificate,
    rest: &[Vec<u8>],
    anchors: &[Vec<u8>],
    at: Timestamp,
) -> Result<(), ChainError> {
    if anchors.iter().any(|anchor| anchor == leaf.der()) {
        return Ok(());
    }
    if !leaf.description().is_authority {
        return verify(leaf.der(), rest, anchors, at, None);
    }
    match root_above(leaf, rest, anchors) {
        Some(_) => Ok(()),
        None => Err(ChainError::Path("its chain does not end in a known root".to_owned())),
    }
}

/// The anchor at the end of the path, if there is one: found by names and signatures.
fn root_above(leaf: &ReadCertificate, rest: &[Vec<u8>], anchors: &[Vec<u8>]) -> Option<Vec<u8>> {
    let all = |ders: &[Vec<u8>]| -> Vec<ReadCertificate> {
        ders.iter().filter_map(|der| ReadCertificate::read(der).ok()).collect()
    };
    let (between, anchors) = (all(rest), all(anchors));
    let mut current = leaf;
    for below in 0..=between.len() {
        if let Some(anchor) = anchors.iter().find(|anchor| anchor.der() == current.der()) {
            return Some(anchor.der().to_vec());
        }
        if let Some(anchor) = anchors.iter().find(|anchor| anchor.certifies(current, below).is_ok()) {
            return Some(anchor.der().to_vec());
        }
        current = between
            .iter()
            .find(|next| next.der() != current.der() && next.certifies(current, below).is_ok())?;
    }
    None
}

fn not_trusted(read: &ReadCertificate, instance: &Instance, refused: &[String]) -> String {
    if read.is_self_signed() {
        return "it is self-signed and not a root of this instance or of this machine".to_owned();
    }
    let why = refused.first().map(String::as_str).unwrap_or_default();
    if instance.roots.is_empty() {
        format!(
            "{why}. Only the roots of this machine were tried, because no instance is known (--data, \
             --endpoint)"
        )
    } else {
        format!("{why}. Tried: the roots of this instance and of this machine")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_problem_is_the_status() {
        let of = |problems: Vec<Problem>| {
            let mut verdict = Verdict { problems, trusted_by: None, root: None };
            verdict.problems.sort();
            verdict.word()
        };
        let (trust, time, name) =
            (Problem::NotTrusted("a".into()), Problem::Time("b".into()), Problem::Name("c".into()));
        assert_eq!(of(vec![]), "good");
        assert_eq!(of(vec![name, time]), "expired");
        assert_eq!(of(vec![Problem::Name("c".into()), trust]), "not-trusted");
    }
}
