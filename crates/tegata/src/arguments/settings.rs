//! `tegata settings`.

use clap::Subcommand;

use crate::settings::SettingsArguments;

#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// Show every setting, its value and its source: file, variable or argument. These are the values that an instance
    /// would use at start or on SIGHUP. Secrets are not shown.
    Show {
        /// The same as for `tegata up`.
        #[command(flatten)]
        settings: Box<SettingsArguments>,
    },
    /// Check the settings like a start, without starting. Fails when a start would be refused.
    Check {
        /// The same as for `tegata up`.
        #[command(flatten)]
        settings: Box<SettingsArguments>,
    },
    /// Explain a setting: its meaning, its value, where the value comes from, and how to set it.
    Explain {
        /// Its name, as in the file: `edge_addresses`, `quotas.certificates`.
        name: String,
        /// The same as for `tegata up`.
        #[command(flatten)]
        settings: Box<SettingsArguments>,
    },
    /// Write the reference of all settings (`docs/settings.md`) to standard output.
    Reference,
}
