//! Settings as arguments and environment variables, made from the table of members.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::StyledStr;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};

use super::file;
use super::layers::{Layers, Problems, Source};
use super::{Configured, Member, Read, Takes, find, members};

/// Short for `--write-validation-records=false`.
const NO_VALIDATION_RECORDS: &str = "no-validation-records";

/// What the command line and the environment say of settings, and which file they name.
#[derive(Clone, Default)]
pub(crate) struct SettingsArguments {
    /// The file, when one was named.
    file: Option<PathBuf>,
    layers: Layers,
}

impl SettingsArguments {
    /// Arguments as a program gives them, each setting by its key.
    pub(crate) fn of<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> SettingsArguments {
        let mut arguments = SettingsArguments::default();
        for (key, text) in values {
            let member = find(key).expect("a program names settings that there are");
            arguments.layers.say(
                member,
                vec![text.to_owned()],
                Source::Argument(format!("--{}", member.flag)),
            );
        }
        arguments
    }

    /// Reads the file, puts environment and arguments over it, and reads every value.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub(crate) fn configure(&self, data: &std::path::Path) -> Result<Configured, Problems> {
        let (path, of_file) = file::read(self.file.as_deref(), data)?;
        Configured::read(path, of_file.under(&self.layers))
    }

    /// As [`SettingsArguments::configure`], without any file.
    pub(crate) fn configure_alone(&self) -> Result<Configured, Problems> {
        Configured::read(None, self.layers.clone())
    }
}

/// Their names live as long as the process, as clap asks.
static VARIABLES: LazyLock<Vec<String>> = LazyLock::new(|| members().map(Member::variable).collect());

fn argument(member: &'static Member, variable: &'static str) -> Arg {
    let heading = match member.read {
        Read::Founding(_) => "Settings that are fixed at first start",
        Read::Start(_) => "Settings that are read at each start",
        Read::Live(_) => "Settings that are read at each start and on SIGHUP",
    };
    let help = format!("{} [default: {}]", member.meaning, member.usual_in_words());
    let argument = Arg::new(member.key)
        .long(member.flag)
        .help(StyledStr::from(help))
        .help_heading(heading)
        .env(variable)
        .hide_env_values(true)
        .allow_hyphen_values(true)
        .value_parser(value_parser!(String));
    match member.takes {
        Takes::One(name) => argument.value_name(name).action(ArgAction::Set),
        Takes::Switch => argument
            .value_name("BOOL")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .action(ArgAction::Set),
        Takes::Many(name) | Takes::Named(name) => {
            argument.value_name(name).value_delimiter(',').action(ArgAction::Append)
        }
    }
}

impl Args for SettingsArguments {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .env("TEGATA_CONFIG")
            .help("The settings file. Default: tegata.toml in the data directory, or /etc/tegata/tegata.toml")
            .value_parser(value_parser!(PathBuf));
        let short = Arg::new(NO_VALIDATION_RECORDS)
            .long(NO_VALIDATION_RECORDS)
            .help("Short for --write-validation-records=false")
            .help_heading("Settings that are read at each start and on SIGHUP")
            .conflicts_with("write_validation_records")
            .action(ArgAction::SetTrue);
        let settings = members().zip(VARIABLES.iter()).map(|(member, variable)| argument(member, variable));
        command.arg(file).args(settings).arg(short)
    }

    fn augment_args_for_update(command: Command) -> Command {
        SettingsArguments::augment_args(command)
    }
}

impl FromArgMatches for SettingsArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<SettingsArguments, clap::Error> {
        let mut arguments =
            SettingsArguments { file: matches.get_one("config").cloned(), ..Default::default() };
        for member in members() {
            let texts: Vec<String> =
                matches.get_many::<String>(member.key).into_iter().flatten().cloned().collect();
            let source = match matches.value_source(member.key) {
                Some(ValueSource::CommandLine) => Source::Argument(format!("--{}", member.flag)),
                // A variable that is set to nothing says nothing, as unit files have it.
                Some(ValueSource::EnvVariable) if texts.iter().any(|text| !text.is_empty()) => {
                    Source::Variable(member.variable())
                }
                _ => continue,
            };
            arguments.layers.say(member, texts, source);
        }
        if matches.get_flag(NO_VALIDATION_RECORDS) {
            let member = find("write_validation_records").expect("a member");
            let source = Source::Argument(format!("--{NO_VALIDATION_RECORDS}"));
            arguments.layers.say(member, vec!["false".to_owned()], source);
        }
        Ok(arguments)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = SettingsArguments::from_arg_matches(matches)?;
        Ok(())
    }
}

impl std::fmt::Debug for SettingsArguments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SettingsArguments").field("file", &self.file).finish_non_exhaustive()
    }
}
