//! `tegata backup` and `tegata restore`.

use std::path::PathBuf;

use clap::Args;

/// `tegata backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The folder for the backup. It is created, or must be empty; `-` writes a tar archive to standard output.
    #[arg(value_name = "FOLDER")]
    pub(crate) to: PathBuf,

    /// Include the key-encryption key. Anyone who has this backup can then read every private key in it.
    #[arg(long)]
    pub(crate) with_key: bool,

    /// The PostgreSQL URL, when the state is not in the data directory. Needs pg_dump.
    #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,
}

/// `tegata restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The folder of the backup; `-` reads a tar archive from standard input.
    #[arg(value_name = "FOLDER", required_unless_present = "acknowledge", conflicts_with = "acknowledge")]
    pub(crate) from: Option<PathBuf>,

    /// Accept the restored copy: the running instance takes changes again.
    #[arg(long)]
    pub(crate) acknowledge: bool,

    /// The file with the key-encryption key, when the backup does not contain it. Or set TEGATA_KEY_ENCRYPTION_KEY.
    #[arg(long, value_name = "FILE", conflicts_with = "acknowledge")]
    pub(crate) key_file: Option<PathBuf>,

    /// The journal, if it still exists. The next start restores from it what was revoked since the backup.
    #[arg(long, value_name = "FILE", conflicts_with = "acknowledge")]
    pub(crate) journal: Option<PathBuf>,

    /// The PostgreSQL URL of an empty database, for a backup of a PostgreSQL database. Needs pg_restore.
    #[arg(long, value_name = "URL", env = "TEGATA_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,
}
