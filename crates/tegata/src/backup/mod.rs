//! Backups: a folder with a copy of the store, and a manifest that says what is in it.
//!
//! ```text
//! manifest.json          written last: a folder without one is no backup
//! tegata.db              the embedded store, or
//! postgresql.dump        what pg_dump wrote
//! root.pem               the root certificates
//! tegata.toml            the settings file, when there is one in the data directory
//! key-encryption-key     when that was asked for
//! ```

mod archive;
mod make;
mod manifest;
mod postgres;
mod restore;

pub(crate) use make::{MadeFrom, make};
use manifest::MANIFEST;
pub(crate) use manifest::Manifest;
pub(crate) use restore::{RestoredTo, restore};

pub(crate) use archive::{pack, unpack};

/// The file of the embedded store.
const DATABASE: &str = "tegata.db";
/// What pg_dump wrote.
const DUMP: &str = "postgresql.dump";
const KEY: &str = "key-encryption-key";
const ROOT: &str = "root.pem";
const SETTINGS: &str = "tegata.toml";
