//! The manifest of a backup.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use aws_lc_rs::digest::{self, SHA256};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_model::authority::Role;
use tegata_operations::instance::founding;
use tegata_operations::instance::reseal;
use tegata_store::{Marks, ReadTx, Schema, StoreError, authorities, marks, newest_schema, schema_of};

/// The manifest's file.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The version of its form.
const FORMAT: u32 = 1;

/// Where the state was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// In the embedded store.
    Sqlite,
    /// In PostgreSQL.
    Postgresql,
}

/// What a backup holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    /// The release that made it.
    pub(crate) tegata: String,
    pub(crate) made_at: Timestamp,
    pub(crate) store: Kind,
    #[serde(flatten)]
    pub(crate) facts: Facts,
    /// Whether the key-encryption key is in it.
    pub(crate) with_key: bool,
    pub(crate) files: Vec<Listed>,
}

/// What the store says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) schema: i64,
    /// Of the schema's newest migration: two builds may have another one under the same version. Older builds left it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) schema_checksum: Option<String>,
    pub(crate) account: String,
    pub(crate) region: String,
    /// SHA-256 of the root certificates, in hexadecimal.
    pub(crate) roots: Vec<String>,
    /// How far the store had come.
    pub(crate) marks: Marks,
    /// The identifiers of the key-encryption keys that open it.
    pub(crate) key_ids: Vec<String>,
    #[serde(skip)]
    pub(crate) roots_der: Vec<Vec<u8>>,
}

/// A file of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// In hexadecimal.
    pub(crate) sha256: String,
}

impl Facts {
    /// Reads them.
    pub(crate) fn of(tx: &mut ReadTx<'_>) -> Result<Facts, StoreError> {
        let founding =
            founding::find_in_copy(tx)?.ok_or_else(|| StoreError::corrupt("it contains no instance"))?;
        let all = authorities::list(tx)?;
        // In the order of root.pem: the new ones first.
        let roots = [Role::Root, Role::OlderRoot]
            .into_iter()
            .flat_map(|role| all.iter().filter(move |authority| authority.role == role));
        let roots_der: Vec<Vec<u8>> = roots.map(|root| root.certificate_der.clone()).collect();
        let schema = schema_of(tx)?;
        Ok(Facts {
            schema: schema.version,
            schema_checksum: Some(schema.checksum),
            account: founding.account.as_str().to_owned(),
            region: founding.region.as_str().to_owned(),
            roots: roots_der.iter().map(|der| hex::encode(digest::digest(&SHA256, der))).collect(),
            marks: marks::marks(tx)?,
            key_ids: reseal::needed(tx)?.unwrap_or_default(),
            roots_der,
        })
    }
}

impl Manifest {
    /// The manifest of these files in `folder`.
    pub(crate) fn new(
        folder: &Path,
        store: Kind,
        facts: Facts,
        with_key: bool,
        names: &[&str],
        made_at: Timestamp,
    ) -> Result<Manifest> {
        let files = names.iter().map(|name| Listed::of(folder, name)).collect::<Result<_>>()?;
        let tegata = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Manifest { format: FORMAT, tegata, made_at, store, facts, with_key, files })
    }

    /// Reads the manifest of a backup, and checks every file against it.
    pub(crate) fn read(folder: &Path) -> Result<Manifest> {
        let path = folder.join(MANIFEST);
        let text = std::fs::read(&path).with_context(|| {
            format!("{} is not a complete backup: {MANIFEST} cannot be read", folder.display())
        })?;
        let value: serde_json::Value =
            serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))?;
        let format = &value["format"];
        if *format != FORMAT {
            bail!(
                "{} has format {format}, but this release reads format {FORMAT}: use the release that made it, or a later one",
                path.display()
            );
        }
        let manifest: Manifest =
            serde_json::from_value(value).with_context(|| format!("{} is damaged", path.display()))?;
        let facts = &manifest.facts;
        let checksum = facts.schema_checksum.clone();
        let schema = checksum.map(|checksum| Schema { version: facts.schema, checksum });
        manifest.check_schema(schema.as_ref())?;
        for listed in &manifest.files {
            if Path::new(&listed.name).file_name() != Some(listed.name.as_ref()) {
                bail!(
                    "{} contains the file name `{}`, which is not a plain file name",
                    path.display(),
                    listed.name
                );
            }
            let found = Listed::of(folder, &listed.name)?;
            if found != *listed {
                bail!(
                    "{} has changed since the backup (SHA-256 {}, expected {}): use another backup",
                    folder.join(&listed.name).display(),
                    found.sha256,
                    listed.sha256
                );
            }
        }
        Ok(manifest)
    }

    /// Refuses a backup whose store this build cannot open. `schema` is the store's own, where it is known.
    pub(crate) fn check_schema(&self, schema: Option<&Schema>) -> Result<()> {
        let (found, ours, release) = (self.facts.schema, newest_schema(), env!("CARGO_PKG_VERSION"));
        if found <= ours && schema.is_none_or(Schema::is_known) {
            return Ok(());
        }
        let by = if self.tegata == release {
            // Before a release its builds may differ, and its number does not say which of them it was.
            format!("another build of release {release}. Restore it with the build that made it")
        } else {
            format!("release {0}, and this is release {release}. Restore it with release {0}", self.tegata)
        };
        bail!(
            "the backup of {} has another schema (version {found}; ours is {ours}): it was made by {by}",
            self.made_at
        )
    }

    /// Whether it lists a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.iter().any(|listed| listed.name == name)
    }
}

impl Listed {
    fn of(folder: &Path, name: &str) -> Result<Listed> {
        let path = folder.join(name);
        let read = || -> io::Result<Listed> {
            let (mut file, mut context) = (File::open(&path)?, digest::Context::new(&SHA256));
            let (mut buffer, mut bytes) = (vec![0; 1 << 16], 0);
            loop {
                let read = file.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                bytes += read as u64;
                context.update(&buffer[..read]);
            }
            Ok(Listed { name: name.to_owned(), bytes, sha256: hex::encode(context.finish()) })
        };
        read().with_context(|| format!("{} cannot be read", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(change: impl FnOnce(&mut serde_json::Value)) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("root.pem"), b"root").expect("written");
        let facts = Facts {
            schema: newest_schema(),
            schema_checksum: None,
            account: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            roots: Vec::new(),
            marks: Marks { change: 1, event: 2 },
            key_ids: Vec::new(),
            roots_der: Vec::new(),
        };
        let manifest =
            Manifest::new(folder.path(), Kind::Sqlite, facts, false, &["root.pem"], Timestamp::UNIX_EPOCH);
        let mut value = serde_json::to_value(manifest.expect("a manifest")).expect("JSON");
        change(&mut value);
        std::fs::write(folder.path().join(MANIFEST), value.to_string()).expect("written");
        folder
    }

    fn refused(folder: &tempfile::TempDir) -> String {
        Manifest::read(folder.path()).expect_err("refused").to_string()
    }

    #[test]
    fn a_backup_is_checked_against_its_manifest() {
        let folder = backup(|_| ());
        let manifest = Manifest::read(folder.path()).expect("as it was written");
        assert!(manifest.has("root.pem") && manifest.facts.marks == Marks { change: 1, event: 2 });
        std::fs::write(folder.path().join("root.pem"), b"rotten").expect("written");
        assert!(refused(&folder).contains("root.pem has changed since the backup"));
        std::fs::remove_file(folder.path().join("root.pem")).expect("removed");
        assert!(refused(&folder).contains("root.pem cannot be read"));
        std::fs::remove_file(folder.path().join(MANIFEST)).expect("removed");
        assert!(refused(&folder).contains("is not a complete backup"));
    }

    #[test]
    fn what_a_later_release_made_is_refused() {
        let folder = backup(|manifest| {
            manifest["schema"] = (newest_schema() + 1).into();
            manifest["tegata"] = "99.0.0".into();
        });
        assert!(refused(&folder).ends_with("Restore it with release 99.0.0"));
        let folder = backup(|manifest| manifest["format"] = 2.into());
        assert!(refused(&folder).contains("has format 2,"));
    }

    #[test]
    fn what_another_build_of_this_release_made_is_refused_as_that() {
        // An early build counted its migrations further; a later one changed the only migration that there is.
        let higher = backup(|manifest| manifest["schema"] = (newest_schema() + 13).into());
        let altered = backup(|manifest| manifest["schema_checksum"] = "0".repeat(64).into());
        for folder in [higher, altered] {
            let why = refused(&folder);
            assert!(
                why.contains("another build of release") && why.contains("1970-01-01T00:00:00Z"),
                "{why}"
            );
        }
    }

    #[test]
    fn a_manifest_names_files_of_its_own_folder_alone() {
        let folder = backup(|manifest| manifest["files"][0]["name"] = "../root.pem".into());
        assert!(refused(&folder).contains("not a plain file name"));
    }
}
