//! Targets: groups of them, connections to them, and their health.

mod alpn_tls;
pub(crate) mod answer_body;
mod balance;
mod connection;
pub(crate) mod exchange;
pub(crate) mod fault;
pub(crate) mod group;
pub(crate) mod health;
mod http2;
mod idle;
mod probe;
pub(crate) mod proxy_header;
pub(crate) mod request_body;
pub(crate) mod socket;
mod stable_waker;
pub(crate) mod stream;
pub(crate) mod tls;
pub(crate) mod upstream;
mod verifier;
