//! What the outside clients need: Debian packages by name, Python packages into `target/`, cargo tools.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::folders::target;

/// Debian packages, each with a program that tells whether it is there.
const APT: [(&str, &str); 18] = [
    ("bind9", "named"),
    ("bind9-dnsutils", "dig"),
    ("chromium", "chromium"),
    ("chromium-driver", "chromedriver"),
    ("curl", "curl"),
    ("default-jre-headless", "keytool"),
    ("iproute2", "ip"),
    ("knot", "knotd"),
    ("libnss3-tools", "certutil"),
    ("nginx-light", "nginx"),
    ("nghttp2-client", "h2load"),
    ("nmap", "nmap"),
    ("nsd", "nsd"),
    ("openssl", "openssl"),
    ("pgbouncer", "pgbouncer"),
    ("postgresql", "postgres"),
    ("prometheus", "promtool"),
    ("systemd", "systemd-analyze"),
];

/// Where Debian keeps programs that are not on everybody's PATH.
const SYSTEM_FOLDERS: [&str; 3] = ["/usr/sbin", "/sbin", "/usr/lib/postgresql/15/bin"];

/// Installs the Debian packages that are missing, or says which to install.
pub(crate) fn apt_packages() -> Result<()> {
    let missing: Vec<&str> = APT
        .iter()
        .filter(|(_, program)| {
            !on_path(program)
                && !SYSTEM_FOLDERS.iter().any(|folder| Path::new(folder).join(program).is_file())
        })
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("the tests need these Debian packages: apt-get install {}", missing.join(" "));
    if !on_path("apt-get") {
        bail!("{by_hand} (there is no apt-get here: install the same programs by other means)");
    }
    eprintln!("installing {}", missing.join(" "));
    let apt = |arguments: &[&str]| -> Result<bool> {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            // Services must not start: the tests run their own on free ports.
            .env("RUNLEVEL", "1")
            .stdout(Stdio::null())
            .status()?;
        Ok(status.success())
    };
    apt(&["update", "-q"])?;
    let mut install = vec!["install", "-q", "-y", "--no-install-recommends"];
    install.extend(&missing);
    if !apt(&install)? {
        bail!("apt-get cannot install packages here. {by_hand}");
    }
    Ok(())
}

/// A Python with the packages of `requirements`, in a virtual environment of this name under `target/`.
pub(crate) fn python(requirements: &Path, name: &str) -> Result<PathBuf> {
    let environment = target().join(name);
    let python = environment.join("bin/python");
    let stamp = environment.join("requirements.txt");
    let wanted = std::fs::read(requirements).with_context(|| format!("{}", requirements.display()))?;
    if std::fs::read(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    let run = |command: &mut Command| -> Result<()> {
        if command.stdout(Stdio::null()).status().with_context(|| format!("{command:?}"))?.success() {
            return Ok(());
        }
        bail!("{command:?} failed: the tests need python3 with venv (Debian: python3-venv) and pip")
    };
    run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    run(Command::new(&python).args(["-m", "pip", "install", "-q", "-r"]).arg(requirements))?;
    std::fs::write(&stamp, wanted)?;
    Ok(python)
}

/// A cargo tool, from the PATH or built once under `target/tools`.
pub(super) fn cargo_tool(package: &str, program: &str) -> Result<PathBuf> {
    if on_path(program) {
        return Ok(program.into());
    }
    let tools = target().join("tools");
    let path = tools.join("bin").join(program);
    if !path.is_file() {
        eprintln!("building {package} (once)");
        let built = Command::new("cargo")
            // Not optimised: they run for seconds, and it takes minutes to optimise them.
            .args(["install", "--quiet", "--locked", "--debug", package, "--root"])
            .arg(&tools)
            .status()?
            .success();
        if !built {
            bail!("`cargo install {package}` failed: install it by other means and put it on the PATH");
        }
    }
    Ok(path)
}

/// Whether a program stands on the PATH.
fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
    })
}
