//! Conditions that are ready to be tested.

use std::net::IpAddr;

use http::Method;
use http::header::HeaderName;
use ipnet::IpNet;

use super::error::RuleError;
use super::facts::Facts;
use super::text::TextPattern;
use super::wildcard::{Case, Wildcard};
use crate::vocabulary::{Condition, Pattern};

/// A condition that is ready to be tested.
#[derive(Debug)]
pub(super) enum Test {
    Host(Vec<TextPattern>),
    Path(Vec<TextPattern>),
    Header(HeaderName, Vec<TextPattern>),
    Query(Vec<PairPattern>),
    Method(Vec<Method>),
    Source(Vec<Network>),
}

/// A network, in a form in which asking for an address takes one comparison: a thousand rules may ask.
#[derive(Debug)]
pub(super) enum Network {
    V4 { bits: u32, mask: u32 },
    V6 { bits: u128, mask: u128 },
}

/// What a pair of the query has to match.
#[derive(Debug)]
pub(super) struct PairPattern {
    key: Option<Wildcard>,
    value: Wildcard,
}

/// A part of a request in which literals are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Host,
    Path,
    Query,
    Header(HeaderName),
}

impl Test {
    /// # Errors
    /// When a name, a method or an expression is none.
    pub(super) fn new(condition: &Condition) -> Result<Test, RuleError> {
        let patterns = |patterns: &[Pattern], case| {
            patterns.iter().map(|pattern| TextPattern::new(pattern, case)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match condition {
            Condition::HostHeader(hosts) => Test::Host(patterns(hosts, Case::Ignored)?),
            Condition::PathPattern(paths) => Test::Path(patterns(paths, Case::Differs)?),
            Condition::HttpHeader { name, patterns: values } => {
                let header = name.parse().map_err(|_| RuleError::Name(name.clone()))?;
                Test::Header(header, patterns(values, Case::Ignored)?)
            }
            Condition::QueryString(pairs) => {
                let pair = |(key, value): &(Option<String>, String)| PairPattern {
                    key: key.as_deref().map(|key| Wildcard::with_escapes(key, Case::Ignored)),
                    value: Wildcard::with_escapes(value, Case::Ignored),
                };
                Test::Query(pairs.iter().map(pair).collect())
            }
            Condition::Method(methods) => {
                let method = |name: &String| name.parse().map_err(|_| RuleError::Name(name.clone()));
                Test::Method(methods.iter().map(method).collect::<Result<_, _>>()?)
            }
            Condition::SourceIp(networks) => Test::Source(networks.iter().map(Network::new).collect()),
        })
    }

    /// Whether the condition holds for a request: one of its values has to match.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> bool {
        match self {
            Test::Host(patterns) => is_any(patterns, facts.host),
            Test::Path(patterns) => is_any(patterns, facts.path),
            Test::Header(name, patterns) => facts.header(name).any(|value| is_any(patterns, value)),
            Test::Query(patterns) => {
                facts.pairs().any(|pair| patterns.iter().any(|pattern| pattern.matches(pair)))
            }
            Test::Method(methods) => methods.contains(facts.method),
            Test::Source(networks) => networks.iter().any(|network| network.contains(facts.client)),
        }
    }

    /// A place of a request, and texts of which one is there in each request that matches. `None` when there are no such
    /// texts.
    pub(super) fn literals(&self) -> Option<(Place, Vec<Vec<u8>>)> {
        let of = |patterns: &[TextPattern]| {
            let each: Vec<Vec<Vec<u8>>> = patterns.iter().map(TextPattern::literals).collect();
            let is_known = !each.iter().any(Vec::is_empty);
            is_known.then(|| each.concat())
        };
        match self {
            Test::Host(patterns) => Some((Place::Host, of(patterns)?)),
            Test::Path(patterns) => Some((Place::Path, of(patterns)?)),
            Test::Header(name, patterns) => Some((Place::Header(name.clone()), of(patterns)?)),
            Test::Query(pairs) => {
                let literals: Vec<Vec<u8>> = pairs.iter().map(PairPattern::literal).collect();
                let is_known = !literals.iter().any(Vec::is_empty);
                is_known.then_some((Place::Query, literals))
            }
            Test::Method(_) | Test::Source(_) => None,
        }
    }
}

fn is_any(patterns: &[TextPattern], text: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(text.as_bytes()))
}

impl Network {
    fn new(network: &IpNet) -> Network {
        match network {
            IpNet::V4(v4) => {
                let mask = v4.netmask().to_bits();
                Network::V4 { bits: v4.addr().to_bits() & mask, mask }
            }
            IpNet::V6(v6) => {
                let mask = v6.netmask().to_bits();
                Network::V6 { bits: v6.addr().to_bits() & mask, mask }
            }
        }
    }

    fn contains(&self, client: IpAddr) -> bool {
        match (self, client) {
            (Network::V4 { bits, mask }, IpAddr::V4(client)) => client.to_bits() & mask == *bits,
            (Network::V6 { bits, mask }, IpAddr::V6(client)) => client.to_bits() & mask == *bits,
            _ => false,
        }
    }
}

impl PairPattern {
    fn matches(&self, (key, value): (&str, &str)) -> bool {
        self.key.as_ref().is_none_or(|pattern| pattern.matches(key.as_bytes()))
            && self.value.matches(value.as_bytes())
    }

    /// The longer of the literals of its key and its value.
    fn literal(&self) -> Vec<u8> {
        let key = self.key.as_ref().map(Wildcard::literal).unwrap_or_default();
        let value = self.value.literal();
        if value.len() >= key.len() { value } else { key }
    }
}
