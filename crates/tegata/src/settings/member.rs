//! One setting: what there is to say of it, and how its text is read.

use super::typed::{FoundingGiven, LiveSettings, StartSettings};

/// What a reader finds wrong with a text, for who wrote it. The setting's name and where the text came from are put before.
pub(crate) type Fault = String;

/// One setting.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its key in the file. A dot stands for a table: `quotas.certificates`.
    pub(crate) key: &'static str,
    /// Its argument of `tegata up`, without the dashes.
    pub(crate) flag: &'static str,
    /// How many values it takes.
    pub(crate) takes: Takes,
    /// What it is by default.
    pub(crate) usual: Usual,
    /// A value other than the usual one, as texts of the file.
    pub(crate) example: &'static [&'static str],
    /// Whether its value is never shown.
    pub(crate) is_secret: bool,
    /// What it is for, in sentences.
    pub(crate) meaning: &'static str,
    /// Reads its texts into one of the three types.
    pub(crate) read: Read,
}

/// How many values a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// One; the word stands for it in help texts.
    One(&'static str),
    /// `true` or `false`.
    Switch,
    /// Several: a list in the file, the argument several times, commas in the variable.
    Many(&'static str),
    /// Several with names: a table in the file, `NAME=VALUE` elsewhere.
    Named(&'static str),
}

/// What a setting is by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usual {
    /// These texts.
    Texts(&'static [&'static str]),
    /// Something that depends on others, in words.
    Words(&'static str),
}

/// The reader of a setting's texts; its type says when a value counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read {
    /// At first start. Another value later is refused.
    Founding(fn(&mut FoundingGiven, &[String]) -> Result<(), Fault>),
    /// From one start to the next.
    Start(fn(&mut StartSettings, &[String]) -> Result<(), Fault>),
    /// Until the next SIGHUP.
    Live(fn(&mut LiveSettings, &[String]) -> Result<(), Fault>),
}

impl Read {
    /// When a value counts, in words.
    pub(crate) fn counts(self) -> &'static str {
        match self {
            Read::Founding(_) => "fixed at first start; another value later is refused",
            Read::Start(_) => "read at each start",
            Read::Live(_) => "read at each start and on SIGHUP",
        }
    }
}

impl Member {
    /// Its environment variable: `TEGATA_QUOTAS_CERTIFICATES`.
    pub(crate) fn variable(&self) -> String {
        format!("TEGATA_{}", self.key.replace('.', "_").to_ascii_uppercase())
    }

    /// Its usual texts, where it has any.
    pub(crate) fn usual_texts(&self) -> Option<Vec<String>> {
        match self.usual {
            Usual::Texts(texts) => Some(texts.iter().map(|text| (*text).to_owned()).collect()),
            Usual::Words(_) => None,
        }
    }

    /// Its usual value in words.
    pub(crate) fn usual_in_words(&self) -> String {
        match self.usual {
            Usual::Texts([]) => "none".to_owned(),
            Usual::Texts(texts) => texts.join(", "),
            Usual::Words(words) => words.to_owned(),
        }
    }
}
