//! Which protocols a TLS listener of a network load balancer agrees on by ALPN (ELB User Guide, "ALPN policies").

use serde::{Deserialize, Serialize};

/// `AlpnPolicy` of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlpnPolicy {
    /// `http/1.1`, then `http/1.0`.
    #[serde(rename = "HTTP1Only")]
    Http1Only,
    /// `h2` alone: a client that offers other protocols is refused.
    #[serde(rename = "HTTP2Only")]
    Http2Only,
    /// `http/1.1`, then `http/1.0`, then `h2`.
    #[serde(rename = "HTTP2Optional")]
    Http2Optional,
    /// `h2`, then `http/1.1`, then `http/1.0`.
    #[serde(rename = "HTTP2Preferred")]
    Http2Preferred,
    /// Nothing is agreed on.
    #[default]
    None,
}

impl AlpnPolicy {
    /// Every policy.
    pub const ALL: [AlpnPolicy; 5] = [
        AlpnPolicy::Http1Only,
        AlpnPolicy::Http2Only,
        AlpnPolicy::Http2Optional,
        AlpnPolicy::Http2Preferred,
        AlpnPolicy::None,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            AlpnPolicy::Http1Only => "HTTP1Only",
            AlpnPolicy::Http2Only => "HTTP2Only",
            AlpnPolicy::Http2Optional => "HTTP2Optional",
            AlpnPolicy::Http2Preferred => "HTTP2Preferred",
            AlpnPolicy::None => "None",
        }
    }

    /// The policy of this name on the wire.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<AlpnPolicy> {
        AlpnPolicy::ALL.into_iter().find(|policy| policy.as_str() == name)
    }
}
