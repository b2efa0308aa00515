//! What can be typed behind `tegata`. The manual pages and completions are made from here.

mod access;
mod certificate;
mod events;
mod span;
mod up;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::SignedDuration;

use self::span::span;

pub(crate) use access::{AccessKey, Policy, Principal};
pub(crate) use certificate::{Certificate, Replacement};
pub(crate) use events::{Events, Webhook};
pub(crate) use up::Up;

/// The certificate manager that people run themselves.
///
/// Ask for a certificate by domain name, prove the domain, get it issued, attach it where TLS ends, and
/// forget it. Speaks the wire API of AWS Certificate Manager, Route 53 and Elastic Load Balancing.
#[derive(Debug, Parser)]
#[command(name = "tegata", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// How answers are written: a table for people, or JSON for programs.
    #[arg(long, global = true, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,

    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For people.
    Table,
    /// For programs: one JSON document on standard output.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run everything in one process, on embedded defaults.
    Up(Box<Up>),
    /// Watch a certificate live its whole life, in a private instance that is gone afterwards.
    Tour,
    /// Certificates: request, describe, list, wait, explain, import, export, delete.
    Certificate {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Certificate,
    },
    /// Hosted zones and their record sets.
    Zone {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Zone,
    },
    /// Look at a certificate as in a browser's padlock: the one a server shows, a file, or an ARN.
    Inspect {
        /// Which instance, when SUBJECT is an ARN.
        #[command(flatten)]
        target: Target,
        /// `HOST:PORT`, a PEM file, or a certificate's ARN.
        subject: String,
        /// The name to ask a server for, when it is not HOST.
        #[arg(long, value_name = "NAME")]
        server_name: Option<String>,
    },
    /// The event log: what happened, in the shape of Amazon EventBridge.
    Events {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Events,
    },
    /// Webhooks: who is told of events, signed as Standard Webhooks says.
    Webhook {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Webhook,
    },
    /// The outbox: mails that ask for approval.
    Mail {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Mail,
    },
    /// The root certificate: write it out, or make this machine trust it.
    Root {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Root,
    },
    /// Principals: who may sign besides the account's owner.
    Principal {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Principal,
    },
    /// Access keys of principals.
    AccessKey {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: AccessKey,
    },
    /// Policies in Cedar: what principals may do.
    Policy {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Policy,
    },
    /// The instance's clock, on a laptop: rehearse a year in seconds.
    Clock {
        /// Which instance.
        #[command(flatten)]
        target: Target,
        /// What to do.
        #[command(subcommand)]
        command: Clock,
    },
    /// Write the completion script of a shell to standard output.
    Completion {
        /// For which shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    Man {
        /// Where to; made when it is not there.
        folder: PathBuf,
    },
}

/// Which instance a command talks to.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The API's address.
    #[arg(long, value_name = "URL", env = "TEGATA_ENDPOINT", default_value = "http://127.0.0.1:4566")]
    pub(crate) endpoint: String,

    /// Where the instance keeps its data: the access key is read from there when the environment has none.
    #[arg(long, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    pub(crate) data: PathBuf,

    /// In which region.
    #[arg(long, value_name = "REGION", env = "AWS_REGION", default_value = "us-east-1")]
    pub(crate) region: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// List the last mails, the newest first.
    List,
    /// Show a mail, with its text until a relay has it.
    Show {
        /// Its identifier.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Zone {
    /// Create a hosted zone.
    Create {
        /// Its apex, such as `example.com`.
        name: String,
    },
    /// List hosted zones.
    List,
    /// List a zone's record sets.
    Records {
        /// The zone's identifier or its apex.
        zone: String,
    },
    /// Write a record set, replacing the one of that name and type.
    Put {
        /// The zone's identifier or its apex.
        zone: String,
        /// The record set's name.
        name: String,
        /// Its type, such as `A`.
        #[arg(value_name = "TYPE")]
        kind: String,
        /// Its values.
        #[arg(required = true, value_name = "VALUE")]
        values: Vec<String>,
        /// Time to live, in seconds.
        #[arg(long, default_value_t = 300)]
        ttl: u32,
    },
    /// Delete a record set.
    Remove {
        /// The zone's identifier or its apex.
        zone: String,
        /// The record set's name.
        name: String,
        /// Its type, such as `A`.
        #[arg(value_name = "TYPE")]
        kind: String,
    },
    /// Delete a hosted zone that has only its SOA and NS record sets.
    Delete {
        /// The zone's identifier or its apex.
        zone: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Root {
    /// Write the root certificates, in PEM, to a file or standard output.
    Export {
        /// Where to.
        file: Option<PathBuf>,
    },
    /// Show the root certificates and their fingerprints.
    Show,
    /// Add the root certificates to this machine's trust store: those in the data directory, after a question. Those of an
    /// instance on another machine are trusted by their fingerprints alone.
    Trust {
        /// The SHA-256 fingerprint of a root that is to be trusted, as `tegata root show` writes it on the instance's machine.
        /// Others are left out. May be given several times.
        #[arg(long, value_name = "SHA256", value_parser = fingerprint)]
        fingerprint: Vec<String>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Take the root certificates out of this machine's trust store.
    Untrust,
}

/// A SHA-256 fingerprint in lower-case hexadecimal, written with colons or without.
fn fingerprint(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|letter| *letter != ':').collect();
    if digits.len() == 64 && digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        Ok(digits.to_ascii_lowercase())
    } else {
        Err("a SHA-256 fingerprint has 64 hexadecimal digits".to_owned())
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Clock {
    /// Show the instance's time.
    Show,
    /// Say that the system's clock is right although it has jumped: work that waited for that goes on.
    Acknowledge,
    /// Move the clock forward. Only on a laptop: with the embedded store and the API on loopback alone.
    Advance {
        /// How far, such as `160d` or `36h`.
        #[arg(value_parser = span)]
        by: SignedDuration,
    },
}

/// `$XDG_DATA_HOME/tegata`, in its usual place when that is not set (XDG Base Directory Specification).
static DEFAULT_DATA: LazyLock<String> = LazyLock::new(|| {
    let home = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local").join("share")));
    home.map_or_else(|| "tegata-data".to_owned(), |home| home.join("tegata").to_string_lossy().into_owned())
});

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }
}
