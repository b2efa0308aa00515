//! What was said of settings, and where: the file, over it the environment, over it the command line.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::member::Member;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A line of the file.
    File(PathBuf, usize),
    /// An environment variable.
    Variable(String),
    /// An argument, with its dashes.
    Argument(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::File(path, line) => write!(f, "{} line {line}", path.display()),
            Source::Variable(name) => write!(f, "the variable {name}"),
            Source::Argument(name) => write!(f, "the argument {name}"),
        }
    }
}

/// What was said of one setting.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Given {
    /// Its texts. They are not printed anywhere but by `tegata settings`, which knows what is secret.
    pub(crate) texts: Zeroizing<Vec<String>>,
    /// Where.
    pub(crate) source: Source,
}

/// What was said of all settings: for each the word that counts.
#[derive(Clone, Default)]
pub(crate) struct Layers {
    given: BTreeMap<&'static str, Given>,
}

impl Layers {
    /// Says `member` anew, over what was said before.
    pub(crate) fn say(&mut self, member: &Member, texts: Vec<String>, source: Source) {
        self.given.insert(member.key, Given { texts: Zeroizing::new(texts), source });
    }

    /// What was said of a member, if anything.
    pub(crate) fn of(&self, member: &Member) -> Option<&Given> {
        self.given.get(member.key)
    }

    /// These layers with others over them.
    pub(crate) fn under(mut self, others: &Layers) -> Layers {
        self.given.extend(others.given.iter().map(|(key, given)| (*key, given.clone())));
        self
    }
}

/// Something wrong with one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Its key, when it is about one.
    pub(crate) key: Option<String>,
    /// Where it was said; nowhere, when the fault is in what was not said.
    pub(crate) source: Option<Source>,
    /// What is wrong.
    pub(crate) why: String,
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.key, &self.source) {
            (Some(key), Some(source)) => write!(f, "the setting `{key}` ({source}): {}", self.why),
            (Some(key), None) => write!(f, "the setting `{key}`: {}", self.why),
            (None, Some(source)) => write!(f, "{source}: {}", self.why),
            (None, None) => f.write_str(&self.why),
        }
    }
}

/// Everything that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) struct Problems(pub(crate) Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems(vec![problem])
    }
}
