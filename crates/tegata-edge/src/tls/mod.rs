//! TLS: handshakes, the choice of certificate, security policies.

pub(crate) mod certificate;
pub mod client;
mod config;
pub(crate) mod handshake;
pub(crate) mod policy;
pub(crate) mod secure_stream;
pub(crate) mod selection;
pub mod server;
