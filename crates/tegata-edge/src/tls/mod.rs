//! TLS: handshakes, the choice of certificate, security policies.

pub(crate) mod certificate;
mod cipher_suites;
pub mod client;
pub(crate) mod clock;
mod config;
pub(crate) mod config_key;
pub(crate) mod explanation;
pub(crate) mod handshake;
pub(crate) mod known;
pub(crate) mod material;
pub(crate) mod mutual;
pub(crate) mod policy;
pub(crate) mod preference;
pub(crate) mod secure_stream;
pub(crate) mod selection;
pub mod server;
pub(crate) mod staples;
pub(crate) mod tickets;
pub(crate) mod trust_stores;
