//! `tegata backup` and `tegata restore`.

use std::path::PathBuf;

use clap::Args;

/// `tegata backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The folder that the backup goes to, which is made or has to be empty; `-` writes a tar archive to standard output.
    #[arg(value_name = "FOLDER")]
    pub(crate) to: PathBuf,

    /// Put the key-encryption key into the backup as well. Whoever has such a backup has every private key in it.
    #[arg(long)]
    pub(crate) with_key: bool,

    /// The PostgreSQL URL, when the state is not in the data directory. It is copied by pg_dump, which has to be installed.
    #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,
}

/// `tegata restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The folder of the backup; `-` reads a tar archive from standard input.
    #[arg(value_name = "FOLDER", required_unless_present = "acknowledge", conflicts_with = "acknowledge")]
    pub(crate) from: Option<PathBuf>,

    /// Say to a running instance that the restored copy is to be gone on with: it takes changes again.
    #[arg(long)]
    pub(crate) acknowledge: bool,

    /// The file of the key-encryption key, when the backup has none. TEGATA_KEY_ENCRYPTION_KEY does as well.
    #[arg(long, value_name = "FILE", conflicts_with = "acknowledge")]
    pub(crate) key_file: Option<PathBuf>,

    /// The journal, if it survived: what was revoked since the backup is put back by it at the next start.
    #[arg(long, value_name = "FILE", conflicts_with = "acknowledge")]
    pub(crate) journal: Option<PathBuf>,

    /// The PostgreSQL URL of an empty database, for the backup of one. It is filled by pg_restore.
    #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,
}
