//! What is asked of the policies.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;

use super::Resource;
use crate::{AccountId, Region};

/// A value that a request carries into its decision, under one of the condition keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedValue {
    /// One text.
    Text(String),
    /// A set of texts.
    Texts(BTreeSet<String>),
    /// A set of domains.
    Domains(DomainsAbove),
}

/// Whether a principal may do something to something, now.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// In whose account: its policies decide.
    pub account: &'a AccountId,
    /// Who asks: the principal's name. A principal of another account is named by its ARN.
    pub principal: &'a str,
    /// The account of the principal, if it is another than `account`.
    pub principal_account: Option<&'a AccountId>,
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
    /// What else the request carries: condition keys with their values.
    pub values: &'a [(&'static str, AskedValue)],
}

/// Which names below it come with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A certificate's: those of one label more, if it is a wildcard (RFC 9525 §6.3).
    Certificate,
    /// A record set's: all below, if it is a wildcard (RFC 4592 §2.1.1).
    Records,
    /// A hosted zone's or a delegation's: all below.
    Everything,
}

/// The domains that names stand at or below. A wildcard covers more names than can be listed, so a policy's own texts
/// are held against it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DomainsAbove {
    /// The names and all that stand above them.
    listed: BTreeSet<String>,
    /// Each name of one label more than one of these comes with them.
    children_of: BTreeSet<String>,
    /// Each name below one of these comes with them.
    all_below: BTreeSet<String>,
}

impl DomainsAbove {
    /// The domains that can be listed.
    pub(super) fn listed(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(String::as_str)
    }

    /// Whether a text of a policy, as it is written there, is one of the domains.
    pub(super) fn holds(&self, text: &str) -> bool {
        let domain = normal(text);
        let mut above = ancestors(&domain).skip(1);
        self.listed.contains(&domain)
            || above.next().is_some_and(|parent| self.children_of.contains(parent))
            || ancestors(&domain).skip(1).any(|above| self.all_below.contains(above))
    }

    fn add(&mut self, name: &str, reach: Reach) {
        let base = name.strip_prefix("*.");
        self.listed.extend(ancestors(base.unwrap_or(name)).map(str::to_owned));
        match (reach, base) {
            (Reach::Certificate, Some(base)) => {
                self.children_of.insert(base.to_owned());
            }
            (Reach::Records, Some(base)) => {
                self.all_below.insert(base.to_owned());
            }
            (Reach::Everything, base) => {
                self.all_below.insert(base.unwrap_or(name).to_owned());
            }
            (Reach::Certificate | Reach::Records, None) => {}
        }
    }
}

/// The condition keys that are made of the names in a request, for Cedar has no `like` over the members of a set:
/// `tegata:DomainNames` has the names, `tegata:WildcardNames` those of them that begin with `*.`.
/// `tegata:AllNamesUnder` has the domains that every name stands at or below, `tegata:AnyNameUnder` those that some
/// name does, or some name that comes with one: `*.example.com` covers `secret.example.com`, so it stands there too.
#[must_use]
pub fn domain_names<'a>(names: impl Iterator<Item = (&'a str, Reach)>) -> Vec<(&'static str, AskedValue)> {
    let mut all: Option<BTreeSet<String>> = None;
    let (mut any, mut named) = (DomainsAbove::default(), BTreeSet::new());
    for (name, reach) in names {
        let name = normal(name);
        any.add(&name, reach);
        let base = name.strip_prefix("*.").unwrap_or(&name);
        all = Some(match all {
            Some(common) => {
                ancestors(base).filter(|above| common.contains(*above)).map(str::to_owned).collect()
            }
            None => ancestors(base).map(str::to_owned).collect(),
        });
        named.insert(name);
    }
    let all = DomainsAbove { listed: all.unwrap_or_default(), ..DomainsAbove::default() };
    let wildcards = named.iter().filter(|name| name.starts_with("*.")).cloned().collect();
    vec![
        ("tegata:DomainNames", AskedValue::Texts(named)),
        ("tegata:WildcardNames", AskedValue::Texts(wildcards)),
        ("tegata:AllNamesUnder", AskedValue::Domains(all)),
        ("tegata:AnyNameUnder", AskedValue::Domains(any)),
    ]
}

fn normal(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn ancestors(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, above)| above))
}
