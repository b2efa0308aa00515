//! How large a request may be, whatever its protocol.

/// How deep a body may be nested.
pub(super) const DEPTH_MAX: usize = 32;
/// How many values a request may hold: a value in a tree takes up to a kilobyte, however few octets it came in. The
/// largest request that AWS takes, a batch of 1,000 changes of record sets, has fewer than 20,000.
pub(super) const VALUES_MAX: usize = 32_000;
