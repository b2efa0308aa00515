//! What can be typed behind `tegata`. The manual pages and completions are made from here.

mod access;
mod backup;
mod certificate;
mod events;
pub(crate) mod examples;
mod load_balancing;
mod names;
mod settings;
mod shell;
mod span;
mod target;
mod up;
mod zone;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::SignedDuration;

use self::span::forward;
pub(crate) use self::span::span;

pub(crate) use access::{AccessKey, Policy, Principal};
pub(crate) use backup::{Backup, Restore};
pub(crate) use certificate::{Certificate, RecordForm, Replacement};
pub(crate) use events::{Events, Mail, Webhook};
pub(crate) use load_balancing::{Listener, ListenerTarget, LoadBalancer};
pub(crate) use shell::Shell;

pub(crate) use settings::Settings;
pub(crate) use target::{DEFAULT_DATA, Target};
pub(crate) use up::Up;
pub(crate) use zone::{RecordSetName, Zone};

/// The certificate manager that people run themselves.
///
/// Ask for a certificate by domain name, prove the domain, get it issued, attach it where TLS ends, and
/// forget it. Speaks the wire API of AWS Certificate Manager, Route 53 and Elastic Load Balancing.
#[derive(Debug, Parser)]
#[command(name = "tegata", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_long_help = crate::exit::help())]
pub(crate) struct Arguments {
    /// How answers are written: a table for people, or JSON for programs.
    #[arg(long, global = true, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,

    /// Write tables in full: whole ARNs and identifiers, lines as long as they get. Always so when no terminal reads them.
    #[arg(long, global = true)]
    pub(crate) wide: bool,

    /// Which instance.
    #[command(flatten)]
    pub(crate) target: Target,

    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// The definitions with their examples.
    pub(crate) fn whole() -> clap::Command {
        examples::with_examples(Arguments::command(), "")
    }

    /// What was typed. A command line that cannot be understood ends the process with exit status 2.
    pub(crate) fn of_the_command_line() -> Arguments {
        Arguments::of(std::env::args_os()).unwrap_or_else(|error| error.exit())
    }

    /// What `line` says.
    fn of(line: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Arguments, clap::Error> {
        let mut command = Arguments::whole();
        let matches = command.try_get_matches_from_mut(line)?;
        let mut arguments = Arguments::from_arg_matches(&matches)?;
        arguments.target.data_is_typed = matches.value_source("data") == Some(ValueSource::CommandLine);
        if arguments.target.endpoint.is_some() && !arguments.command.asks_an_instance() {
            let message = "--endpoint names a running instance, and this command asks none";
            return Err(command.error(ErrorKind::ArgumentConflict, message));
        }
        Ok(arguments)
    }
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
    /// Write what a shell needs for `tegata`, `aws` and Terraform to find the instance, the secret access key included:
    /// eval "$(tegata env)".
    Env {
        /// For which shell; the user's own when left out.
        #[arg(long, value_enum)]
        shell: Option<Shell>,
        /// A section of that name for ~/.aws/config instead.
        #[arg(long, value_name = "NAME", conflicts_with = "shell")]
        profile: Option<String>,
    },
    /// Certificates: request, describe, list, wait, explain, import, export, delete.
    #[command(visible_alias = "cert")]
    Certificate {
        /// What to do.
        #[command(subcommand)]
        command: Certificate,
    },
    /// Hosted zones and their record sets.
    Zone {
        /// What to do.
        #[command(subcommand)]
        command: Zone,
    },
    /// Load balancers: what listeners belong to.
    #[command(visible_alias = "lb")]
    LoadBalancer {
        /// What to do.
        #[command(subcommand)]
        command: LoadBalancer,
    },
    /// Listeners: ports where TLS ends.
    Listener {
        /// What to do.
        #[command(subcommand)]
        command: Listener,
    },
    /// Targets: where listeners pass requests on to.
    Target {
        /// What to do.
        #[command(subcommand)]
        command: ListenerTarget,
    },
    /// Look at a certificate as in a browser's padlock, trusted or not: the one a server shows, a file, or an ARN.
    #[command(after_help = crate::commands::inspect::EXIT_STATUS)]
    Inspect {
        /// `https://HOST/`, `HOST` (port 443), `HOST:PORT`, a file with certificates or a signing request in PEM or DER,
        /// `-` for standard input, or a certificate's ARN.
        subject: String,
        /// The name to ask a server for and to check, when it is not HOST.
        #[arg(long, value_name = "NAME")]
        server_name: Option<String>,
        /// Connect there instead of where HOST leads, as curl's option of this name.
        #[arg(long, value_name = "HOST:PORT")]
        connect_to: Option<String>,
    },
    /// The event log: what happened, in the shape of Amazon EventBridge.
    Events {
        /// What to do.
        #[command(subcommand)]
        command: Events,
    },
    /// Webhooks: who is told of events, signed as Standard Webhooks says.
    Webhook {
        /// What to do.
        #[command(subcommand)]
        command: Webhook,
    },
    /// The outbox: mails that ask for approval.
    Mail {
        /// What to do.
        #[command(subcommand)]
        command: Mail,
    },
    /// The root certificate: write it out, or make this machine trust it.
    Root {
        /// What to do.
        #[command(subcommand)]
        command: Root,
    },
    /// Principals: who may sign besides the account's owner.
    Principal {
        /// What to do.
        #[command(subcommand)]
        command: Principal,
    },
    /// Access keys of principals.
    AccessKey {
        /// What to do.
        #[command(subcommand)]
        command: AccessKey,
    },
    /// Policies in Cedar: what principals may do.
    Policy {
        /// What to do.
        #[command(subcommand)]
        command: Policy,
    },
    /// The instance's clock, on a laptop: rehearse a year in seconds.
    Clock {
        /// What to do.
        #[command(subcommand)]
        command: Clock,
    },
    /// Let a copy of the instance live through a span of time in seconds, and show what is renewed, what ends and what fails.
    Rehearse {
        /// How long, such as `160d`.
        #[arg(value_parser = forward, allow_hyphen_values = true)]
        span: SignedDuration,
    },
    /// Copy an instance's state into a folder or an archive, while it runs or not.
    Backup(Backup),
    /// Put a backup into an empty data directory, or say that a restored copy is to be gone on with.
    Restore(Restore),
    /// Settings: what an instance would be started with, and why.
    Settings {
        /// What to do.
        #[command(subcommand)]
        command: Settings,
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

impl Command {
    /// Whether the command talks to a running instance.
    fn asks_an_instance(&self) -> bool {
        match self {
            Command::Up(_) | Command::Tour | Command::Completion { .. } | Command::Man { .. } => false,
            Command::Backup(_) | Command::Rehearse { .. } | Command::Settings { .. } => false,
            Command::Restore(restore) => restore.acknowledge,
            _ => true,
        }
    }
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
    /// Let this machine trust the root certificates of the data directory, after a question: the system's store, Chromium,
    /// Firefox and Java, as far as they are there. On a terminal `sudo` is used where it takes the administrator. Those of
    /// an instance on another machine are trusted by their fingerprints alone.
    Trust {
        /// The SHA-256 fingerprint of a root that is to be trusted, as `tegata root show` writes it on the instance's machine.
        /// Others are left out. May be given several times.
        #[arg(long, value_name = "SHA256", value_parser = fingerprint)]
        fingerprint: Vec<String>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Take back what `trust` put into the stores of this machine: the roots of the data directory, or those that are named.
    Untrust {
        /// The SHA-256 fingerprint of a root to take back, when its data directory is gone. May be given several times.
        #[arg(long, value_name = "SHA256", value_parser = fingerprint)]
        fingerprint: Vec<String>,
    },
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
    /// Move the clock forward, which cannot be undone: `tegata rehearse` tries it on a copy. Only on a laptop: with the
    /// embedded store and the API on loopback alone.
    Advance {
        /// How far, such as `160d` or `36h`.
        #[arg(value_name = "SPAN", value_parser = forward, allow_hyphen_values = true)]
        by: SignedDuration,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_hold_together() {
        Arguments::whole().debug_assert();
    }

    #[test]
    fn which_instance_is_said_anywhere_on_the_line() {
        for line in [
            "tegata --endpoint http://a:1 --data d --region r certificate list",
            "tegata certificate --endpoint http://a:1 --data d --region r list",
            "tegata certificate list --endpoint http://a:1 --data d --region r",
            "tegata --data d certificate --region r list --endpoint http://a:1",
        ] {
            let target = Arguments::of(line.split(' ')).expect(line).target;
            assert_eq!(target.endpoint.as_deref(), Some("http://a:1"), "{line}");
            assert_eq!(target.region.as_deref(), Some("r"), "{line}");
            assert_eq!((target.data, target.data_is_typed), (PathBuf::from("d"), true), "{line}");
        }
    }

    #[test]
    fn an_instance_that_is_started_takes_its_data_directory_from_anywhere_and_no_endpoint() {
        for line in ["tegata --data d up", "tegata up --data d"] {
            let Command::Up(up) = Arguments::of(line.split(' ')).expect(line).command else {
                panic!("{line} is another command")
            };
            assert_eq!(up.data, PathBuf::from("d"), "{line}");
        }
        Arguments::of("tegata up --endpoint http://a:1".split(' ')).expect_err("refused");
    }
}
