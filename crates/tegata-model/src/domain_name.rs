//! Domain names as certificates carry them.

use std::fmt;
use std::str::FromStr;

use idna::uts46::{AsciiDenyList, Hyphens, Uts46};
use serde::{Deserialize, Serialize};

/// A domain name for a certificate: lower case, no trailing dot, LDH labels (RFC 5890 §2.3.1), at most
/// 253 octets, at least two labels, and `*` only as the whole leftmost label (RFC 6125 §6.4.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

/// Why a text is no domain name for a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainNameError {
    /// Longer than 253 octets, empty, or a single label.
    #[error("`{0}` is not a domain name: it needs two or more labels, and at most 253 characters")]
    Shape(String),
    /// A label that is empty, longer than 63 octets, or not made of letters, digits and inner hyphens.
    #[error(
        "`{name}` has the label `{label}`: a label is 1 to 63 letters, digits and hyphens, and neither begins nor ends with a hyphen"
    )]
    Label {
        /// The whole text.
        name: String,
        /// The label in question.
        label: String,
    },
    /// The last label is all digits: it reads as an IP address, and no top-level domain is one (RFC 1123 §2.1).
    #[error(
        "`{0}` is an IP address or ends like one: give a domain name, whose last label is not all digits"
    )]
    Address(String),
    /// Hyphens in the third and fourth place without being a valid `xn--` label (RFC 5891 §4.2.3.1).
    #[error(
        "`{name}` has the label `{label}`: hyphens as third and fourth character are reserved for `xn--` \
         labels of valid internationalised names"
    )]
    Punycode {
        /// The whole text.
        name: String,
        /// The label in question.
        label: String,
    },
}

impl DomainName {
    /// The name, such as `www.example.com` or `*.example.com`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the leftmost label is `*`.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.0.starts_with("*.")
    }

    /// The name that gets proven: itself, or for a wildcard the name without `*.`.
    /// Apex and wildcard share it, and so share their validation record (ACM User Guide, "DNS validation").
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.strip_prefix("*.").unwrap_or(&self.0)
    }

    /// Whether a server that is asked for `host` may answer with a certificate for this name
    /// (RFC 9525 §6.3): equal, or one label in place of `*`.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        match self.0.strip_prefix("*.") {
            None => self.0.eq_ignore_ascii_case(host),
            Some(base) => host
                .split_once('.')
                .is_some_and(|(label, rest)| !label.is_empty() && rest.eq_ignore_ascii_case(base)),
        }
    }
}

impl FromStr for DomainName {
    type Err = DomainNameError;

    fn from_str(text: &str) -> Result<DomainName, DomainNameError> {
        let name = DomainName::of_labels(text)?;
        let last = name.0.rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DomainNameError::Address(text.to_owned()));
        }
        Ok(name)
    }
}

impl DomainName {
    fn of_labels(text: &str) -> Result<DomainName, DomainNameError> {
        let name = text.to_ascii_lowercase();
        let base = name.strip_prefix("*.").unwrap_or(&name);
        if name.len() > 253 || !base.contains('.') {
            return Err(DomainNameError::Shape(text.to_owned()));
        }
        for label in base.split('.') {
            check_label(label).map_err(|fault| match fault {
                LabelFault::Ldh => DomainNameError::Label { name: name.clone(), label: label.to_owned() },
                LabelFault::Punycode => {
                    DomainNameError::Punycode { name: name.clone(), label: label.to_owned() }
                }
            })?;
        }
        Ok(DomainName(name))
    }
}

enum LabelFault {
    Ldh,
    Punycode,
}

fn check_label(label: &str) -> Result<(), LabelFault> {
    let ldh = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !(1..=63).contains(&label.len()) || !ldh || label.starts_with('-') || label.ends_with('-') {
        return Err(LabelFault::Ldh);
    }
    if label.as_bytes().get(2..4) == Some(b"--") {
        let decodes = label.starts_with("xn--")
            && Uts46::new()
                .to_unicode(label.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast)
                .1
                .is_ok();
        if !decodes {
            return Err(LabelFault::Punycode);
        }
    }
    Ok(())
}

impl TryFrom<String> for DomainName {
    type Error = DomainNameError;

    /// As it was stored: by an older version also with a last label of digits.
    fn try_from(text: String) -> Result<DomainName, DomainNameError> {
        DomainName::of_labels(&text)
    }
}

impl From<DomainName> for String {
    fn from(name: DomainName) -> String {
        name.0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `name` is `suffix` or ends with `.suffix`, in any case.
pub(crate) fn is_or_is_under(name: &str, suffix: &str) -> bool {
    let suffix = suffix.trim_matches('.');
    let Some(start) = name.len().checked_sub(suffix.len()) else { return false };
    let ends = name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(suffix));
    ends && !suffix.is_empty() && (start == 0 || name.as_bytes()[start - 1] == b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn good_names_are_taken_in_lower_case() {
        for (text, kept) in [
            ("Example.COM", "example.com"),
            ("*.example.com", "*.example.com"),
            ("abc--x.example.com", "abc--x.example.com"),
            ("xn--fsqu00a.example", "xn--fsqu00a.example"),
            ("1.2.3.4.example", "1.2.3.4.example"),
            ("example.1a", "example.1a"),
        ] {
            assert_eq!(text.parse::<DomainName>().expect("a good name").as_str(), kept);
        }
    }

    #[test]
    fn bad_names_are_refused() {
        let long_label = format!("{}.example.com", "x".repeat(64));
        let long_name = format!("{}example.com", "abcdefgh.".repeat(30));
        for text in [
            "",
            "com",
            "*.com.*",
            "a.*.com",
            "**.example.com",
            "-a.example.com",
            "a-.example.com",
            "a..com",
            "a_b.example.com",
            "example.com.",
            "ex ample.com",
            "ab--c.example.com",
            "xn--.example.com",
            "127.0.0.11",
            "192.168.1.10",
            "*.168.1.10",
            "example.123",
            &long_label,
            &long_name,
        ] {
            assert!(text.parse::<DomainName>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_wildcard_covers_one_label() {
        let name: DomainName = "*.example.com".parse().expect("a wildcard");
        assert!(name.covers("www.example.com"));
        assert!(name.covers("WWW.Example.com."));
        assert!(!name.covers("example.com"));
        assert!(!name.covers("a.b.example.com"));
        assert!(!name.covers(".example.com"));
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_is_stable(text in "\\PC{0,300}") {
            if let Ok(name) = text.parse::<DomainName>() {
                prop_assert_eq!(name.as_str().parse::<DomainName>().expect("what was taken is taken again"), name);
            }
        }
    }
}
