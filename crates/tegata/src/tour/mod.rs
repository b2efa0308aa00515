//! `tegata tour`: a certificate lives its whole life, in a private instance that is gone afterwards.
//!
//! Nothing is pretended: the instance is the one that `tegata up` starts, asked by its API as any client asks it;
//! names are proven by its DNS server's answers, and pages are fetched over TLS that trusts its root alone. Only the
//! clock is moved, so that the tour takes seconds and not half a year.

mod report;
mod site;
mod steps;
mod traffic;

use std::os::unix::fs::DirBuilderExt;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jiff::SignedDuration;
use tegata_model::authority::KeyStrength;

use self::report::Report;
use crate::output::Printer;
use crate::process::{LostStore, Options, Resolving, Running, start};

/// Shows everything; fails if anything did.
pub(crate) async fn tour(printer: &Printer) -> Result<ExitCode> {
    let folder = Folder::new()?;
    let mut report = Report::new();
    let starting = report.step(printer, "An instance starts", async {
        let running = Box::pin(start(options(&folder))).await?;
        let told =
            format!("API on {}, DNS on {}, its own authority in RSA and P-256", running.api, running.dns);
        Ok((running, told))
    });
    let running = Box::pin(starting).await;
    if let Some(running) = running {
        Box::pin(steps::walk(&running, &mut report, printer)).await;
        Box::pin(report.step(printer, "The instance stops", stop(running))).await;
    }
    report.print(printer)?;
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn stop(running: Running) -> Result<((), String)> {
    running.stop().await?;
    Ok(((), "sockets closed, work ended, nothing left".to_owned()))
}

fn options(folder: &Folder) -> Options {
    let any_port = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    Options {
        data: folder.0.clone(),
        api: any_port,
        api_tls: false,
        api_names: Vec::new(),
        dns: any_port,
        store: None,
        lost_store: LostStore::Refuse,
        trust_loopback: false,
        account: None,
        clock_offset: Some(SignedDuration::ZERO),
        resolving: Resolving::Internet,
        write_validation_records: true,
        organisation: "Tegata".to_owned(),
        strength: KeyStrength::Usual,
        export_iterations: 100_000,
        journal: None,
        pki_base_url: None,
        pages_base_url: None,
        permit_egress: Vec::new(),
        target_networks: Vec::new(),
        edge_addresses: Vec::new(),
        http_validation_port: 80,
        permit_metrics: Vec::new(),
        relay: None,
    }
}

/// A folder of the tour's own, gone with it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Result<Folder> {
        let name = tegata_operations::Entropy::system().text(b"abcdefghijklmnopqrstuvwxyz0123456789", 12);
        let path = std::env::temp_dir().join(format!("tegata-tour-{name}"));
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("tegata: {} is left behind: {error}", self.0.display());
        }
    }
}
