//! Ends an instance at random moments under mixed load, and looks each time for what was lost: `tests/outside/kills.py`.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::test::install;
use crate::{root, target};

/// Takes `--kills N`, `--seed N` and `--store URL`.
pub(super) fn run(arguments: &[String]) -> Result<ExitCode> {
    let tests = root().join("tests/outside");
    install::apt_packages()?;
    let python = install::python(&tests.join("requirements.txt"), "outside-python")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built =
        Command::new(cargo).current_dir(root()).args(["build", "--locked", "-p", "tegata"]).status()?;
    if !built.success() {
        bail!("the program does not build");
    }
    let killed = Command::new(python)
        .current_dir(&tests)
        .arg("kills.py")
        .args(arguments)
        .env("TEGATA", target().join("debug/tegata"))
        .status()?;
    Ok(if killed.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
