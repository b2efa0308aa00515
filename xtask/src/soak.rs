//! Soaks: what takes too long, or needs the machine too much for itself, to run with every change.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::root;

/// Each soak: its name, the test that it runs in which package, and what it sets for it.
const SOAKS: &[Soak] = &[Soak {
    name: "silent-name-servers",
    package: "tegata-effects",
    test: "silence::",
    environment: ("TEGATA_SOAK_PENDING_NAMES", "100000"),
}];

struct Soak {
    name: &'static str,
    package: &'static str,
    test: &'static str,
    environment: (&'static str, &'static str),
}

/// Runs the soaks that are named.
pub(crate) fn run(names: &[String]) -> Result<ExitCode> {
    let known: Vec<&str> = SOAKS.iter().map(|soak| soak.name).collect();
    if names.is_empty() {
        bail!("name a soak: {}", known.join(", "));
    }
    for name in names {
        let soak = SOAKS.iter().find(|soak| soak.name == name);
        let soak =
            soak.with_context(|| format!("there is no soak {name}; there are {}", known.join(", ")))?;
        let (variable, value) = soak.environment;
        let status = Command::new("cargo")
            .args(["test", "--package", soak.package, "--test", "it", "--", soak.test, "--nocapture"])
            .env(variable, value)
            .current_dir(root())
            .status()
            .context("cargo test")?;
        if !status.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
