//! How one request is exchanged with a target.

use std::time::Duration;

/// How one request is exchanged with a target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange {
    /// How long the connection may stand still while something is awaited on it: no byte of a request or of an answer
    /// moves (ELB attribute `idle_timeout.timeout_seconds`).
    pub(crate) idle_timeout: Duration,
    /// Whether its connection may carry other requests.
    pub(crate) reuse: Reuse,
}

/// Whether connections may be used for further requests after one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reuse {
    /// They may.
    Allowed,
    /// The client's and the target's are closed.
    Forbidden,
}
