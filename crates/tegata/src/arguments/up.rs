//! `tegata up`.

use std::path::PathBuf;

use clap::Args;

use super::DEFAULT_DATA;
use crate::settings::SettingsArguments;

/// `tegata up`.
#[derive(Debug, Args)]
pub(crate) struct Up {
    /// Where everything is kept; made at first start, readable by nobody else.
    #[arg(long, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    pub(crate) data: PathBuf,

    /// Make another instance, with another account and another root, in a data directory whose store is lost. What is left
    /// of the old one is renamed. Refused while the store is there.
    #[arg(long)]
    pub(crate) begin_anew: bool,

    /// Let debuggers attach and core dumps be written, for who looks for a fault in Tegata: they hold its keys.
    #[arg(long)]
    pub(crate) allow_core_dumps: bool,

    /// Settings, over those of the file and of the environment.
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
}
