//! `cargo xtask soak`: long or large runs from outside that are not part of `cargo xtask test`.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::test::install;
use crate::{root, target};

/// Runs one of `tests/outside/soak_*.py` by its name, with `-` for `_`.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let tests = root().join("tests/outside");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&tests)? {
        let file = entry?.file_name();
        let name = file.to_str().and_then(|file| file.strip_prefix("soak_")?.strip_suffix(".py"));
        names.extend(name.map(|name| name.replace('_', "-")));
    }
    names.sort();
    let [name] = arguments else { bail!("`soak` takes one name: {}", names.join(", ")) };
    if !names.contains(name) {
        bail!("there is no soak `{name}`; there are {}", names.join(", "));
    }
    install::apt_packages()?;
    let python = install::python(&tests.join("requirements.txt"), "outside-python")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built =
        Command::new(cargo).current_dir(root()).args(["build", "--locked", "-p", "tegata"]).status()?;
    if !built.success() {
        bail!("the program does not build");
    }
    let done = Command::new(python)
        .current_dir(&tests)
        .args(["-m", "pytest", "-q", "-s", "--color=no", "-p", "no:cacheprovider"])
        .arg(format!("soak_{}.py", name.replace('-', "_")))
        .env("TEGATA", target().join("debug/tegata"))
        .status()?;
    Ok(if done.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
