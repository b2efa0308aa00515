//! `tegata up`.

use std::path::PathBuf;

use clap::Args;

use super::DEFAULT_DATA;
use crate::settings::SettingsArguments;

/// `tegata up`.
#[derive(Debug, Args)]
pub(crate) struct Up {
    /// The data directory. It is created at first start, and only the user who starts Tegata can read it.
    #[arg(long, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    pub(crate) data: PathBuf,

    /// Create a new instance, with a new account and a new root, in a data directory whose store is lost. The old
    /// files are renamed. Refused while the store exists.
    #[arg(long)]
    pub(crate) begin_anew: bool,

    /// Allow debuggers and core dumps, to debug Tegata. A core dump contains private keys.
    #[arg(long)]
    pub(crate) allow_core_dumps: bool,

    /// Settings. They override the file and the environment.
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
}
