//! Restoring a backup into an empty data directory.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tegata_operations::instance::reseal;
use tegata_operations::instance::restored::{self, Held};
use tegata_operations::{Entropy, InstanceSecret};
use tegata_store::{Journal, Location, Sealer, Store, StoreError, read_copy, schema_of, write_copy};

use super::make::write;
use super::manifest::{Kind, Manifest};
use super::{DATABASE, DUMP, KEY, ROOT, SETTINGS, postgres};
use crate::data_directory::DataDirectory;
use crate::process::{key_file_text, key_in_environment};

/// Where a backup is restored to, and with what beside it.
pub(crate) struct RestoredTo<'a> {
    pub(crate) data: &'a Path,
    pub(crate) store: Option<&'a str>,
    pub(crate) key_file: Option<&'a Path>,
    pub(crate) journal: Option<&'a Path>,
    pub(crate) now: Timestamp,
}

/// What was restored.
pub(crate) struct Restored {
    pub(crate) manifest: Manifest,
    /// Whether the next start takes no changes whatever the journal says.
    pub(crate) is_held: bool,
}

/// What of a store has to fit the key and the journal.
struct Secrets {
    sealed: Vec<u8>,
    key_ids: Vec<String>,
}

/// Restores a backup. Everything is checked before anything is written.
pub(crate) async fn restore(folder: &Path, to: &RestoredTo<'_>) -> Result<Restored> {
    let manifest = Manifest::read(folder)?;
    refuse_what_is_there(to.data)?;
    match (manifest.store, to.store) {
        (Kind::Sqlite, Some(_)) => {
            bail!(
                "the backup is of an embedded store and cannot be restored to PostgreSQL: leave --store out"
            )
        }
        (Kind::Postgresql, None) => {
            bail!("the backup is of a PostgreSQL database: give an empty database with --store URL")
        }
        _ => {}
    }
    // 1. The key fits, as far as that can be known without the database.
    let in_backup = manifest.has(KEY).then(|| folder.join(KEY));
    let key = match to.key_file.or(in_backup.as_deref()) {
        Some(path) => Some(key_file_text(path)?),
        None => None,
    };
    let random = Entropy::system().source();
    let sealer = match (&key, key_in_environment()?) {
        (Some(text), _) => Sealer::from_text(text, "the key file", random)?,
        (None, Some((text, origin))) => Sealer::from_text(&text, &origin, random)?,
        (None, None) => bail!(
            "the backup does not contain the key-encryption key, which private keys are encrypted under: \
             give its file with --key-file, or set TEGATA_KEY_ENCRYPTION_KEY"
        ),
    };
    if let Some(missing) = manifest.facts.key_ids.iter().find(|id| !sealer.key_ids().contains(id)) {
        bail!("the backup needs the key-encryption key {missing}, but another one was given");
    }
    let journal = to.journal.map(|path| {
        let found = Journal::read(path).with_context(|| format!("the journal {}", path.display()))?;
        found.with_context(|| format!("the journal {} does not exist", path.display()))
    });
    let journal = journal.transpose()?;
    let fits = |secrets: &Secrets| -> Result<String> {
        let name = restored::journal_name(&opened(&sealer, secrets)?);
        if journal.as_ref().is_some_and(|found| found.instance.as_deref() != Some(name.as_str())) {
            bail!("the journal and the backup are of different instances: leave --journal out");
        }
        Ok(name)
    };
    let copy = folder.join(DATABASE);
    if to.store.is_none() {
        // Manifests of older builds do not say which form of a schema version the store has.
        manifest.check_schema(Some(&read_copy(&copy, schema_of).context("the copy cannot be read")?))?;
    }
    let mut name = match to.store {
        None => Some(fits(&read_copy(&copy, secrets).context("the copy cannot be read")?)?),
        Some(_) => None,
    };
    // 2. The database of all nodes, held unless a journal says more.
    let held = Held {
        since: to.now,
        reasons: vec![format!("The store was restored from a backup of {}.", manifest.made_at)],
    };
    let held = journal.is_none().then_some(held);
    let is_held = held.is_some();
    if let Some(url) = to.store {
        postgres::load(url, &folder.join(DUMP)).await?;
        let store = Store::open(&Location::Postgres(url.to_owned())).await?;
        if let Some(held) = held.clone() {
            store.write(move |tx| restored::hold(tx, &held)).await?;
        }
        name = Some(fits(&store.read(secrets).await?)?);
        store.close().await;
    }
    // 3. The directory; the embedded store comes last, for without it nothing starts.
    let directory = DataDirectory::create(to.data)?;
    if let (Some(found), Some(name)) = (&journal, &name) {
        Journal::write(&directory.journal(), name, found.revoked.clone(), found.marks)
            .with_context(|| directory.journal().display().to_string())?;
    }
    if let Some(text) = &key {
        write(&directory.key_encryption_key(), text.as_bytes())?;
    }
    directory.save_root(&fs::read_to_string(folder.join(ROOT))?)?;
    if manifest.has(SETTINGS) {
        write(&directory.path().join(SETTINGS), &fs::read(folder.join(SETTINGS))?)?;
    }
    if to.store.is_none() {
        put_database(&copy, &directory, held.as_ref())?;
    }
    Ok(Restored { manifest, is_held })
}

/// Puts the embedded store in its place, whole or not at all.
fn put_database(copy: &Path, directory: &DataDirectory, held: Option<&Held>) -> Result<()> {
    let beside = directory.path().join(".tegata.db.new");
    write(&beside, b"")?;
    fs::copy(copy, &beside).with_context(|| beside.display().to_string())?;
    if let Some(held) = held {
        write_copy(&beside, |tx| restored::hold(tx, held)).context("the copy cannot be written")?;
    }
    File::open(&beside)?.sync_all()?;
    fs::rename(&beside, directory.database())?;
    Ok(File::open(directory.path())?.sync_all()?)
}

fn secrets(tx: &mut tegata_store::ReadTx<'_>) -> Result<Secrets, StoreError> {
    let sealed = InstanceSecret::sealed(tx)?;
    let sealed = sealed.ok_or_else(|| StoreError::corrupt("it contains no instance"))?;
    Ok(Secrets { sealed, key_ids: reseal::needed(tx)?.unwrap_or_default() })
}

fn opened(sealer: &Sealer, secrets: &Secrets) -> Result<InstanceSecret> {
    if let Some(missing) = secrets.key_ids.iter().find(|id| !sealer.key_ids().contains(id)) {
        bail!("the backup needs the key-encryption key {missing}, but another one was given");
    }
    InstanceSecret::open(sealer, &secrets.sealed)
        .context("the key-encryption key is not the one of the backup")
}

/// Refuses a data directory that has anything in it: nothing is overwritten.
fn refuse_what_is_there(data: &Path) -> Result<()> {
    let listed = match fs::read_dir(data) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| data.display().to_string()),
    };
    for entry in listed {
        let name = entry?.file_name();
        if name != "lost+found" {
            bail!(
                "{} is not empty: it contains {}. Restore into an empty directory, or move these files away",
                data.display(),
                name.display()
            );
        }
    }
    Ok(())
}
