//! `tegata up`: everything in one process.

use std::process::ExitCode;

use anyhow::{Context, Result};
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::Up;
use crate::output::Printer;
use crate::process::{LostStore, Options, protect, start};
use crate::ready;
use crate::service_manager;
use crate::settings::Configured;

/// Runs an instance until it is told to stop. `configured` is what `up` and the file say of settings; both are read again
/// on SIGHUP.
pub(crate) async fn up(up: Up, configured: Configured, printer: &Printer) -> Result<ExitCode> {
    protect(up.allow_core_dumps).context("the process's memory cannot be kept out of core dumps")?;
    // Before anything is served, so that no stop is missed, and a terminal that closes ends nothing.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut hang_up = signal(SignalKind::hangup())?;
    let lost_store = if up.begin_anew { LostStore::BeginAnew } else { LostStore::Refuse };
    let starting = Box::pin(start(Options { data: up.data.clone(), lost_store, configured }));
    let mut running = tokio::select! {
        running = starting => running?,
        _ = interrupt.recv() => return Ok(ExitCode::FAILURE),
        _ = terminate.recv() => return Ok(ExitCode::FAILURE),
    };
    if let Some(owner) = running.owner.take() {
        ready::announce(&running, &owner, printer)?;
    }
    let broken = loop {
        tokio::select! {
            () = running.broken() => break true,
            _ = interrupt.recv() => break false,
            _ = terminate.recv() => break false,
            _ = hang_up.recv() => {
                service_manager::reloading();
                running.reload(up.settings.configure(&up.data)).await;
                service_manager::ready(&running.status());
            }
        }
    };
    running.stop().await?;
    if broken {
        anyhow::bail!("a part of the instance failed; the log above says which");
    }
    Ok(ExitCode::SUCCESS)
}
