//! `cargo xtask soak`: what runs for minutes or hours, and is no part of `cargo xtask test`.

mod kills;

use std::process::ExitCode;

use anyhow::{Result, bail};

/// Runs the soak of this name with the arguments behind it.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    match arguments.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        Some(("kills", rest)) => kills::run(rest),
        _ => bail!("there is one soak: kills"),
    }
}
