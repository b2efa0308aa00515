//! Names of hosted zones and record sets.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A name in a zone: lower case, with its last dot, as Route 53 keeps it. Unlike a certificate's name it may
/// have any characters, which are written in octal escapes (`\052` for `*`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordName(String);

/// Why a text is no name, in Route 53's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing at all, or a single dot.
    #[error("FATAL problem: DomainNameEmpty (Domain name is empty) encountered with '{0}'")]
    Empty(String),
    /// An empty label inside.
    #[error("FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with '{0}'")]
    LabelEmpty(String),
    /// A label of more than 63 octets.
    #[error("FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '{0}'")]
    LabelLong(String),
    /// More than 255 octets in all.
    #[error("FATAL problem: DomainNameTooLong (Domain name is too long) encountered with '{0}'")]
    Long(String),
    /// A character that has to be escaped, or an escape that is not a backslash and three octal digits.
    #[error(
        "FATAL problem: UnsupportedCharacter (Value contains unsupported characters) encountered with '{0}'"
    )]
    Character(String),
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

    /// What Route 53 sorts by: the labels from the last to the first, with the last dot, compared octet by octet
    /// (Route 53 API reference, `ListResourceRecordSets`). Printable characters stand for themselves, so that `!`
    /// and `*` sort before `-`; what is left escaped keeps each name's key its own.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let mut key = String::with_capacity(self.0.len());
        for label in self.0.trim_end_matches('.').rsplit('.') {
            let mut rest = label;
            while let Some(at) = rest.find('\\') {
                let (before, escape) = rest.split_at(at);
                let (escape, after) = escape.split_at(4.min(escape.len()));
                key.push_str(before);
                match u8::from_str_radix(&escape[1..], 8) {
                    Ok(byte) if byte.is_ascii_graphic() && !matches!(byte, b'.' | b'\\') => {
                        key.push(char::from(byte));
                    }
                    _ => key.push_str(escape),
                }
                rest = after;
            }
            key.push_str(rest);
            key.push('.');
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
        let name = self.0.trim_end_matches('.');
        match name.strip_prefix("\\052.") {
            Some(below) => format!("*.{below}"),
            None => name.to_owned(),
        }
    }
}

impl FromStr for RecordName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<RecordName, NameError> {
        let shown = || text.chars().take(300).collect::<String>();
        let labels = text.strip_suffix('.').unwrap_or(text);
        if labels.is_empty() {
            return Err(NameError::Empty(shown()));
        }
        let mut name = String::with_capacity(text.len() + 1);
        let mut octets = 1;
        for label in labels.split('.') {
            let decoded = unescape(label)?;
            if decoded.is_empty() {
                return Err(NameError::LabelEmpty(shown()));
            }
            if decoded.len() > 63 {
                return Err(NameError::LabelLong(label.chars().take(300).collect()));
            }
            octets += decoded.len() + 1;
            if octets > 255 {
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

/// The octets of a label. What is not printable ASCII has to come escaped (Route 53 Developer Guide, "DNS domain name
/// format").
fn unescape(label: &str) -> Result<Vec<u8>, NameError> {
    let mut decoded = Vec::with_capacity(label.len());
    let mut characters = label.chars();
    while let Some(character) = characters.next() {
        match u8::try_from(character) {
            Ok(b'\\') => {
                let digits: String = characters.by_ref().take(3).collect();
                let is_octal = digits.len() == 3 && digits.bytes().all(|digit| matches!(digit, b'0'..=b'7'));
                let octet = u8::from_str_radix(&digits, 8).ok().filter(|_| is_octal);
                decoded.push(octet.ok_or_else(|| NameError::Character(format!("\\{digits}")))?);
            }
            Ok(byte) if byte.is_ascii_graphic() => decoded.push(byte),
            _ => return Err(NameError::Character(character.to_string())),
        }
    }
    Ok(decoded)
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
        assert_eq!(name("*.Example.com.").plain(), "*.example.com");
    }

    #[test]
    fn what_is_no_name_is_refused_in_route_53s_words() {
        let label = "x".repeat(64);
        for (wrong, problem, encountered) in [
            ("", "DomainNameEmpty", ""),
            (".", "DomainNameEmpty", "."),
            ("a..b", "DomainLabelEmpty", "a..b"),
            (".a", "DomainLabelEmpty", ".a"),
            ("a..", "DomainLabelEmpty", "a.."),
            (&format!("{label}.b"), "DomainLabelTooLong", &label),
            (&"a.".repeat(140), "DomainNameTooLong", &"a.".repeat(140)),
            ("a b.c", "UnsupportedCharacter", " "),
            ("a\tb.c", "UnsupportedCharacter", "\t"),
            ("\u{e4}.c", "UnsupportedCharacter", "\u{e4}"),
            ("a.\\05.b", "UnsupportedCharacter", "\\05"),
            ("a.\\999.b", "UnsupportedCharacter", "\\999"),
            ("a.\\+12.b", "UnsupportedCharacter", "\\+12"),
        ] {
            let refused = wrong.parse::<RecordName>().expect_err(wrong).to_string();
            assert!(refused.contains(&format!("FATAL problem: {problem} (")), "{refused}");
            assert!(refused.ends_with(&format!("encountered with '{encountered}'")), "{refused}");
        }
        assert_eq!(name("a\\040b.c").as_str(), "a\\040b.c.");
    }

    #[test]
    fn a_name_is_in_its_zone_by_labels_and_not_by_letters() {
        assert!(name("www.example.com").is_in(&name("example.com")));
        assert!(name("example.com").is_in(&name("example.com")));
        assert!(!name("notexample.com").is_in(&name("example.com")));
        assert_eq!(name("a.b.c").ancestors().collect::<Vec<_>>(), ["a.b.c.", "b.c.", "c."]);
    }

    #[test]
    fn the_order_is_that_of_the_reversed_text_with_its_last_dot() {
        let sorted = [
            "example.com.",
            "\\041.example.com.",
            "\\052.example.com.",
            "1.example.com.",
            "_t.example.com.",
            "a-b.example.com.",
            "y.a-b.example.com.",
            "a.example.com.",
            "x-1.a.example.com.",
            "x.a.example.com.",
            "b.example.com.",
        ];
        let mut names = sorted.map(name);
        names.reverse();
        names.sort_by_key(RecordName::sort_key);
        assert_eq!(names.map(|name| name.as_str().to_owned()), sorted);
        assert_eq!(name("a\\056b\\134.c").sort_key(), "c.a\\056b\\134.", "each name has a key of its own");
    }

    #[test]
    fn keys_below_a_name_are_those_of_the_names_below_it() {
        let (first, end) = name("example.com").keys_below();
        let is_between =
            |text: &str| (&first..&end).contains(&&name(text).sort_key()) && text != "example.com";
        for below in ["a.example.com", "z.z.example.com", "\\377.example.com", "!.example.com"] {
            assert!(is_between(below), "{below}");
        }
        for other in ["example.com", "com", "example-x.com", "exampleX.com", "example/x.com", "a.example.org"]
        {
            assert!(!is_between(other), "{other}");
        }
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
