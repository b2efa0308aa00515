//! Which version of HTTP a target group's targets speak.

use serde::{Deserialize, Serialize};

/// Which version of HTTP targets speak; `ProtocolVersion` of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProtocolVersion {
    /// HTTP/1.1.
    #[default]
    Http1,
    /// HTTP/2; in the clear with prior knowledge.
    Http2,
    /// gRPC, over HTTP/2.
    Grpc,
}

impl ProtocolVersion {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ProtocolVersion::Http1 => "HTTP1",
            ProtocolVersion::Http2 => "HTTP2",
            ProtocolVersion::Grpc => "GRPC",
        }
    }

    /// The version of this name on the wire.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<ProtocolVersion> {
        let all = [ProtocolVersion::Http1, ProtocolVersion::Http2, ProtocolVersion::Grpc];
        all.into_iter().find(|version| version.as_str() == name)
    }
}
