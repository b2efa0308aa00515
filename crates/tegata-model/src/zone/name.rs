//! Names of hosted zones and record sets.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A name in a zone: lower case, with its last dot, as Route 53 keeps it. Unlike a certificate's name it may
/// have any characters, which are written in octal escapes (`\052` for `*`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordName(String);

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Empty, or an empty label inside.
    #[error("'{0}' is not a valid domain name: it is empty or has an empty label")]
    Empty(String),
    /// A label of more than 63 octets, or a name of more than 255.
    #[error("'{0}' is not a valid domain name: a label has more than 63 octets, or the name more than 255")]
    Long(String),
    /// An escape that is none.
    #[error(
        "'{0}' is not a valid domain name: an escape is a backslash and three octal digits, such as \\052"
    )]
    Escape(String),
}

impl RecordName {
    /// The name, with its last dot and in octal escapes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this name is `apex` or below it.
    #[must_use]
    pub fn is_in(&self, apex: &RecordName) -> bool {
        self.0 == apex.0 || self.0.strip_suffix(&apex.0).is_some_and(|above| above.ends_with('.'))
    }

    /// The name and those above it, itself first, the root left out.
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.0.as_str()), |name| {
            name.split_once('.').map(|(_, above)| above).filter(|above| !above.is_empty())
        })
    }

    /// What Route 53 sorts by: the labels from the last to the first.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let labels: Vec<&str> = self.0.trim_end_matches('.').split('.').rev().collect();
        // A separator below every character of a label puts a name right before those under it.
        labels.join("\u{1}")
    }
}

impl FromStr for RecordName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<RecordName, NameError> {
        let shown = || text.chars().take(300).collect::<String>();
        let labels = text.strip_suffix('.').unwrap_or(text);
        let mut name = String::with_capacity(text.len() + 1);
        let mut octets = 1;
        for label in labels.split('.') {
            let decoded = unescape(label).ok_or_else(|| NameError::Escape(shown()))?;
            if decoded.is_empty() {
                return Err(NameError::Empty(shown()));
            }
            octets += decoded.len() + 1;
            if decoded.len() > 63 || octets > 255 {
                return Err(NameError::Long(shown()));
            }
            for byte in decoded {
                match byte.to_ascii_lowercase() {
                    plain @ (b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_') => name.push(char::from(plain)),
                    other => name.push_str(&format!("\\{other:03o}")),
                }
            }
            name.push('.');
        }
        Ok(RecordName(name))
    }
}

fn unescape(label: &str) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(label.len());
    let mut bytes = label.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            decoded.push(byte);
            continue;
        }
        let mut value = 0u32;
        for _ in 0..3 {
            value = value * 8 + char::from(bytes.next()?).to_digit(8)?;
        }
        decoded.push(u8::try_from(value).ok()?);
    }
    Some(decoded)
}

impl TryFrom<String> for RecordName {
    type Error = NameError;

    fn try_from(text: String) -> Result<RecordName, NameError> {
        text.parse()
    }
}

impl From<RecordName> for String {
    fn from(name: RecordName) -> String {
        name.0
    }
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> RecordName {
        text.parse().expect("a name")
    }

    #[test]
    fn names_are_kept_as_route_53_writes_them() {
        assert_eq!(name("WWW.Example.com").as_str(), "www.example.com.");
        assert_eq!(name("*.example.com.").as_str(), "\\052.example.com.");
        assert_eq!(name("\\052.example.com."), name("*.example.com"));
        for wrong in ["", ".", "a..b", "a.\\05.b", "a.\\999.b", &"a.".repeat(200), &"x".repeat(64)] {
            assert!(wrong.parse::<RecordName>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_is_in_its_zone_by_labels_and_not_by_letters() {
        assert!(name("www.example.com").is_in(&name("example.com")));
        assert!(name("example.com").is_in(&name("example.com")));
        assert!(!name("notexample.com").is_in(&name("example.com")));
        assert_eq!(name("a.b.c").ancestors().collect::<Vec<_>>(), ["a.b.c.", "b.c.", "c."]);
    }

    #[test]
    fn the_order_is_by_labels_from_the_last() {
        let mut names =
            ["b.example.com", "example.com", "a.b.example.com", "a.example.com", "example-x.com"].map(name);
        names.sort_by_key(RecordName::sort_key);
        let sorted =
            ["example.com.", "a.example.com.", "b.example.com.", "a.b.example.com.", "example-x.com."];
        assert_eq!(names.map(|name| name.as_str().to_owned()), sorted);
    }

    proptest! {
        #[test]
        fn what_is_taken_is_taken_again(text in "\\PC{0,80}") {
            if let Ok(name) = text.parse::<RecordName>() {
                prop_assert_eq!(name.as_str().parse::<RecordName>(), Ok(name.clone()));
            }
        }
    }
}
