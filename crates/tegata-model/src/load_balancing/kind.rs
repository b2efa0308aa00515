//! The kinds of load balancers.

use serde::{Deserialize, Serialize};

/// `Type` of the API. It never changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Speaks HTTP with its clients.
    #[default]
    Application,
    /// Carries bytes and datagrams, whatever is spoken.
    Network,
}

impl Kind {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Application => "application",
            Kind::Network => "network",
        }
    }

    /// Its part of ARNs.
    #[must_use]
    pub fn in_arn(self) -> &'static str {
        match self {
            Kind::Application => "app",
            Kind::Network => "net",
        }
    }

    /// The kind with this part of ARNs.
    #[must_use]
    pub fn from_arn(text: &str) -> Option<Kind> {
        [Kind::Application, Kind::Network].into_iter().find(|kind| kind.in_arn() == text)
    }
}
