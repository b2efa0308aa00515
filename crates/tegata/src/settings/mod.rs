//! Settings: what an operator decides, read from a file, the environment and the command line.
//!
//! Each setting is one [`Member`] of a table: its key in the file, its argument, its variable, its default and what it
//! means are all said there, and so is the one reader that its text goes through, whatever it came from. The type that the
//! reader writes to says when a value counts: [`typed::FoundingGiven`] at first start and never again,
//! [`typed::StartSettings`] from one start to the next, [`typed::LiveSettings`] until the next SIGHUP.
//!
//! To add a setting: a field in one of the three types, and a member beside those that write to the same type. The tests
//! then ask for its page (`docs/settings.md`) and for the test that shows it honoured.

mod arguments;
mod configured;
mod file;
mod layers;
mod member;
mod members;
pub(crate) mod reference;
mod typed;
mod value;

#[cfg(test)]
mod honoured;
#[cfg(test)]
mod tests;

pub(crate) use arguments::SettingsArguments;
pub(crate) use configured::{Configured, Resolving};
pub(crate) use layers::{Problem, Problems};
pub(crate) use member::{Member, Read, Takes};
pub(crate) use members::{find, members, nearest};
pub(crate) use reference::reference;
