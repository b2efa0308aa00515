//! Which instance a command talks to.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::Args;

/// Which instance a command talks to.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Which instance")]
pub(crate) struct Target {
    /// The API's URL, `http://HOST:PORT` or `https://HOST:PORT`. Default: TEGATA_ENDPOINT, AWS_ENDPOINT_URL, the last
    /// address of the instance in the data directory, or http://127.0.0.1:4566, in this order.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) endpoint: Option<String>,

    /// The data directory. The access key, the endpoint and the root certificates are read from it. The access key in
    /// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY has priority, unless this option is given. Default:
    /// `$XDG_DATA_HOME/tegata`, usually `~/.local/share/tegata`.
    #[arg(long, global = true, value_name = "DIR", env = "TEGATA_DATA", default_value = DEFAULT_DATA.as_str())]
    #[arg(hide_default_value = true)]
    pub(crate) data: PathBuf,

    /// Whether `--data` was typed: then it goes before the environment.
    #[arg(skip)]
    pub(crate) data_is_typed: bool,

    /// The region. Default: TEGATA_REGION, AWS_REGION, AWS_DEFAULT_REGION, the region in the data directory, or
    /// us-east-1, in this order.
    #[arg(long, global = true, value_name = "REGION")]
    pub(crate) region: Option<String>,
}

impl Target {
    /// Whether the data directory is not there.
    pub(crate) fn data_is_absent(&self) -> bool {
        !self.data.exists()
    }
}

/// `$XDG_DATA_HOME/tegata`, in its usual place when that is not set (XDG Base Directory Specification).
pub(crate) static DEFAULT_DATA: LazyLock<String> = LazyLock::new(|| {
    let home = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local").join("share")));
    home.map_or_else(|| "tegata-data".to_owned(), |home| home.join("tegata").to_string_lossy().into_owned())
});

impl Target {
    /// What is meant when nothing is typed: what the environment and the data directory say.
    pub(crate) fn of_the_environment() -> Target {
        let data = std::env::var_os("TEGATA_DATA").filter(|path| !path.is_empty());
        let data = data.map_or_else(|| PathBuf::from(DEFAULT_DATA.as_str()), PathBuf::from);
        Target { endpoint: None, data, data_is_typed: false, region: None }
    }
}
