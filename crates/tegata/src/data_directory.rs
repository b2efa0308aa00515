//! The data directory: what `tegata up` keeps, and what the other commands read of it.
//!
//! ```text
//! DIR/                    0700
//!   tegata.db             the embedded store
//!   key-encryption-key    0600, unseals every private key: back it up apart from the store
//!   credentials.json      0600, the owner's access key, for the CLI
//!   root.pem              the root certificates, to trust
//! ```

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

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
    /// Makes the directory if need be, for its owner alone.
    pub(crate) fn create(path: &Path) -> Result<DataDirectory> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).with_context(|| {
            format!("the data directory {} cannot be made; choose another with --data", path.display())
        })?;
        let path = path.canonicalize().with_context(|| format!("{}", path.display()))?;
        Ok(DataDirectory(path))
    }

    /// A directory that another process made.
    pub(crate) fn existing(path: &Path) -> DataDirectory {
        DataDirectory(path.to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn key_encryption_key(&self) -> PathBuf {
        self.0.join("key-encryption-key")
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.0.join("root.pem")
    }

    /// Keeps the owner's access key where only the owner reads it.
    pub(crate) fn keep_credentials(&self, credentials: &Credentials) -> Result<()> {
        let text = Zeroizing::new(serde_json::to_string_pretty(credentials)?);
        self.replace("credentials.json", text.as_bytes(), 0o600)
    }

    /// The owner's access key, when it was kept here.
    pub(crate) fn credentials(&self) -> Result<Option<Credentials>> {
        let path = self.0.join("credentials.json");
        let text = match fs::read(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("{}", path.display())),
        };
        serde_json::from_slice(&text).map(Some).with_context(|| format!("{} is damaged", path.display()))
    }

    /// Keeps the root certificates beside the store, for trust stores and `--cacert`.
    pub(crate) fn keep_root(&self, pem: &str) -> Result<()> {
        self.replace("root.pem", pem.as_bytes(), 0o644)
    }

    /// Writes a file whole or not at all, also when the power goes. One that says the same already stays, so that an
    /// instance starts on a full disk.
    fn replace(&self, name: &str, content: &[u8], mode: u32) -> Result<()> {
        let path = self.0.join(name);
        let is_same = fs::read(&path).is_ok_and(|kept| kept == content);
        if is_same && fs::symlink_metadata(&path).is_ok_and(|file| is_own(&file, mode)) {
            return Ok(());
        }
        let beside = self.0.join(format!(".{name}.new"));
        let write = || -> io::Result<()> {
            match fs::remove_file(&beside) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
            file.write_all(content)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            fs::File::open(&self.0)?.sync_all()
        };
        write().with_context(|| format!("{} cannot be written", path.display()))
    }
}

/// Whether it is a file itself, and as open as it should be.
fn is_own(file: &fs::Metadata, mode: u32) -> bool {
    file.is_file() && file.permissions().mode() & 0o777 == mode
}

#[cfg(test)]
mod tests {
    use super::*;

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
        directory.keep_credentials(&credentials).expect("kept");
        directory.keep_credentials(&credentials).expect("kept again");
        let file = directory.path().join("credentials.json");
        let mode = fs::metadata(file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let kept = directory.credentials().expect("readable").expect("there");
        assert_eq!(*kept.secret_access_key, "secret");
    }
}
