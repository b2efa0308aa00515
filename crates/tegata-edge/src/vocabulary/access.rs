//! What an access log keeps of a request (ELB User Guide, "Access log entries").

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;

use super::GroupKey;

/// The caller's identifier of an access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessLogKey(pub u64);

/// Called when a request has ended whose listener has an access log.
pub type OnAccess = Arc<dyn Fn(AccessLogKey, &AccessEntry) + Send + Sync>;

/// The status of a request whose client left before it was answered (ELB User Guide, "HTTP 460").
pub(crate) const CLIENT_LEFT: u16 = 460;

/// A request that has ended, and what was done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// What was spoken with the client.
    pub protocol: AccessProtocol,
    /// The client's address and port.
    pub client: SocketAddr,
    /// Method, URL and version.
    pub line: String,
    /// The header `User-Agent`.
    pub user_agent: Option<HeaderValue>,
    /// What the handshake agreed on.
    pub tls: Option<AccessTls>,
    /// Bytes of the request, with its headers.
    pub bytes_received: u64,
    /// Bytes of the answer, with its headers.
    pub bytes_sent: u64,
    /// From when the request's headers were there until its answer was sent, or its connection was closed.
    pub elapsed: Duration,
    /// The status of the answer; 460 when the client left before.
    pub status: u16,
    /// Which rule decided; `None` when none was tried.
    pub rule: Option<MatchedRule>,
    /// What was done.
    pub action: Option<PerformedAction>,
    /// Where the request was sent.
    pub target: Option<AccessTarget>,
    /// The header `X-Amzn-Trace-Id`, as the target got it.
    pub trace_id: Option<HeaderValue>,
    /// Why two readers could understand the request in two ways.
    pub unclear: Option<Unclear>,
    /// What a rule's transforms made of the request.
    pub transformed: Option<Transformed>,
}

/// What is spoken with a client, as access logs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessProtocol {
    /// HTTP in the clear.
    Http,
    /// HTTP/1.1 over TLS.
    Https,
    /// HTTP/2 over TLS.
    H2,
    /// gRPC over TLS.
    Grpcs,
    /// WebSocket in the clear.
    Ws,
    /// WebSocket over TLS.
    Wss,
}

/// What a client's handshake agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessTls {
    /// Such as `TLSv1.3`.
    pub version: HeaderValue,
    /// By OpenSSL's name.
    pub cipher_suite: HeaderValue,
    /// The server name that the client asked for.
    pub server_name: Option<String>,
}

/// Which rule decided about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchedRule {
    /// The default action.
    Default,
    /// The rule with this priority.
    Priority(u32),
}

/// What was done with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerformedAction {
    /// It was sent to a target.
    Forward,
    /// Its client was sent to this URL.
    Redirect(Option<HeaderValue>),
    /// It was answered with a fixed response.
    FixedResponse,
}

/// Where a request was sent, and when. Times count from when its headers were there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessTarget {
    /// The target's group.
    pub group: GroupKey,
    /// The target's address and port.
    pub address: SocketAddr,
    /// When the request was sent on its way.
    pub sent: Duration,
    /// When the target's answer began, and its status.
    pub answered: Option<(Duration, u16)>,
}

/// Why two readers could understand a request in two ways (ELB User Guide, "Classification reasons").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclear {
    /// `Acceptable` or `Ambiguous`.
    pub class: &'static str,
    /// Such as `DuplicateContentLength`.
    pub reason: &'static str,
}

/// What a rule's transforms made of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transformed {
    /// The host, when it has changed.
    pub host: Option<HeaderValue>,
    /// The path and query, when they have changed.
    pub url: Option<String>,
    /// Whether what came out could be requested.
    pub outcome: TransformOutcome,
}

/// Whether what a rule's transforms made of a request could be requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransformOutcome {
    /// It could.
    Success,
    /// The host is none.
    InvalidHost,
    /// The path is none.
    InvalidPath,
}
