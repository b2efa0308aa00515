//! Handshakes in which clients show certificates (ELB User Guide, "Mutual authentication with TLS").
//!
//! They are done by rustls: s2n-tls hands an unverified chain on by an `unsafe` call alone, cannot pass over a
//! certificate's end, and reads revocation lists by an unstable part of it. Listeners without mutual authentication stay
//! with s2n-tls. A session is not resumed, as with ELB: each connection shows its certificate.

pub(crate) mod accept;
pub(crate) mod certified_keys;
pub(crate) mod reason;
pub(crate) mod suites;
mod verifier;
