//! What a request may take.

use std::time::Duration;

/// How many addresses of a name are looked at; one that has more is refused.
pub(crate) const ADDRESSES_MAX: usize = 32;

/// What a request may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The whole of it: resolving, connecting, redirects, the answer.
    pub within: Duration,
    /// Trying one address.
    pub connect_within: Duration,
    /// How much of an answer's body is read; what comes behind is left.
    pub body_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        let (within, connect_within) = (Duration::from_secs(15), Duration::from_secs(5));
        Limits { within, connect_within, body_bytes_max: 64 * 1024 }
    }
}
