//! Tegata: the certificate manager that people run themselves.
//!
//! `tegata up` runs everything in one process; the other commands talk to a running instance by its API, or show
//! what it does (`tegata tour`).

mod arguments;
mod base_url;
mod client;
mod commands;
mod data_directory;
mod output;
mod process;
mod tour;
mod up;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::arguments::{Arguments, Command};
use crate::client::Client;
use crate::commands::{access, certificate, clock, events, inspect, mail, manual, root, webhook, zone};
use crate::output::Printer;

/// A request is many small allocations, and the system's allocator is slow at them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Who runs an instance wants to know who was refused and who changed what; a tour is nobody's.
    log(if matches!(arguments.command, Command::Up(_)) { "warn,tegata::audit=info" } else { "warn" });
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let done = runtime.block_on(run(arguments));
    // Look-ups of names that are still under way wait for nobody.
    runtime.shutdown_background();
    match done {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let printer = Printer::new(arguments.output);
    match arguments.command {
        Command::Up(up) => Box::pin(up::up(*up, &printer)).await,
        Command::Tour => Box::pin(tour::tour(&printer)).await,
        Command::Certificate { target, command } => {
            certificate::run(&Client::of(&target)?, command, &printer).await
        }
        Command::Zone { target, command } => zone::run(&Client::of(&target)?, command, &printer).await,
        Command::Inspect { target, subject, server_name } => {
            inspect::run(&target, &subject, server_name.as_deref(), &printer).await
        }
        Command::Events { target, command } => events::run(&Client::of(&target)?, command, &printer).await,
        Command::Webhook { target, command } => webhook::run(&Client::of(&target)?, command, &printer).await,
        Command::Mail { target, command } => mail::run(&Client::of(&target)?, command, &printer).await,
        Command::Root { target, command } => root::run(&target, command, &printer).await,
        Command::Clock { target, command } => clock::run(&Client::of(&target)?, command, &printer).await,
        Command::Principal { target, command } => {
            access::principal(&Client::of(&target)?, command, &printer).await
        }
        Command::AccessKey { target, command } => {
            access::access_key(&Client::of(&target)?, command, &printer).await
        }
        Command::Policy { target, command } => access::policy(&Client::of(&target)?, command, &printer).await,
        Command::Completion { shell } => Ok(manual::completion(shell)),
        Command::Man { folder } => manual::man(&folder),
    }
}

/// Says what went wrong and why, the cause last.
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("tegata: {error:#}");
    ExitCode::FAILURE
}

/// Logs to standard error; `TEGATA_LOG` says what, as in `info,tegata_effects=debug`. The audit log is the target
/// `tegata::audit`.
fn log(default: &str) {
    let filter = EnvFilter::try_from_env("TEGATA_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
