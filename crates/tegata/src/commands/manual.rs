//! Completions and manual pages, made from the definitions of the command line.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::CommandFactory;

use crate::arguments::Arguments;

/// Writes a shell's completion script to standard output.
pub(crate) fn completion(shell: clap_complete::Shell) -> ExitCode {
    clap_complete::generate(shell, &mut Arguments::command(), "tegata", &mut std::io::stdout());
    ExitCode::SUCCESS
}

/// Writes a manual page for each command into a folder.
pub(crate) fn man(folder: &Path) -> Result<ExitCode> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    clap_mangen::generate_to(Arguments::command(), folder)
        .with_context(|| format!("manual pages cannot be written to {}", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
