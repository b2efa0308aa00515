//! How bytes and datagrams are carried, whatever is spoken in them: plain data, as all of `vocabulary`.

/// Which protocols are agreed on with clients by ALPN (ELB User Guide, "ALPN policies"). What was agreed on is offered to
/// targets over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alpn {
    /// Nothing is agreed on.
    None,
    /// `http/1.1`, then `http/1.0`.
    Http1Only,
    /// `h2`. A connection without it ends after the handshake.
    Http2Only,
    /// `http/1.1`, then `http/1.0`, then `h2`.
    Http2Optional,
    /// `h2`, then `http/1.1`, then `http/1.0`.
    Http2Preferred,
}

impl Alpn {
    /// The protocols, the preferred one first.
    pub(crate) fn protocols(self) -> &'static [&'static [u8]] {
        match self {
            Alpn::None => &[],
            Alpn::Http1Only => &[b"http/1.1", b"http/1.0"],
            Alpn::Http2Only => &[b"h2"],
            Alpn::Http2Optional => &[b"http/1.1", b"http/1.0", b"h2"],
            Alpn::Http2Preferred => &[b"h2", b"http/1.1", b"http/1.0"],
        }
    }
}

/// How a group's targets get bytes and datagrams (ELB API, `TargetGroupAttribute`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StreamTargets {
    /// Whether a header of the PROXY protocol, version 2, comes first: on a connection once, on a health check without
    /// addresses, and before each datagram.
    pub proxy_header: bool,
    /// Whether all connections of a client's address go to the same target.
    pub sticky_source: bool,
    /// Whether connections to a target are reset once it is neither in service nor draining.
    pub reset_deregistered: bool,
    /// Whether connections to a target are reset when it becomes unhealthy.
    pub reset_unhealthy: bool,
}
