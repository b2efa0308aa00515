//! What is kept of an imported certificate.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an imported certificate says of itself, as far as descriptions and searches need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// When it was imported, or last imported anew.
    pub at: Timestamp,
    /// The common name, or the first name when there is none.
    pub domain_name: String,
    /// The DNS names as the certificate spells them, odd ones included.
    pub dns_names: Vec<String>,
    /// The IP addresses it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ip_addresses: Vec<IpAddr>,
    /// The whole subject, as ACM writes it: `C=AU,O=…,CN=…`.
    pub subject: String,
    /// Key usages in ACM's names; `None` when the extension is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_usages: Option<Vec<String>>,
    /// Extended key usages as pairs of ACM's name and the identifier; `None` when the extension is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_key_usages: Option<Vec<(String, String)>>,
}

impl Imported {
    /// Key usages in ACM's names: `ANY` when the certificate does not restrict them.
    #[must_use]
    pub fn key_usages(&self) -> Vec<&str> {
        match &self.key_usages {
            Some(usages) => usages.iter().map(String::as_str).collect(),
            None => vec!["ANY"],
        }
    }

    /// Extended key usages, as pairs of ACM's name and the identifier, which is empty for `NONE`: the
    /// certificate names none.
    #[must_use]
    pub fn extended_key_usages(&self) -> Vec<(&str, &str)> {
        match &self.extended_key_usages {
            Some(usages) => usages.iter().map(|(name, oid)| (name.as_str(), oid.as_str())).collect(),
            None => vec![("NONE", "")],
        }
    }
}
