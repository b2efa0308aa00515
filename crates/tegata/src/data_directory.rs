//! The data directory: what `tegata up` keeps, and what the other commands read of it.
//!
//! ```text
//! DIR/                    0700
//!   tegata.db             0600, the embedded store; its log and index lie beside it
//!   key-encryption-key    0600, unseals every private key: back it up apart from the store
//!   credentials.json      0600, the owner's access key, for the CLI
//!   journal               0600, what must not be forgotten when an older copy of the store takes its place
//!   root.pem              0644, the root certificates, to trust
//!   endpoint              0644, where the API was reached when it last started, for the CLI
//! ```

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const DATABASE: &str = "tegata.db";
const KEY: &str = "key-encryption-key";
const CREDENTIALS: &str = "credentials.json";
const ROOT: &str = "root.pem";
const JOURNAL: &str = "journal";
const ENDPOINT: &str = "endpoint";
/// What only an instance that has started leaves in a directory.
const TRACES: [&str; 4] = [KEY, CREDENTIALS, ROOT, JOURNAL];
/// The files that are for their owner alone. The key's own mode is looked at where it is read, and refused.
const PRIVATE: [&str; 6] = [DATABASE, "tegata.db-wal", "tegata.db-shm", "lock", CREDENTIALS, JOURNAL];
/// What a file system puts into its own root.
const OF_FILE_SYSTEMS: &str = "lost+found";

/// The owner's access key.
#[derive(Serialize, Deserialize)]
pub(crate) struct Credentials {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: Zeroizing<String>,
    pub(crate) account: String,
    pub(crate) region: String,
}

/// A data directory that is there.
pub(crate) struct DataDirectory(PathBuf);

impl DataDirectory {
    /// Makes the directory if need be, for its owner alone. One that others may enter is closed to them when nothing but
    /// Tegata's files is in it, and refused otherwise.
    pub(crate) fn create(path: &Path) -> Result<DataDirectory> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).with_context(|| {
            format!("the data directory {} cannot be created: choose another with --data", path.display())
        })?;
        let path = path.canonicalize().with_context(|| format!("{}", path.display()))?;
        let directory = DataDirectory(path);
        directory.close_to_others()?;
        Ok(directory)
    }

    /// A directory that another process made.
    pub(crate) fn existing(path: &Path) -> DataDirectory {
        DataDirectory(path.to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn key_encryption_key(&self) -> PathBuf {
        self.0.join(KEY)
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.0.join(JOURNAL)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.0.join(ROOT)
    }

    /// Where the owner's access key is kept.
    pub(crate) fn credentials_path(&self) -> PathBuf {
        self.0.join(CREDENTIALS)
    }

    /// Which files say that an instance has started here.
    pub(crate) fn traces(&self) -> Vec<&'static str> {
        TRACES.into_iter().filter(|name| self.0.join(name).symlink_metadata().is_ok()).collect()
    }

    /// Whether there is an embedded store with something in it.
    pub(crate) fn has_database(&self) -> Result<bool> {
        let path = self.0.join(DATABASE);
        match fs::metadata(&path) {
            Ok(metadata) => Ok(metadata.len() > 0),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error).with_context(|| format!("{}", path.display())),
        }
    }

    /// Renames what an earlier instance has left, and says to what.
    pub(crate) fn set_aside(&self) -> Result<Vec<(&'static str, PathBuf)>> {
        let traces = self.traces();
        let aside =
            |number: u32| traces.iter().map(move |name| self.0.join(format!("{name}.before-{number}")));
        let number = (1..).find(|number| aside(*number).all(|path| path.symlink_metadata().is_err()));
        let number = number
            .context("there is no free name for the renamed files: move the older renamed files away")?;
        let renamed = traces.iter().zip(aside(number)).map(|(name, to)| {
            fs::rename(self.0.join(name), &to).with_context(|| format!("{name} cannot be renamed"))?;
            Ok((*name, to))
        });
        renamed.collect()
    }

    /// Keeps the owner's access key where only the owner reads it. Says whether something else was there before.
    pub(crate) fn save_credentials(&self, credentials: &Credentials) -> Result<bool> {
        // Of its whole size from the start: a buffer that grows leaves copies behind.
        let mut text = Zeroizing::new(Vec::with_capacity(1024));
        serde_json::to_writer_pretty(&mut *text, credentials)?;
        if self.holds(CREDENTIALS, &text) {
            return Ok(false);
        }
        let was_there = self.traces().contains(&CREDENTIALS);
        self.replace(CREDENTIALS, &text, 0o600)?;
        Ok(was_there)
    }

    /// The owner's access key, when it was kept here.
    pub(crate) fn credentials(&self) -> Result<Option<Credentials>> {
        let path = self.0.join(CREDENTIALS);
        let text = match fs::read(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("{}", path.display())),
        };
        serde_json::from_slice(&text).map(Some).with_context(|| format!("{} is damaged", path.display()))
    }

    /// Keeps the root certificates beside the store, for trust stores and `--cacert`. Other roots there are refused: what
    /// trusts them would no longer trust this instance.
    pub(crate) fn save_root(&self, pem: &str) -> Result<()> {
        if self.holds(ROOT, pem.as_bytes()) {
            return Ok(());
        }
        if self.traces().contains(&ROOT) {
            bail!(
                "the roots in {} differ from those in the store: if the store is the right one, move the \
                 file away, and it is written again",
                self.root().display()
            );
        }
        self.replace(ROOT, pem.as_bytes(), 0o644)
    }

    /// The root certificates, in PEM, when they were kept here.
    pub(crate) fn roots_pem(&self) -> Result<Option<String>> {
        match fs::read_to_string(self.root()) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{}", self.root().display())),
        }
    }

    /// Keeps where the API is reached, for commands that are not told. Those can be told, so a disk that is full keeps no
    /// instance from starting.
    pub(crate) fn save_endpoint(&self, url: &str) {
        let line = format!("{url}\n");
        if self.holds(ENDPOINT, line.as_bytes()) {
            return;
        }
        if let Err(error) = self.replace(ENDPOINT, line.as_bytes(), 0o644) {
            tracing::warn!(
                "the endpoint could not be saved; commands on this machine need --endpoint {url}: {error:#}"
            );
        }
    }

    /// Where the API was reached when an instance last started here.
    pub(crate) fn endpoint(&self) -> Option<String> {
        let text = fs::read_to_string(self.0.join(ENDPOINT)).ok()?;
        Some(text.trim().to_owned()).filter(|url| !url.is_empty())
    }

    /// Whether a file says this already: then it stays, so that an instance starts on a full disk.
    fn holds(&self, name: &str, content: &[u8]) -> bool {
        fs::read(self.0.join(name)).is_ok_and(|kept| Zeroizing::new(kept).as_slice() == content)
    }

    /// Takes everybody's rights but the owner's away, from the directory and from the files that hold secrets.
    fn close_to_others(&self) -> Result<()> {
        let path = &self.0;
        let metadata = fs::metadata(path).with_context(|| format!("{}", path.display()))?;
        let mode = metadata.mode() & 0o777;
        if mode & 0o077 != 0 {
            let foreign = self.foreign_file()?;
            if let Some(foreign) = foreign {
                bail!(
                    "other users can read the data directory {} (mode {mode:o}), and it contains {foreign}, \
                     which is not a file of Tegata: run chmod 700 on it, or choose another with --data",
                    path.display()
                );
            }
            fs::set_permissions(path, Permissions::from_mode(0o700)).with_context(|| {
                format!(
                    "other users can read the data directory {} (mode {mode:o}), and its mode cannot be \
                     changed",
                    path.display()
                )
            })?;
            tracing::warn!(
                directory = %path.display(),
                before = format!("{mode:o}"),
                "other users could read the data directory; its mode is now 700"
            );
        }
        for name in PRIVATE {
            let path = path.join(name);
            let Ok(metadata) = path.symlink_metadata() else { continue };
            let mode = metadata.mode() & 0o777;
            if metadata.is_file() && mode & 0o077 != 0 {
                fs::set_permissions(&path, Permissions::from_mode(0o600)).with_context(|| {
                    format!(
                        "other users can read {} (mode {mode:o}), and its mode cannot be changed",
                        path.display()
                    )
                })?;
                tracing::warn!(
                    file = %path.display(),
                    before = format!("{mode:o}"),
                    "other users could read a file; its mode is now 600"
                );
            }
        }
        Ok(())
    }

    /// A file in the directory that is not Tegata's.
    fn foreign_file(&self) -> Result<Option<String>> {
        let is_ours = |name: &str| {
            let name = name.strip_prefix('.').and_then(|name| name.strip_suffix(".new")).unwrap_or(name);
            let name = name.split(".before-").next().unwrap_or(name);
            TRACES.contains(&name) || PRIVATE.contains(&name) || [ENDPOINT, OF_FILE_SYSTEMS].contains(&name)
        };
        let listed = fs::read_dir(&self.0).with_context(|| format!("{}", self.0.display()))?;
        for entry in listed {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !is_ours(&name) {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Writes a file whole or not at all, also when the power goes.
    fn replace(&self, name: &str, content: &[u8], mode: u32) -> Result<()> {
        let path = self.0.join(name);
        let beside = self.0.join(format!(".{name}.new"));
        let write = || -> io::Result<()> {
            match fs::remove_file(&beside) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
            // Whatever the process's mask is.
            file.set_permissions(Permissions::from_mode(mode))?;
            file.write_all(content)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            fs::File::open(&self.0)?.sync_all()
        };
        write().with_context(|| format!("{} cannot be written", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode_of(path: &Path) -> u32 {
        fs::metadata(path).expect("a file").permissions().mode() & 0o777
    }

    fn chmod(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("chmod");
    }

    #[test]
    fn a_directory_of_our_own_is_closed_to_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data");
        for name in [DATABASE, "tegata.db-wal", CREDENTIALS, ROOT, ENDPOINT, "root.pem.before-1"] {
            fs::create_dir_all(&path).expect("made");
            fs::write(path.join(name), b"x").expect("written");
            chmod(&path.join(name), 0o644);
        }
        chmod(&path, 0o755);
        let directory = DataDirectory::create(&path).expect("closed");
        assert_eq!(mode_of(directory.path()), 0o700);
        assert_eq!(mode_of(&path.join("tegata.db-wal")), 0o600);
        assert_eq!(mode_of(&path.join(CREDENTIALS)), 0o600);
        assert_eq!(mode_of(&path.join(ROOT)), 0o644, "roots are for everybody");
    }

    #[test]
    fn a_shared_directory_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("somebody-elses"), b"x").expect("written");
        chmod(folder.path(), 0o777);
        let refused = DataDirectory::create(folder.path()).err().expect("refused").to_string();
        assert!(refused.contains("somebody-elses") && refused.contains("chmod 700"), "{refused}");
        assert_eq!(mode_of(folder.path()), 0o777, "it is left as it is");
        chmod(folder.path(), 0o700);
        DataDirectory::create(folder.path()).expect("one's own");
    }

    #[test]
    fn a_restart_writes_no_file_and_other_roots_are_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = DataDirectory::create(folder.path()).expect("a data directory");
        directory.save_root("root").expect("kept");
        let written = || fs::metadata(directory.root()).expect("a file").ino();
        let before = written();
        directory.save_root("root").expect("kept");
        assert_eq!(written(), before);
        directory.save_root("another root").expect_err("refused");
        assert_eq!(directory.roots_pem().expect("read").as_deref(), Some("root"));
    }

    #[test]
    fn credentials_are_kept_for_the_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = DataDirectory::create(&folder.path().join("data")).expect("a data directory");
        assert!(directory.credentials().expect("readable").is_none());
        let credentials = Credentials {
            access_key_id: "TEGATA1".to_owned(),
            secret_access_key: Zeroizing::new("secret".to_owned()),
            account: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
        };
        directory.save_credentials(&credentials).expect("kept");
        directory.save_credentials(&credentials).expect("kept again");
        let file = directory.path().join("credentials.json");
        let mode = fs::metadata(file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let kept = directory.credentials().expect("readable").expect("there");
        assert_eq!(*kept.secret_access_key, "secret");
    }
}
