//! DNS: an authoritative server on an in-memory snapshot, and the resolver that looks proofs up.
//!
//! Messages and record data are read and written by the `domain` crate; the way to an answer (RFC 1034 §4.3.2,
//! RFC 4592) over an immutable snapshot is our own, since the stores that come with DNS libraries walk a whole
//! zone on a miss.

pub mod resolver;
pub mod server;
pub mod zone;
