//! Shells that `tegata env` writes for.

use clap::ValueEnum;

/// A shell, by how it sets a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// The POSIX shell, Bash, Zsh and the like.
    #[value(alias = "bash", alias = "zsh", alias = "dash", alias = "ksh")]
    Sh,
    /// fish.
    Fish,
    /// `PowerShell`.
    #[value(alias = "pwsh")]
    Powershell,
}

impl Shell {
    /// The user's shell, as SHELL names it; the POSIX shell when that says nothing.
    pub(crate) fn of_the_environment() -> Shell {
        Shell::named(&std::env::var("SHELL").unwrap_or_default())
    }

    fn named(path: &str) -> Shell {
        let name = path.rsplit('/').next().unwrap_or_default();
        Shell::from_str(name, true).unwrap_or(Shell::Sh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_shell_is_told_by_its_path() {
        assert_eq!(Shell::named("/usr/bin/fish"), Shell::Fish);
        assert_eq!(Shell::named("/bin/zsh"), Shell::Sh);
        assert_eq!(Shell::named("/opt/pwsh"), Shell::Powershell);
        assert_eq!(Shell::named(""), Shell::Sh);
        assert_eq!(Shell::named("/bin/csh"), Shell::Sh);
    }
}
