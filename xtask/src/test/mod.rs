//! `cargo xtask test`: every test of the repository, counted to one closing line.

mod counts;
pub(crate) mod install;
mod tracked;

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use self::counts::TestCounts;
use crate::folders::{root, target};

type Part = (&'static str, fn() -> Result<TestCounts>);

const PARTS: [Part; 5] =
    [("format", format), ("clippy", clippy), ("deny", deny), ("unit", unit), ("outside", outside)];

/// Runs all parts, or those named by `--only`, to the end even when one fails.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let only: Vec<&str> = match arguments {
        [] => PARTS.iter().map(|(name, _)| *name).collect(),
        [flag, names @ ..] if flag == "--only" && !names.is_empty() => {
            names.iter().map(String::as_str).collect()
        }
        _ => bail!("`test` takes no arguments, or --only and names of parts"),
    };
    if let Some(unknown) = only.iter().find(|name| PARTS.iter().all(|(part, _)| part != *name)) {
        bail!("there is no part `{unknown}`");
    }
    let mut total = TestCounts::default();
    for (name, part) in PARTS.iter().filter(|(name, _)| only.contains(name)) {
        eprintln!("\n==> {name}");
        let counts = part().unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            TestCounts::failure()
        });
        eprintln!("<== {name}: {counts}");
        total += counts;
    }
    println!("{total}");
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format() -> Result<TestCounts> {
    let mut total = counts::of_status(cargo().args(["fmt", "--all", "--check"]))?;
    total += tracked::large_files()?;
    Ok(total)
}

fn clippy() -> Result<TestCounts> {
    counts::of_status(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Licenses, sources and duplicates of dependencies; and none that is named and not used.
fn deny() -> Result<TestCounts> {
    let machete = install::cargo_tool("cargo-machete", "cargo-machete")?;
    let mut total = counts::of_status(Command::new(machete).current_dir(root()).arg("--skip-target-dir"))?;
    let tool = install::cargo_tool("cargo-deny", "cargo-deny")?;
    // Advisories are asked for by a chore of their own: their database is fetched from the network, and changes by itself.
    total += counts::of_status(Command::new(tool).current_dir(root()).args([
        "--workspace",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))?;
    Ok(total)
}

/// `cargo xtask advisories`: security advisories about the versions in the lock file, and versions that were withdrawn.
pub(crate) fn advisories(arguments: &[String]) -> Result<ExitCode> {
    if !arguments.is_empty() {
        bail!("`advisories` takes no arguments");
    }
    let tool = install::cargo_tool("cargo-deny", "cargo-deny")?;
    let status =
        Command::new(tool).current_dir(root()).args(["--workspace", "check", "advisories"]).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn unit() -> Result<TestCounts> {
    install::apt_packages()?;
    counts::of_cargo_test(cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]))
}

/// Drives the built program by clients that we did not write.
fn outside() -> Result<TestCounts> {
    let tests = root().join("tests/outside");
    install::apt_packages()?;
    let python = install::python(&tests.join("requirements.txt"), "outside-python")?;
    // The same targets as the tests before, so that what they built is used again.
    if !cargo().args(["build", "--locked", "--workspace", "--bins", "--tests"]).status()?.success() {
        bail!("the program could not be built");
    }
    let program = target().join("debug/tegata");
    counts::of_pytest(
        Command::new(python)
            .current_dir(&tests)
            // Much of a test is waiting, so there are two processes more than the smallest machine has cores. A file
            // stays in one process, for what its tests share.
            .args(["-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider"])
            .args(["-n", "4", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "12", "."])
            .env("TEGATA", program)
            .env("TEGATA_ARTEFACTS", target().join("artefacts")),
    )
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).env("CARGO_TERM_COLOR", "never");
    command
}
