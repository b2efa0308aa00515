//! `tegata backup` and `tegata restore`.

use std::io::IsTerminal as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::json;
use tegata_operations::Clock;

use super::{items, moment};
use crate::arguments::{Backup, Restore, Target};
use crate::backup::{MadeFrom, Manifest, RestoredTo, make, pack, restore as restore_to, unpack};
use crate::client::Client;
use crate::output::Printer;
use crate::process::protect;

/// A tar archive instead of a folder.
const PIPE: &str = "-";

pub(crate) async fn backup(target: &Target, options: Backup, printer: &Printer) -> Result<ExitCode> {
    protect(false).context("the process's memory cannot be kept out of core dumps")?;
    let clock = Clock::system(jiff::SignedDuration::ZERO);
    let from = MadeFrom {
        data: &target.data,
        store: options.store.as_deref(),
        with_key: options.with_key,
        now: clock.now(),
    };
    if options.to == Path::new(PIPE) {
        if std::io::stdout().is_terminal() {
            bail!(
                "a tar archive cannot be written to a terminal: write it to a file, as in `tegata backup - \
                 > backup.tar`"
            );
        }
        let folder = tempfile::tempdir().context("a temporary folder")?;
        let manifest = make(&from, folder.path()).await?;
        let names: Vec<String> = manifest.files.iter().map(|listed| listed.name.clone()).collect();
        pack(folder.path(), &names, std::io::stdout().lock())?;
        eprintln!("{}", told(&manifest, None));
        return Ok(ExitCode::SUCCESS);
    }
    let folder = &options.to;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    if std::fs::read_dir(folder)?.next().is_some() {
        bail!("{} is not empty: give a new or empty folder", folder.display());
    }
    let manifest = make(&from, folder).await?;
    printer.print(&serde_json::to_value(&manifest)?, |_| told(&manifest, Some(folder)))?;
    Ok(ExitCode::SUCCESS)
}

/// What was made, and above all whether the key is in it.
fn told(manifest: &Manifest, folder: Option<&Path>) -> String {
    let bytes: u64 = manifest.files.iter().map(|listed| listed.bytes).sum();
    let to = folder.map_or("standard output".to_owned(), |folder| folder.display().to_string());
    let key = if manifest.with_key {
        "The backup contains the key-encryption key: anyone who has it can read every private key."
    } else {
        "The backup does not contain the key-encryption key. Keep the key elsewhere: without it the backup \
         cannot be used."
    };
    format!("Backed account {} up to {to}, {} kB.\n{key}", manifest.facts.account, bytes.div_ceil(1000))
}

pub(crate) async fn restore(target: &Target, options: Restore, printer: &Printer) -> Result<ExitCode> {
    let Some(from) = options.from else { return acknowledge(target, printer).await };
    protect(false).context("the process's memory cannot be kept out of core dumps")?;
    let clock = Clock::system(jiff::SignedDuration::ZERO);
    let to = RestoredTo {
        data: &target.data,
        store: options.store.as_deref(),
        key_file: options.key_file.as_deref(),
        journal: options.journal.as_deref(),
        now: clock.now(),
    };
    let restored = if from == Path::new(PIPE) {
        let folder = tempfile::tempdir().context("a temporary folder")?;
        unpack(std::io::stdin().lock(), folder.path())?;
        restore_to(folder.path(), &to).await?
    } else {
        restore_to(&from, &to).await?
    };
    let facts = &restored.manifest.facts;
    let answer = json!({
        "Account": facts.account,
        "MadeAt": restored.manifest.made_at.to_string(),
        "Data": target.data,
        "Held": restored.is_held,
    });
    printer.print(&answer, |_| {
        let next = if restored.is_held {
            "Anything revoked, deleted or disabled since then is missing. The instance serves but takes no \
             changes until you check it and run `tegata restore --acknowledge`."
        } else {
            "The next start restores revocations from the journal, and says whether the instance takes \
             changes."
        };
        format!(
            "Restored account {} as of {} into {}.\n{next}",
            facts.account,
            restored.manifest.made_at,
            target.data.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn acknowledge(target: &Target, printer: &Printer) -> Result<ExitCode> {
    let answer = Client::of(target)?.call("tegata", "AcknowledgeRestore", &json!({})).await?;
    printer.print(&answer, |_| {
        let reasons: Vec<&str> = items(&answer, "/Reasons").filter_map(serde_json::Value::as_str).collect();
        if reasons.is_empty() {
            return "Nothing to acknowledge: this instance takes changes already.".to_owned();
        }
        format!(
            "This instance takes changes again. They were refused since {}: {}",
            moment(&answer, "/Since"),
            reasons.join(" ")
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
