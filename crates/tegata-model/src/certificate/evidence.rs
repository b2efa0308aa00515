//! Evidence: what the last look-ups for a name saw, so that "why is it still pending" has an answer.
//!
//! Kept apart from the certificate and bounded: it explains, it decides nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many look-ups of a name are kept.
pub const KEPT: usize = 5;

/// How much of what was seen is kept of one look-up, in entries and in characters of each.
const SEEN_MAX: usize = 32;
const SEEN_LENGTH_MAX: usize = 300;

/// What was seen of one base name, newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The last [`KEPT`] look-ups.
    pub look_ups: Vec<LookUp>,
    /// All look-ups so far.
    #[serde(default)]
    pub count: u64,
}

/// One look-up of a validation record, or of the CAA records before issuance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUp {
    /// When it ended.
    pub at: Timestamp,
    /// What was asked for.
    pub question: Question,
    /// What it showed.
    pub sighting: LookUpResult,
    /// What was found in its place: the targets of the CNAME chain in order, or the CAA set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
    /// Step by step: who was asked what, and what came back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<String>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// The validation CNAME.
    Proof,
    /// CAA records.
    Caa,
    /// Where a validation domain's mail goes.
    Contacts,
}

/// What a look-up showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sighting", rename_all = "kebab-case")]
pub enum LookUpResult {
    /// What is needed: the record with its value, or leave to issue.
    Good,
    /// An answer, but not the one that is needed: the owner has something to do.
    Bad {
        /// What is wrong, in a sentence.
        why: String,
    },
    /// No root server answers this machine, so it can look nothing up, whatever the name. Asked again by itself.
    NoRootServer {
        /// What kept it from being answered, in a sentence.
        why: String,
    },
    /// No answer that counts: servers away, a broken delegation, bad signatures. Asked again by itself.
    Unanswered {
        /// What kept it from being answered, in a sentence.
        why: String,
    },
}

/// What one look-up showed for a base name; it counts for every name of that base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofSeen {
    /// The name without `*.`.
    pub base: String,
    /// What was seen.
    pub sighting: LookUpResult,
}

impl LookUpResult {
    /// Whether there was an answer that counts, good or bad.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self, LookUpResult::Good | LookUpResult::Bad { .. })
    }
}

impl Evidence {
    /// Adds a look-up, and lets the oldest go.
    pub fn add(&mut self, mut look_up: LookUp) {
        for list in [&mut look_up.found, &mut look_up.trace] {
            list.truncate(SEEN_MAX);
            for text in list {
                cut(text);
            }
        }
        if let LookUpResult::Bad { why }
        | LookUpResult::NoRootServer { why }
        | LookUpResult::Unanswered { why } = &mut look_up.sighting
        {
            cut(why);
        }
        self.count = self.count.saturating_add(1);
        self.look_ups.push(look_up);
        let surplus = self.look_ups.len().saturating_sub(KEPT);
        self.look_ups.drain(..surplus);
    }
}

/// Text from outside ends at a character's border, stays short, and has its control characters written out: it is shown
/// on terminals and in logs, line by line.
fn cut(text: &mut String) {
    if text.contains(char::is_control) {
        *text = written_out(text);
    }
    let mut end = SEEN_LENGTH_MAX.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

/// The text with its control characters written out.
pub(crate) fn written_out(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            written.extend(letter.escape_default());
        } else {
            written.push(letter);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_said_is_kept_on_one_line_and_without_control_characters() {
        let text = "0 issue \"\u{1b}]0;owned\u{7}RED\nfake line\"";
        let mut evidence = Evidence::default();
        evidence.add(LookUp {
            at: Timestamp::UNIX_EPOCH,
            question: Question::Caa,
            sighting: LookUpResult::Bad { why: text.to_owned() },
            found: vec![text.to_owned()],
            trace: vec![text.to_owned()],
        });
        let kept = serde_json::to_string(&evidence).expect("evidence");
        assert!(kept.contains("RED\\\\nfake") && !kept.contains("\\u001b"), "{kept}");
    }
}
