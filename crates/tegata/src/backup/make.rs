//! Making a backup, whether the instance runs or not.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tegata_store::{Location, Store, copy_embedded, read_copy};
use tegata_x509::pem;
use zeroize::Zeroizing;

use super::manifest::{Facts, Kind, MANIFEST, Manifest};
use super::{DATABASE, DUMP, KEY, ROOT, SETTINGS, postgres};
use crate::data_directory::DataDirectory;
use crate::process::key_text;

/// What is backed up.
pub(crate) struct MadeFrom<'a> {
    pub(crate) data: &'a Path,
    /// The PostgreSQL URL, when the state is there.
    pub(crate) store: Option<&'a str>,
    pub(crate) with_key: bool,
    pub(crate) now: Timestamp,
}

/// Makes a backup in an empty folder.
pub(crate) async fn make(from: &MadeFrom<'_>, folder: &Path) -> Result<Manifest> {
    let directory = DataDirectory::existing(from.data);
    let mut names = vec![ROOT];
    // 1. The store, at one moment.
    let (kind, facts) = match from.store {
        None => {
            if !directory.has_database()? {
                bail!(
                    "{} contains no instance: give its data directory with --data, or its database with \
                     --store",
                    from.data.display()
                );
            }
            let to = folder.join(DATABASE);
            copy_embedded(from.data, &to).context("the store cannot be copied")?;
            names.insert(0, DATABASE);
            (Kind::Sqlite, read_copy(&to, Facts::of).context("the copy cannot be read")?)
        }
        Some(url) => {
            // Before the dump: it is at least as far.
            let store = Store::open(&Location::Postgres(url.to_owned())).await?;
            let facts = store.read(Facts::of).await?;
            store.close().await;
            postgres::dump(url, &folder.join(DUMP)).await?;
            names.insert(0, DUMP);
            (Kind::Postgresql, facts)
        }
    };
    // 2. What lies beside it.
    let roots: String = facts.roots_der.iter().map(|der| pem::encode_certificate(der)).collect();
    write(&folder.join(ROOT), roots.as_bytes())?;
    if let Ok(settings) = fs::read(from.data.join(SETTINGS)) {
        write(&folder.join(SETTINGS), &settings)?;
        names.push(SETTINGS);
    }
    if from.with_key {
        write(&folder.join(KEY), key_text(&directory)?.as_bytes())?;
        names.push(KEY);
    }
    // 3. The manifest, which makes it a backup.
    let manifest = Manifest::new(folder, kind, facts, from.with_key, &names, from.now)?;
    for name in &names {
        File::open(folder.join(name))?.sync_all()?;
    }
    let text = Zeroizing::new(serde_json::to_string_pretty(&manifest)? + "\n");
    write(&folder.join(MANIFEST), text.as_bytes())?;
    File::open(folder)?.sync_all()?;
    Ok(manifest)
}

/// Writes a file for its owner alone.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<()> {
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = written.and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()));
    written.with_context(|| format!("{} cannot be written", path.display()))
}
