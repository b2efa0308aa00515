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

use self::report::Report;
use crate::output::Printer;
use crate::process::{LostStore, Options, Running, start};
use crate::settings::SettingsArguments;

/// Shows everything; fails if anything did.
pub(crate) async fn tour(printer: &Printer) -> Result<ExitCode> {
    let folder = Folder::new()?;
    let mut report = Report::new();
    let starting = report.step(printer, "An instance starts", async {
        let running = Box::pin(start(options(&folder)?)).await?;
        let told = format!("API on {}, DNS on {}, own authority in RSA and P-256", running.api, running.dns);
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

fn options(folder: &Folder) -> Result<Options> {
    let chosen = [("api", "127.0.0.1:0"), ("dns", "127.0.0.1:0"), ("clock_offset", "0s")];
    let configured = SettingsArguments::of(chosen).configure_alone()?;
    Ok(Options { data: folder.0.clone(), lost_store: LostStore::Refuse, configured })
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
            .with_context(|| format!("{} cannot be created", path.display()))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("tegata: {} could not be deleted: {error}", self.0.display());
        }
    }
}
