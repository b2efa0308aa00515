//! What is asked of the policies.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;

use super::Resource;
use crate::{AccountId, Region};

/// A value that a request carries into its decision, under one of ACM's condition keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedValue {
    /// One text.
    Text(String),
    /// A set of texts.
    Texts(BTreeSet<String>),
}

/// Whether a principal may do something to something, now.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// In whose account.
    pub account: &'a AccountId,
    /// Who asks: the principal's name.
    pub principal: &'a str,
    /// AWS's name for it, such as `acm:RequestCertificate`.
    pub action: &'a str,
    /// To what.
    pub resource: &'a Resource,
    /// In which region the request was made.
    pub region: &'a Region,
    /// When.
    pub at: Timestamp,
    /// From where, if that is known.
    pub source: Option<IpAddr>,
    /// What else the request carries: ACM's condition keys with their values.
    pub values: &'a [(&'static str, AskedValue)],
}

/// `acm:DomainNames` and two keys made of it, for Cedar has no `like` over the members of a set:
/// `tegata:AllNamesUnder` has the domains that every name stands at or below, `tegata:AnyNameUnder` those that some
/// name does. `www.example.com` and `*.example.com` all stand under `example.com` and `com`.
#[must_use]
pub fn domain_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'static str, AskedValue)> {
    let names: BTreeSet<String> = names.map(|name| name.trim_end_matches('.').to_ascii_lowercase()).collect();
    let mut all: Option<BTreeSet<String>> = None;
    let mut any = BTreeSet::new();
    for name in &names {
        let above: BTreeSet<String> =
            ancestors(name.strip_prefix("*.").unwrap_or(name)).map(str::to_owned).collect();
        any.extend(above.iter().cloned());
        all = Some(match all {
            Some(common) => common.intersection(&above).cloned().collect(),
            None => above,
        });
    }
    vec![
        ("acm:DomainNames", AskedValue::Texts(names)),
        ("tegata:AllNamesUnder", AskedValue::Texts(all.unwrap_or_default())),
        ("tegata:AnyNameUnder", AskedValue::Texts(any)),
    ]
}

fn ancestors(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, above)| above))
}
