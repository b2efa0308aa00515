//! Tegata: the certificate manager that people run themselves.
//!
//! `tegata up` runs everything in one process; the other commands talk to a running instance by its API, or show
//! what it does (`tegata tour`).

mod arguments;
mod backup;
mod base_url;
mod client;
mod commands;
mod complete;
mod connection;
mod data_directory;
mod exit;
mod logging;
mod output;
mod process;
mod ready;
mod rehearsal;
mod service_manager;
mod settings;
mod tour;
mod up;

use std::process::ExitCode;

use clap_complete::CompleteEnv;

use crate::arguments::{Arguments, Command};
use crate::client::Client;
use crate::commands::load_balancing::{balancer, listener, rule, target as targets};
use crate::commands::settings as settings_of;
use crate::commands::{
    access, certificate, clock, environment, events, inspect, mail, manual, nodes, placement, root, webhook,
    zone,
};
use crate::exit::Class;
use crate::logging::LogFormat;
use crate::output::Printer;
use crate::settings::Configured;

/// A request is many small allocations, and the system's allocator is slow at them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Ends the process when a shell asks what can be typed next.
    CompleteEnv::with_factory(Arguments::whole)
        .var(manual::VARIABLE)
        .bin("tegata")
        .completer("tegata")
        .complete();
    let arguments = Arguments::of_the_command_line();
    match begin(&arguments) {
        Ok(configured) => finish(arguments, configured),
        Err(error) => failed(&error),
    }
}

/// Reads the settings of an instance that is to be run, and begins to log.
fn begin(arguments: &Arguments) -> anyhow::Result<Option<Configured>> {
    let Command::Up(up) = &arguments.command else {
        logging::start(&logging::of_commands(), LogFormat::Text)?;
        return Ok(None);
    };
    let configured = up.settings.configure(&up.data)?;
    logging::start(&configured.live.log, configured.start.log_format)?;
    Ok(Some(configured))
}

fn finish(arguments: Arguments, configured: Option<Configured>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let done = runtime.block_on(run(arguments, configured));
    // Look-ups of names that are still under way are not awaited.
    runtime.shutdown_background();
    match done {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn run(arguments: Arguments, configured: Option<Configured>) -> anyhow::Result<ExitCode> {
    let printer = Printer::new(arguments.output, arguments.wide);
    let target = &arguments.target;
    match arguments.command {
        Command::Backup(options) => commands::backup::backup(target, options, &printer).await,
        Command::Restore(options) => commands::backup::restore(target, options, &printer).await,
        Command::Up(up) => {
            let configured = configured.expect("the settings of an instance are read before it is run");
            Box::pin(up::up(*up, configured, &printer)).await
        }
        Command::Rehearse { span } => Box::pin(commands::rehearse::run(target, span, &printer)).await,
        Command::Tour => Box::pin(tour::tour(&printer)).await,
        Command::Env { shell, profile } => environment::run(target, shell, profile.as_deref(), &printer),
        Command::Certificate { command } => certificate::run(&Client::of(target)?, command, &printer).await,
        Command::Zone { command } => zone::run(&Client::of(target)?, command, &printer).await,
        Command::Inspect { subject, name, server_name, connect_to } => {
            let inspection = inspect::Inspection { subject, name, server_name, connect_to };
            Box::pin(inspect::run(target, &inspection, &printer)).await
        }
        Command::LoadBalancer { command } => balancer::run(&Client::of(target)?, command, &printer).await,
        Command::Listener { command } => listener::run(&Client::of(target)?, command, &printer).await,
        Command::Rule { command } => rule::run(&Client::of(target)?, command, &printer).await,
        Command::Target { command } => targets::run(&Client::of(target)?, command, &printer).await,
        Command::Placement { command } => placement::run(&Client::of(target)?, command, &printer).await,
        Command::Events { command } => events::run(&Client::of(target)?, command, &printer).await,
        Command::Webhook { command } => webhook::run(&Client::of(target)?, command, &printer).await,
        Command::Nodes => nodes::run(&Client::of(target)?, &printer).await,
        Command::Mail { command } => mail::run(&Client::of(target)?, command, &printer).await,
        Command::Root { command } => root::run(target, command, &printer).await,
        Command::Clock { command } => clock::run(&Client::of(target)?, command, &printer).await,
        Command::Principal { command } => access::principal(&Client::of(target)?, command, &printer).await,
        Command::AccessKey { command } => access::access_key(target, command, &printer).await,
        Command::Policy { command } => access::policy(&Client::of(target)?, command, &printer).await,
        Command::Completion { shell } => manual::completion(shell),
        Command::Settings { command } => settings_of::run(target, command, &printer),
        Command::Man { folder } => manual::man(&folder),
    }
}

/// Says what went wrong and why; the status says of which class it is.
fn failed(error: &anyhow::Error) -> ExitCode {
    let said = output::escaped(&exit::told(error), |letter| letter.escape_default().to_string());
    eprintln!("tegata: {said}");
    Class::of(error).into()
}
