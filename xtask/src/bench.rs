//! `cargo xtask bench`: every benchmark, one after the other, built with the profile that packages are made with.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::folders::{root, target};
use crate::test::install;

/// A peer that the API is measured beside; in memory, from the Python package index.
const MOTO: &str = "benches/requirements.txt";

/// The profile of Cargo.toml that is measured.
const PROFILE: &str = "dist";

/// Runs all benchmarks, or those named.
pub(crate) fn run(names: &[String]) -> Result<ExitCode> {
    install::apt_packages()?;
    let python = install::python(&root().join(MOTO), "bench-python")?;
    let moto = python.with_file_name("moto_server");
    let built = cargo()
        .args(["build", "--profile", PROFILE, "--locked", "-p", "tegata", "-p", "tegata-benches"])
        .status()?;
    if !built.success() {
        bail!("the benchmarks could not be built");
    }
    let mut all: Vec<String> = std::fs::read_dir(root().join("benches/src/bin"))?
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    all.sort();
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        bail!("there is no benchmark `{unknown}`; there are {}", all.join(", "));
    }
    let wanted = if names.is_empty() { &all } else { names };
    let mut failed = Vec::new();
    for name in wanted {
        println!("\n==> {name}");
        let program = target().join(PROFILE).join(name);
        let done = Command::new(&program)
            .current_dir(root())
            .env("TEGATA", target().join(PROFILE).join("tegata"))
            .env("MOTO_SERVER", &moto)
            .status()
            .with_context(|| format!("{}", program.display()))?;
        if !done.success() {
            failed.push(name.as_str());
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    bail!("failed: {}", failed.join(", "))
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}
