//! Completions and manual pages, made from the definitions of the command line.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Command;
use clap_complete::Shell;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::arguments::{Arguments, examples};
use crate::exit;

/// What a shell calls, and the variable that makes it complete.
const PROGRAM: &str = "tegata";
pub(crate) const VARIABLE: &str = "COMPLETE";
/// The longest name that fits into the head of a page twice.
const TITLE_MAX: usize = 28;

/// What every command reads of its environment, besides the variables of its options.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("TEGATA_ENDPOINT, AWS_ENDPOINT_URL", "The URL of the API; the first one that is set."),
    ("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", "The access key. Default: the one in the data directory."),
    ("TEGATA_REGION, AWS_REGION, AWS_DEFAULT_REGION", "The region; the first one that is set."),
    ("TEGATA_DATA", "The data directory."),
    (
        "AWS_CA_BUNDLE",
        "A file with more root certificates to trust, besides those of the system and of the data directory.",
    ),
    ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM", "Whether output is coloured. It is not when TERM is dumb."),
    ("COLUMNS", "The width of the terminal."),
    ("TEGATA_LOG", "What is logged to standard error: a level such as info."),
    ("COMPLETE", "Set by shell completion: the command line is completed for this shell and not run."),
];

/// What is in the data directory that commands read.
const FILES: [(&str, &str); 4] = [
    ("DIR/credentials.json", "The access key of the account's owner."),
    ("DIR/endpoint", "The URL of the API at the last start of the instance."),
    ("DIR/root.pem", "The root certificates."),
    (
        "DIR/tegata.db, DIR/key-encryption-key",
        "The state of the instance, and the key that decrypts its private keys.",
    ),
];

/// Writes what a shell reads to complete the words of the command line, names that the instance knows included.
pub(crate) fn completion(shell: Shell) -> Result<ExitCode> {
    let completer: &dyn EnvCompleter = match shell {
        Shell::Elvish => &Elvish,
        Shell::Fish => &Fish,
        Shell::PowerShell => &Powershell,
        Shell::Zsh => &Zsh,
        // Bash, and what may be added to the list.
        _ => &Bash,
    };
    completer.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut std::io::stdout())?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a manual page for each command into a folder.
pub(crate) fn man(folder: &Path) -> Result<ExitCode> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be created", folder.display()))?;
    let mut command = without_values_of_here(Arguments::whole()).disable_help_subcommand(true);
    command.build();
    pages(&command, "", folder)?;
    Ok(ExitCode::SUCCESS)
}

/// The command without what is true of the machine alone that the pages are made on.
fn without_values_of_here(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let is_place = arg.get_id() == "data";
        let arg = arg.hide_env_values(true);
        if is_place { arg.hide_default_value(true) } else { arg }
    });
    command.mut_subcommands(without_values_of_here)
}

fn pages(command: &Command, words: &str, folder: &Path) -> Result<()> {
    let name =
        if words.is_empty() { PROGRAM.to_owned() } else { format!("{PROGRAM}-{}", words.replace(' ', "-")) };
    // Daemons are in section 8 (man-pages(7)).
    let section = if words == "up" { "8" } else { "1" };
    let path = folder.join(format!("{name}.{section}"));
    let written = page(command, words, &name, section).and_then(|page| std::fs::write(&path, page));
    written.with_context(|| format!("{} cannot be written", path.display()))?;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        let words = format!("{words} {}", below.get_name());
        pages(below, words.trim_start(), folder)?;
    }
    Ok(())
}

fn page(command: &Command, words: &str, name: &str, section: &str) -> std::io::Result<Vec<u8>> {
    let title = if name.len() > TITLE_MAX { PROGRAM } else { name };
    let version = command.get_version().unwrap_or_default();
    let man = Man::new(command.clone())
        .title(title.to_ascii_uppercase())
        .section(section)
        .source(format!("{PROGRAM} {version}"))
        .manual("Tegata");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    write!(page, "{}", more(command, words).render())?;
    Ok(page)
}

/// The sections that the definitions do not have.
fn more(command: &Command, words: &str) -> Roff {
    let mut roff = Roff::new();
    let mut usage = command.clone();
    let lines: Vec<String> = match examples::of(words) {
        [] => vec![usage.render_usage().to_string().trim_start_matches("Usage: ").to_owned()],
        lines => lines.iter().map(|line| (*line).to_owned()).collect(),
    };
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("SH", ["ENVIRONMENT"]);
    let of_options = command.get_arguments().filter_map(|arg| {
        let variable = arg.get_env()?.to_str()?;
        let told = arg.get_help().map(ToString::to_string).unwrap_or_default();
        (variable != "TEGATA_DATA").then(|| (variable.to_owned(), told))
    });
    let all = ENVIRONMENT.map(|(variable, told)| (variable.to_owned(), told.to_owned()));
    for (variable, told) in all.into_iter().chain(of_options) {
        tagged(&mut roff, &variable, &told);
    }
    roff.control("SH", ["FILES"]);
    for (file, told) in FILES {
        tagged(&mut roff, file, told);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (status, told) in exit::DESCRIBED {
        tagged(&mut roff, status, told);
    }
    if !words.is_empty() {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([bold(PROGRAM), roman("(1)")]);
    }
    roff
}

fn tagged(roff: &mut Roff, tag: &str, told: &str) {
    roff.control("TP", []);
    roff.text([bold(tag)]);
    roff.text([roman(told)]);
}
