//! What can be typed behind `tegata`. The manual pages and completions are made from here.

mod access;
mod backup;
mod certificate;
mod events;
pub(crate) mod examples;
mod load_balancing;
mod names;
mod placement;
mod rule;
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
pub(crate) use placement::{Declaration, Placement};
pub(crate) use rule::{NewRule, Rule, RuleAction, RuleConditions};
pub(crate) use shell::Shell;

pub(crate) use settings::Settings;
pub(crate) use target::{DEFAULT_DATA, Target};
pub(crate) use up::Up;
pub(crate) use zone::{AliasOf, RecordSetName, Zone};

/// The option that names a running instance.
const ENDPOINT: &str = "endpoint";
/// The commands that never call a running instance: `--endpoint` is not in their help, and is refused.
const WITHOUT_INSTANCE: [&str; 7] = ["up", "tour", "backup", "rehearse", "settings", "completion", "man"];

/// A certificate manager that you run yourself.
///
/// Request a certificate by domain name, prove the domain, and attach the certificate to a listener. It is issued and
/// renewed automatically. Speaks the wire API of AWS Certificate Manager, Route 53 and Elastic Load Balancing.
#[derive(Debug, Parser)]
#[command(name = "tegata", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_long_help = crate::exit::help())]
pub(crate) struct Arguments {
    /// Output format: a table for people, or JSON for programs.
    #[arg(long, global = true, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,

    /// Do not shorten ARNs, identifiers or lines in tables. This is the default when the output is not a terminal.
    #[arg(long, global = true)]
    pub(crate) wide: bool,

    /// The instance that a command calls.
    #[command(flatten)]
    pub(crate) target: Target,

    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// The definitions with their examples.
    pub(crate) fn whole() -> clap::Command {
        let command = examples::with_examples(Arguments::command(), "");
        let endpoint = command.get_arguments().find(|argument| argument.get_id() == ENDPOINT).cloned();
        let endpoint = endpoint.expect("a field of `Target`").hide(true);
        // A command's own argument takes the place of the global one of this name.
        WITHOUT_INSTANCE.iter().fold(command, |command, name| {
            let endpoint = endpoint.clone();
            command.mut_subcommand(name, |below| below.arg(endpoint))
        })
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
        let name = matches.subcommand_name().unwrap_or_default();
        if arguments.target.endpoint.is_some() && !arguments.command.calls_an_instance(name) {
            let message = "--endpoint is for commands that call a running instance; this command does not \
                           call one. Leave it out";
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
    /// Start an instance: the API, the DNS server and the listeners, in one process.
    Up(Box<Up>),
    /// Show the whole life of a certificate in a temporary instance: request, proof, listener, renewal.
    Tour,
    /// Print the variables that `tegata`, `aws` and Terraform need to find the instance, including the secret access
    /// key: eval "$(tegata env)".
    Env {
        /// The shell to write for. Default: the shell in SHELL.
        #[arg(long, value_enum)]
        shell: Option<Shell>,
        /// Print a profile of this name for ~/.aws/config instead.
        #[arg(long, value_name = "NAME", conflicts_with = "shell")]
        profile: Option<String>,
    },
    /// Certificates: request, describe, list, wait, explain, import, export, delete.
    #[command(visible_alias = "cert")]
    Certificate {
        /// The command.
        #[command(subcommand)]
        command: Certificate,
    },
    /// Hosted zones and their record sets.
    Zone {
        /// The command.
        #[command(subcommand)]
        command: Zone,
    },
    /// Load balancers. Each listener belongs to one.
    #[command(visible_alias = "lb")]
    LoadBalancer {
        /// The command.
        #[command(subcommand)]
        command: LoadBalancer,
    },
    /// Listeners: ports that terminate TLS.
    Listener {
        /// The command.
        #[command(subcommand)]
        command: Listener,
    },
    /// Rules: what a listener does with some of its requests.
    Rule {
        /// The command.
        #[command(subcommand)]
        command: Rule,
    },
    /// Targets: the servers that listeners forward requests to.
    Target {
        /// The command.
        #[command(subcommand)]
        command: ListenerTarget,
    },
    /// Placements: where TLS ends on the path from a name, and under which certificate.
    Placement {
        /// The command.
        #[command(subcommand)]
        command: Placement,
    },
    /// Show a certificate and whether it is trusted: from a server, a file, or an ARN. Or which one a listener serves.
    #[command(after_help = crate::commands::inspect::EXIT_STATUS)]
    Inspect {
        /// `https://HOST/`, `HOST` (port 443), `HOST:PORT`, a file with certificates or a signing request in PEM or DER,
        /// `-` for standard input, or a certificate's ARN. With NAME, a listener: `LOAD-BALANCER:PORT` or its ARN.
        subject: String,
        /// Show which certificate the listener serves for this name, which rule decides, and why the others that match
        /// are not served.
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// The server name to send (SNI) and to check, when it is not HOST.
        #[arg(long, value_name = "NAME")]
        server_name: Option<String>,
        /// Connect to this address instead of HOST, like curl's `--connect-to`.
        #[arg(long, value_name = "HOST:PORT")]
        connect_to: Option<String>,
    },
    /// The event log, in the format of Amazon EventBridge.
    Events {
        /// The command.
        #[command(subcommand)]
        command: Events,
    },
    /// Webhooks: URLs that receive events, signed as Standard Webhooks specifies.
    Webhook {
        /// The command.
        #[command(subcommand)]
        command: Webhook,
    },
    /// The outbox: mails that ask for approval of a certificate.
    Mail {
        /// The command.
        #[command(subcommand)]
        command: Mail,
    },
    /// List the nodes: the processes that run on the store, and up to which change each serves.
    Nodes,
    /// The root certificate: export it, or make this machine trust it.
    Root {
        /// The command.
        #[command(subcommand)]
        command: Root,
    },
    /// Principals: identities that can sign requests, besides the account's owner.
    Principal {
        /// The command.
        #[command(subcommand)]
        command: Principal,
    },
    /// Access keys of principals.
    AccessKey {
        /// The command.
        #[command(subcommand)]
        command: AccessKey,
    },
    /// Policies in Cedar: what principals may do.
    Policy {
        /// The command.
        #[command(subcommand)]
        command: Policy,
    },
    /// The instance's clock. On a laptop it can be moved forward.
    Clock {
        /// The command.
        #[command(subcommand)]
        command: Clock,
    },
    /// Simulate a span of time on a copy of the instance. Shows what is renewed, what expires and what fails.
    Rehearse {
        /// The span of time, such as `160d`.
        #[arg(value_parser = forward, allow_hyphen_values = true)]
        span: SignedDuration,
    },
    /// Back up an instance into a folder or an archive. The instance may be running.
    Backup(Backup),
    /// Restore a backup into an empty data directory, or accept a restored copy with `--acknowledge`.
    Restore(Restore),
    /// Settings: show, check and explain what an instance would start with.
    Settings {
        /// The command.
        #[command(subcommand)]
        command: Settings,
    },
    /// Print the completion script of a shell.
    Completion {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    Man {
        /// The folder. It is created when it does not exist.
        folder: PathBuf,
    },
}

impl Command {
    /// Whether the command, which has this name, calls a running instance.
    fn calls_an_instance(&self, name: &str) -> bool {
        match self {
            Command::Restore(restore) => restore.acknowledge,
            _ => !WITHOUT_INSTANCE.contains(&name),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Root {
    /// Write the root certificates in PEM to a file or standard output.
    Export {
        /// The file. Default: standard output.
        file: Option<PathBuf>,
    },
    /// Show the root certificates and their fingerprints.
    Show,
    /// Make this machine trust the root certificates of the data directory: the system's store, Chromium, Firefox and
    /// Java, if installed. It asks first, and uses `sudo` on a terminal when administrator rights are needed. For an
    /// instance on another machine, give the fingerprints of its roots.
    Trust {
        /// The SHA-256 fingerprint of a root to trust, as `tegata root show` prints it on the instance's machine.
        /// Other roots are ignored. Repeatable.
        #[arg(long, value_name = "SHA256", value_parser = fingerprint)]
        fingerprint: Vec<String>,
        /// Do not ask for confirmation.
        #[arg(long)]
        yes: bool,
    },
    /// Remove from this machine what `trust` added: the roots of the data directory, or the given ones.
    Untrust {
        /// The SHA-256 fingerprint of a root to remove, when its data directory no longer exists. Repeatable.
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
        Err("it must be a SHA-256 fingerprint of 64 hexadecimal digits".to_owned())
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Clock {
    /// Show the instance's time.
    Show,
    /// Confirm that the system clock is right after it has jumped. Paused work continues.
    Acknowledge,
    /// Move the clock forward. This cannot be undone; `tegata rehearse` tries it on a copy. Needs the embedded store
    /// and an API that listens only on loopback.
    Advance {
        /// The span of time, such as `160d` or `36h`.
        #[arg(value_name = "SPAN", value_parser = forward, allow_hyphen_values = true)]
        by: SignedDuration,
        /// Do not ask for confirmation.
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
    fn an_endpoint_is_in_the_help_of_commands_that_call_an_instance_and_of_no_other() {
        fn check(command: &clap::Command, calls: bool, path: &str) {
            let help = command.clone().render_long_help().to_string();
            assert_eq!(help.contains("--endpoint <URL>"), calls, "{path}: {help}");
            for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
                check(below, calls, &format!("{path} {}", below.get_name()));
            }
        }
        let mut command = Arguments::whole();
        command.build();
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            let name = below.get_name();
            check(below, !WITHOUT_INSTANCE.contains(&name), name);
        }
        for line in ["tour", "settings show", "--endpoint http://a:1 backup folder"] {
            let line =
                format!("tegata {line}{}", if line.contains("http") { "" } else { " --endpoint http://a:1" });
            let refused = Arguments::of(line.split(' ')).expect_err(&line).to_string();
            assert!(refused.contains("does not call one"), "{line}: {refused}");
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
