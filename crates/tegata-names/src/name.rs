//! Names of hosted zones and record sets.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::canonical::{self, labels, push_label};
use crate::escape::{Piece, pieces};

/// A name in the DNS, in lower case. Unlike a certificate's name it may have any octets. Its text ends in a dot and has
/// octal escapes, as Route 53 writes it (`\052` for `*`); its order is the canonical one of DNSSEC (RFC 4034 §6.1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordName(
    /// See [`canonical`].
    Arc<[u8]>,
);

/// Why a text is not a name, with the part of the text that is wrong (300 characters of it at most).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing at all, or a single dot.
    #[error("the name is empty")]
    Empty(String),
    /// An empty label inside.
    #[error("the name {0} has an empty label")]
    LabelEmpty(String),
    /// A label of more than 63 octets.
    #[error("the label {0} has more than 63 octets")]
    LabelLong(String),
    /// More than 255 octets in all.
    #[error("the name {0} has more than 255 octets")]
    Long(String),
    /// A character that has to be escaped, or an escape that is not a backslash and three octal digits.
    #[error("the name has {0:?}; escape it with a backslash and three octal digits")]
    Character(String),
}

impl RecordName {
    /// The root of the DNS.
    #[must_use]
    pub fn root() -> RecordName {
        RecordName(Arc::default())
    }

    /// What names are compared by: see [`canonical`].
    #[must_use]
    pub fn canonical(&self) -> &[u8] {
        &self.0
    }

    /// The name as it is on the wire (RFC 1035 §3.1), in lower case.
    #[must_use]
    pub fn to_wire(&self) -> Vec<u8> {
        let mut wire = Vec::with_capacity(self.0.len() + 1);
        for label in labels(&self.0).rev() {
            // A label has at most 63 octets.
            wire.push(label.len() as u8);
            wire.extend(label);
        }
        wire.push(0);
        wire
    }

    /// Whether this name is `apex` or below it.
    #[must_use]
    pub fn is_in(&self, apex: &RecordName) -> bool {
        self.0.starts_with(&apex.0)
    }

    /// The name and those above it, itself first, the root left out.
    pub fn ancestors(&self) -> impl Iterator<Item = RecordName> {
        std::iter::successors(Some(&*self.0), |key| canonical::parent(key))
            .take_while(|key| !key.is_empty())
            .map(|key| RecordName(key.into()))
    }

    /// What Route 53 sorts by: the labels from the last to the first, with the last dot, compared octet by octet
    /// (Route 53 API reference, `ListResourceRecordSets`). Printable characters stand for themselves, so that `!`
    /// and `*` sort before `-`; what is left escaped keeps each name's key its own.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let mut key = String::with_capacity(self.0.len());
        for label in labels(&self.0) {
            write_label(&mut key, &label, |octet| octet.is_ascii_graphic() && !matches!(octet, b'.' | b'\\'));
        }
        key
    }

    /// The [sort keys](Self::sort_key) of all names below this one: those after the first and before the second.
    #[must_use]
    pub fn keys_below(&self) -> (String, String) {
        let first = self.sort_key();
        // A slash follows the dot in ASCII.
        let end = format!("{}/", first.trim_end_matches('.'));
        (first, end)
    }

    /// The name without its last dot and with `*` as it is, as policies and people write it.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut name = String::from(self);
        name.pop();
        match name.strip_prefix("\\052.") {
            Some(below) => format!("*.{below}"),
            None => name,
        }
    }
}

/// Writes a label and its dot. The octets that are not `plain` are escaped.
fn write_label(text: &mut String, label: &[u8], plain: impl Fn(u8) -> bool) {
    for octet in label {
        if plain(*octet) {
            text.push(char::from(*octet));
        } else {
            text.push_str(&format!("\\{octet:03o}"));
        }
    }
    text.push('.');
}

impl FromStr for RecordName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<RecordName, NameError> {
        let beginning = |text: &str| text.chars().take(300).collect::<String>();
        let all = text.strip_suffix('.').unwrap_or(text);
        if all.is_empty() {
            return Err(NameError::Empty(beginning(text)));
        }
        let mut labels = Vec::new();
        let mut octets = 1;
        for label in all.split('.') {
            let decoded = decode(label)?;
            if decoded.is_empty() {
                return Err(NameError::LabelEmpty(beginning(text)));
            }
            if decoded.len() > 63 {
                return Err(NameError::LabelLong(beginning(label)));
            }
            octets += decoded.len() + 1;
            if octets > 255 {
                return Err(NameError::Long(beginning(text)));
            }
            labels.push(decoded);
        }
        let mut key = Vec::with_capacity(octets);
        for label in labels.iter().rev() {
            push_label(&mut key, label);
        }
        Ok(RecordName(key.into()))
    }
}

/// The octets of a label. What is not printable ASCII has to come escaped (Route 53 Developer Guide, "DNS domain name
/// format").
fn decode(label: &str) -> Result<Vec<u8>, NameError> {
    pieces(label)
        .map(|piece| match piece.map_err(|error| NameError::Character(error.0))? {
            Piece::Octal(octet) => Ok(octet),
            Piece::Plain(character) if character.is_ascii_graphic() => Ok(character as u8),
            Piece::Plain(character) => Err(NameError::Character(character.to_string())),
            Piece::Quoted(character) => Err(NameError::Character(format!("\\{character}"))),
        })
        .collect()
}

impl TryFrom<String> for RecordName {
    type Error = NameError;

    fn try_from(text: String) -> Result<RecordName, NameError> {
        text.parse()
    }
}

impl From<RecordName> for String {
    fn from(name: RecordName) -> String {
        String::from(&name)
    }
}

impl From<&RecordName> for String {
    fn from(name: &RecordName) -> String {
        let mut text = String::with_capacity(name.0.len() + 4);
        for label in labels(&name.0).rev() {
            let plain = |octet| matches!(octet, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
            write_label(&mut text, &label, plain);
        }
        if text.is_empty() { ".".to_owned() } else { text }
    }
}

impl Borrow<[u8]> for RecordName {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(self))
    }
}

impl fmt::Debug for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&String::from(self), f)
    }
}

#[cfg(test)]
mod tests;
