//! Conditions of listener rules (ELB User Guide, "Condition types for listener rules").

use std::net::Ipv4Addr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::regular_expression::{self, RegexRefused};

/// How many values the conditions of a rule may have in all (ELB quota "Condition values per rule").
pub const VALUES_MAX: usize = 5;
/// How many `*` and `?` the conditions of a rule may have in all (ELB quota "Condition wildcards per rule").
pub const WILDCARDS_MAX: usize = 6;
/// The longest value, in characters.
pub const VALUE_MAX: usize = 128;
/// The longest name of a header or of a method.
pub const NAME_MAX: usize = 40;

/// What a rule asks of a request. One of its values has to match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "kebab-case")]
pub enum Condition {
    /// The host, without its port, in upper or lower case.
    HostHeader {
        /// What it has to match.
        patterns: Patterns,
    },
    /// The path, without the query; upper and lower case differ.
    PathPattern {
        /// What it has to match.
        patterns: Patterns,
    },
    /// A header, in upper or lower case.
    HttpHeader {
        /// Its name.
        name: String,
        /// What one of its values has to match.
        patterns: Patterns,
    },
    /// A pair of the query, in upper or lower case. `\*` and `\?` stand for the characters themselves.
    QueryString {
        /// One of them has to be there.
        pairs: Vec<QueryPair>,
    },
    /// The method, as it is.
    HttpRequestMethod {
        /// The methods.
        methods: Vec<String>,
    },
    /// The client's address, as it connects.
    SourceIp {
        /// Networks in CIDR form, as they were given.
        networks: Vec<String>,
    },
}

/// What a text has to match: one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Patterns {
    /// The whole text, with `*` for any number of characters and `?` for one.
    Wildcards(Vec<String>),
    /// A part of the text.
    Regexes(Vec<String>),
}

/// A key and a value of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryPair {
    /// Any key when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The value.
    pub value: String,
}

/// Why conditions were refused. `field` is the condition's field on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionRefused {
    /// No condition at all.
    None,
    /// More than [`VALUES_MAX`] values in all.
    TooManyValues,
    /// More than [`WILDCARDS_MAX`] wildcards in all.
    TooManyWildcards,
    /// Two conditions of a field that a rule can have once.
    Repeated {
        /// Which.
        field: &'static str,
    },
    /// A condition without a value.
    NoValue,
    /// A value that is too long.
    TooLong {
        /// `host-header`, for example, or `HttpHeaderName`.
        what: &'static str,
        /// How long it may be.
        max: usize,
    },
    /// A value with characters that it cannot have, or of another form.
    Value {
        /// Which condition.
        field: &'static str,
        /// What was given.
        value: String,
        /// What it may be.
        expected: &'static str,
    },
    /// A regular expression that is not taken.
    Regex {
        /// What was given.
        value: String,
        /// Why.
        refused: RegexRefused,
    },
    /// A header's name that conditions cannot have.
    HeaderName {
        /// What was given.
        name: String,
    },
    /// The Host header, which has a condition of its own.
    HostByHeader,
    /// A method with other characters.
    Method,
}

impl Condition {
    /// Its field on the wire.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Condition::HostHeader { .. } => "host-header",
            Condition::PathPattern { .. } => "path-pattern",
            Condition::HttpHeader { .. } => "http-header",
            Condition::QueryString { .. } => "query-string",
            Condition::HttpRequestMethod { .. } => "http-request-method",
            Condition::SourceIp { .. } => "source-ip",
        }
    }

    /// Whether a rule can have several of its field.
    fn is_repeatable(&self) -> bool {
        matches!(self, Condition::HttpHeader { .. } | Condition::QueryString { .. })
    }

    fn values(&self) -> usize {
        match self {
            Condition::HostHeader { patterns }
            | Condition::PathPattern { patterns }
            | Condition::HttpHeader { patterns, .. } => patterns.texts().len(),
            Condition::QueryString { pairs } => pairs.len(),
            Condition::HttpRequestMethod { methods } => methods.len(),
            Condition::SourceIp { networks } => networks.len(),
        }
    }

    fn wildcards(&self) -> usize {
        match self {
            Condition::HostHeader { patterns }
            | Condition::PathPattern { patterns }
            | Condition::HttpHeader { patterns, .. } => match patterns {
                Patterns::Wildcards(texts) => texts.iter().map(|text| wildcards(text)).sum(),
                Patterns::Regexes(_) => 0,
            },
            Condition::QueryString { pairs } => {
                let texts = pairs.iter().flat_map(|pair| pair.key.iter().chain([&pair.value]));
                texts.map(|text| wildcards(&unescaped(text))).sum()
            }
            Condition::HttpRequestMethod { .. } | Condition::SourceIp { .. } => 0,
        }
    }

    fn check(&self) -> Result<(), ConditionRefused> {
        if self.values() == 0 {
            return Err(ConditionRefused::NoValue);
        }
        let field = self.field();
        match self {
            Condition::HostHeader { patterns } => patterns.check(field, check_host),
            Condition::PathPattern { patterns } => patterns.check(field, check_path),
            Condition::HttpHeader { name, patterns } => {
                check_header_name(name)?;
                patterns.check(field, |value| check_visible(field, value))
            }
            Condition::QueryString { pairs } => pairs.iter().try_for_each(|pair| {
                let texts = pair.key.iter().chain([&pair.value]);
                texts.into_iter().try_for_each(|text| {
                    check_length(field, text)?;
                    check_visible(field, text)
                })
            }),
            Condition::HttpRequestMethod { methods } => methods.iter().try_for_each(|method| {
                if method.len() > NAME_MAX {
                    return Err(ConditionRefused::TooLong { what: field, max: NAME_MAX });
                }
                let is_good = |byte: u8| byte.is_ascii_uppercase() || byte == b'-' || byte == b'_';
                let is_method = !method.is_empty() && method.bytes().all(is_good);
                if is_method { Ok(()) } else { Err(ConditionRefused::Method) }
            }),
            Condition::SourceIp { networks } => {
                networks.iter().try_for_each(|network| check_network(network))
            }
        }
    }
}

impl Patterns {
    /// The patterns as they were given.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        match self {
            Patterns::Wildcards(texts) | Patterns::Regexes(texts) => texts,
        }
    }

    fn check(
        &self,
        field: &'static str,
        check_wildcard: impl Fn(&str) -> Result<(), ConditionRefused>,
    ) -> Result<(), ConditionRefused> {
        for text in self.texts() {
            check_length(field, text)?;
            match self {
                Patterns::Wildcards(_) => check_wildcard(text)?,
                Patterns::Regexes(_) => {
                    regular_expression::check(text)
                        .map_err(|refused| ConditionRefused::Regex { value: text.clone(), refused })?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a rule may have these conditions.
///
/// # Errors
/// See [`ConditionRefused`].
pub fn check(conditions: &[Condition]) -> Result<(), ConditionRefused> {
    if conditions.is_empty() {
        return Err(ConditionRefused::None);
    }
    for (place, condition) in conditions.iter().enumerate() {
        let mut before = conditions[..place].iter();
        if !condition.is_repeatable() && before.any(|other| other.field() == condition.field()) {
            return Err(ConditionRefused::Repeated { field: condition.field() });
        }
        condition.check()?;
    }
    if conditions.iter().map(Condition::values).sum::<usize>() > VALUES_MAX {
        return Err(ConditionRefused::TooManyValues);
    }
    if conditions.iter().map(Condition::wildcards).sum::<usize>() > WILDCARDS_MAX {
        return Err(ConditionRefused::TooManyWildcards);
    }
    Ok(())
}

fn check_length(field: &'static str, value: &str) -> Result<(), ConditionRefused> {
    if value.is_empty() {
        return Err(ConditionRefused::NoValue);
    }
    match value.chars().count() > VALUE_MAX {
        true => Err(ConditionRefused::TooLong { what: field, max: VALUE_MAX }),
        false => Ok(()),
    }
}

fn wildcards(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b'*' | b'?')).count()
}

/// A text without its escaped characters.
fn unescaped(text: &str) -> String {
    text.replace(r"\\", "").replace(r"\*", "").replace(r"\?", "")
}

/// API reference, `HostHeaderConditionConfig`: letters, digits, `-`, `.` and wildcards; letters alone after the last dot.
fn check_host(value: &str) -> Result<(), ConditionRefused> {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"-.*?".contains(&byte);
    let end = value.rsplit_once('.').map(|(_, end)| end);
    let is_end_good = |end: &str| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    match value.bytes().all(is_good) && end.is_some_and(is_end_good) {
        true => Ok(()),
        false => Err(ConditionRefused::Value {
            field: "host-header",
            value: value.to_owned(),
            expected: "a host name of letters, digits, '-', '.', '*' and '?' with at least one '.' and only letters \
                       after the last one",
        }),
    }
}

/// API reference, `PathPatternConditionConfig`.
fn check_path(value: &str) -> Result<(), ConditionRefused> {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$/~\"'@:+&*?".contains(&byte);
    match value.bytes().all(is_good) {
        true => Ok(()),
        false => Err(ConditionRefused::Value {
            field: "path-pattern",
            value: value.to_owned(),
            expected: "a path of letters, digits and the characters _-.$/~\"'@:+&*?",
        }),
    }
}

fn check_visible(field: &'static str, value: &str) -> Result<(), ConditionRefused> {
    match value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true => Ok(()),
        false => Err(ConditionRefused::Value {
            field,
            value: value.to_owned(),
            expected: "a text of printable ASCII characters",
        }),
    }
}

/// RFC 9110 §5.6.2: a header's name is a token. A condition's has no wildcards.
fn check_header_name(name: &str) -> Result<(), ConditionRefused> {
    if name.len() > NAME_MAX {
        return Err(ConditionRefused::TooLong { what: "HttpHeaderName", max: NAME_MAX });
    }
    if name.eq_ignore_ascii_case("host") {
        return Err(ConditionRefused::HostByHeader);
    }
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'+-.^_`|~".contains(&byte);
    match !name.is_empty() && name.bytes().all(is_good) {
        true => Ok(()),
        false => Err(ConditionRefused::HeaderName { name: name.to_owned() }),
    }
}

fn check_network(value: &str) -> Result<(), ConditionRefused> {
    // API reference, `SourceIpConditionConfig`: not the broadcast address.
    let is_broadcast = |network: &IpNet| network.addr() == Ipv4Addr::BROADCAST && network.prefix_len() == 32;
    match value.parse::<IpNet>() {
        Ok(network) if !is_broadcast(&network) => Ok(()),
        _ => Err(ConditionRefused::Value {
            field: "source-ip",
            value: value.to_owned(),
            expected: "a network in CIDR form, such as 192.0.2.0/24 or 2001:db8::/32",
        }),
    }
}

#[cfg(test)]
mod tests;
