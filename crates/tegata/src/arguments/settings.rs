//! `tegata settings`.

use clap::Subcommand;

use crate::settings::SettingsArguments;

#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// Show every setting: its value, and whether it came from the file, a variable or an argument. What is shown is what
    /// an instance would start with, or take up on SIGHUP; secrets are left out.
    Show {
        /// As `tegata up` takes them.
        #[command(flatten)]
        settings: Box<SettingsArguments>,
    },
    /// Check the settings as a start does, and start nothing. Fails when a start would be refused.
    Check {
        /// As `tegata up` takes them.
        #[command(flatten)]
        settings: Box<SettingsArguments>,
    },
    /// Say what a setting is for, what it is now and where that came from, and how it is given.
    Explain {
        /// Its name, as in the file: `edge_addresses`, `quotas.certificates`.
        name: String,
        /// As `tegata up` takes them.
        #[command(flatten)]
        settings: Box<SettingsArguments>,
    },
    /// Write the reference of all settings (`docs/settings.md`) to standard output.
    Reference,
}
