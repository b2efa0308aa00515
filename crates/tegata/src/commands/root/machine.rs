//! Running the programs that change a machine's stores, as its user or as its administrator.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// Whose stores are changed.
pub(super) struct Machine {
    /// The home of the person: under `sudo`, of the one who called it.
    pub(super) home: PathBuf,
    /// Who is asked to act for the person, when that is not who runs this.
    person: Option<String>,
    is_administrator: bool,
}

impl Machine {
    pub(super) fn here() -> Machine {
        let is_administrator = rustix::process::geteuid().is_root();
        let own = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let caller = caller().filter(|_| is_administrator);
        match caller {
            Some((person, home)) => Machine { home, person: Some(person), is_administrator },
            None => Machine { home: own, person: None, is_administrator },
        }
    }

    /// Runs a program for the person; gives what it writes.
    pub(super) async fn as_user(&self, command: &[&str], given: &[u8]) -> Result<String> {
        match &self.person {
            Some(person) => run(&[&["sudo", "-H", "-u", person, "--"], command].concat(), given).await,
            None => run(command, given).await,
        }
    }

    /// Runs a program as the administrator, by `sudo` when that can ask for a password.
    pub(super) async fn as_administrator(&self, command: &[&str], given: &[u8]) -> Result<String> {
        if self.is_administrator {
            return run(command, given).await;
        }
        if !std::io::stderr().is_terminal() || on_path("sudo").is_none() {
            bail!(
                "this needs administrator rights: run it with sudo, or on a terminal so that sudo can ask \
                 for a password"
            );
        }
        run(&[&["sudo", "--"], command].concat(), given).await
    }

    /// Writes a file that everybody may read.
    pub(super) async fn write_as_administrator(&self, file: &Path, content: &[u8]) -> Result<()> {
        if self.is_administrator {
            return std::fs::write(file, content)
                .with_context(|| format!("{} cannot be written", file.display()));
        }
        let path = file.to_str().context("a path is not UTF-8")?;
        self.as_administrator(&["tee", "--", path], content).await.map(drop)
    }
}

/// The data directory that a person means who calls this by `sudo`: the person's own, not the administrator's.
pub(super) fn data_of_caller() -> Option<PathBuf> {
    let (_, home) = caller().filter(|_| rustix::process::geteuid().is_root())?;
    Some(home.join(".local/share/tegata"))
}

/// Who called `sudo`, and where that person's home is.
fn caller() -> Option<(String, PathBuf)> {
    let person = std::env::var("SUDO_USER").ok().filter(|person| person != "root")?;
    let home = home_of(&std::fs::read_to_string("/etc/passwd").unwrap_or_default(), &person);
    let usual = if cfg!(target_os = "macos") { "/Users" } else { "/home" };
    Some((person.clone(), home.unwrap_or_else(|| Path::new(usual).join(person))))
}

/// A person's home by `passwd(5)`.
fn home_of(passwd: &str, person: &str) -> Option<PathBuf> {
    let mut lines = passwd.lines().map(|line| line.split(':').collect::<Vec<&str>>());
    let fields = lines.find(|fields| fields.first() == Some(&person))?;
    fields.get(5).filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// Where a program is.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

async fn run(command: &[&str], given: &[u8]) -> Result<String> {
    let [program, arguments @ ..] = command else { return Ok(String::new()) };
    let started = Command::new(program)
        .args(arguments)
        .stdin(if given.is_empty() { Stdio::null() } else { Stdio::piped() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut started = started.with_context(|| format!("{program} could not be run"))?;
    if let Some(mut input) = started.stdin.take() {
        input.write_all(given).await.with_context(|| format!("{program} does not read its input"))?;
    }
    let done = started.wait_with_output().await?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    if !done.status.success() {
        let why = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        bail!("{program} failed: {}", if why.is_empty() { said.trim() } else { &why });
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_the_one_in_passwd() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/srv/ann:/bin/sh\nno:x:1:1:\n";
        assert_eq!(home_of(passwd, "ann"), Some(PathBuf::from("/srv/ann")));
        assert_eq!(home_of(passwd, "bob"), None);
        assert_eq!(home_of(passwd, "no"), None);
    }
}
