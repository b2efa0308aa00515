//! `tegata up`: everything in one process.

use std::process::ExitCode;

use anyhow::{Context, Result};
use tegata_effects::relay::{DkimOptions, RelayOptions};
use tegata_model::authority::KeyStrength;
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

use crate::arguments::Up;
use crate::output::Printer;
use crate::process::{LostStore, Options, Resolving, keep_private, start};
use crate::ready;

/// Runs an instance until it is told to stop.
pub(crate) async fn up(up: Up, printer: &Printer) -> Result<ExitCode> {
    keep_private(up.allow_core_dumps).context("the process's memory cannot be kept out of core dumps")?;
    // Before anything is served, so that no stop is missed.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let starting = Box::pin(start(options(up)?));
    let mut running = tokio::select! {
        running = starting => running?,
        _ = interrupt.recv() => return Ok(ExitCode::FAILURE),
        _ = terminate.recv() => return Ok(ExitCode::FAILURE),
    };
    if let Some(owner) = running.owner.take() {
        ready::announce(&running, &owner, printer)?;
    }
    let broken = tokio::select! {
        () = running.broken() => true,
        _ = interrupt.recv() => false,
        _ = terminate.recv() => false,
    };
    running.stop().await?;
    if broken {
        anyhow::bail!("a part of the instance broke; the log above says which");
    }
    Ok(ExitCode::SUCCESS)
}

fn options(up: Up) -> Result<Options> {
    let relay = relay(&up)?;
    let resolving = if !up.dns_hint.is_empty() {
        Resolving::Hints(up.dns_hint)
    } else if !up.dns_forwarder.is_empty() {
        Resolving::Forwarders(up.dns_forwarder)
    } else {
        Resolving::Internet
    };
    Ok(Options {
        data: up.data,
        api: up.api,
        api_tls: up.api_tls,
        api_names: up.api_name,
        dns: up.dns,
        store: up.store.map(Zeroizing::new),
        lost_store: if up.begin_anew { LostStore::BeginAnew } else { LostStore::Refuse },
        trust_loopback: up.trust_loopback,
        account: up.account,
        clock_offset: up.clock_offset,
        resolving,
        write_validation_records: !up.no_validation_records,
        organisation: up.organisation,
        strength: if up.high_strength { KeyStrength::High } else { KeyStrength::Usual },
        export_iterations: up.export_iterations,
        journal: up.journal,
        pki_base_url: up.pki_base_url,
        pages_base_url: up.pages_base_url,
        permit_egress: up.permit_egress,
        target_networks: up.target_network,
        edge_addresses: up.edge_address,
        http_validation_port: up.http_validation_port,
        permit_metrics: up.permit_metrics,
        relay,
    })
}

fn relay(up: &Up) -> Result<Option<RelayOptions>> {
    let Some(url) = &up.smtp else { return Ok(None) };
    let dkim = match (&up.dkim_key, &up.dkim_selector) {
        (Some(file), Some(selector)) => {
            let key_pem = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            Some(DkimOptions { selector: selector.clone(), key_pem: Zeroizing::new(key_pem) })
        }
        _ => None,
    };
    Ok(Some(RelayOptions { url: Zeroizing::new(url.clone()), from: up.mail_from.clone(), dkim }))
}
