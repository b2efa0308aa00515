//! `cargo xtask soak`: what takes too long, or needs the machine too much for itself, to run with every change.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::folders::{root, target};
use crate::test::install;

/// The soak that takes arguments: `--kills N`, `--seed N` and `--store URL` (`tests/outside/kills.py`).
const KILLS: &str = "kills";
/// The soak that is a test of a crate, with more names than it has by itself.
const SILENT_NAME_SERVERS: &str = "silent-name-servers";

/// Runs a soak by its name: one of the two above, or one of `tests/outside/soak_*.py`, with `-` for `_`.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let tests = root().join("tests/outside");
    let names = names(&tests)?;
    let Some((name, rest)) = arguments.split_first() else {
        bail!("`soak` needs a name: {}", names.join(", "));
    };
    if !names.contains(name) {
        bail!("there is no soak `{name}`; there are {}", names.join(", "));
    }
    if name != KILLS && !rest.is_empty() {
        bail!("the soak `{name}` takes no arguments");
    }
    if name == SILENT_NAME_SERVERS {
        let mut command = cargo();
        command.args(["test", "--locked", "--package", "tegata-effects", "--test", "it"]);
        command.args(["--", "silence::", "--nocapture"]).env("TEGATA_SOAK_PENDING_NAMES", "100000");
        return ended(command);
    }
    install::apt_packages()?;
    let python = install::python(&tests.join("requirements.txt"), "outside-python")?;
    if !cargo().args(["build", "--locked", "-p", "tegata"]).status()?.success() {
        bail!("the program could not be built");
    }
    let mut command = Command::new(python);
    command.current_dir(&tests).env("TEGATA", target().join("debug/tegata"));
    if name == KILLS {
        command.arg("kills.py").args(rest);
    } else {
        command.args(["-m", "pytest", "-q", "-s", "--color=no", "-p", "no:cacheprovider"]);
        command.arg(format!("soak_{}.py", name.replace('-', "_")));
    }
    ended(command)
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

fn ended(mut command: Command) -> Result<ExitCode> {
    Ok(if command.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn names(tests: &Path) -> Result<Vec<String>> {
    let mut names = vec![KILLS.to_owned(), SILENT_NAME_SERVERS.to_owned()];
    for entry in std::fs::read_dir(tests)? {
        let file = entry?.file_name();
        let name = file.to_str().and_then(|file| file.strip_prefix("soak_")?.strip_suffix(".py"));
        names.extend(name.map(|name| name.replace('_', "-")));
    }
    names.sort();
    Ok(names)
}
