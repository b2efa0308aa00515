//! HTTP: which requests are answered, how, and how they are forwarded.

mod hop_by_hop;
mod host;
pub(crate) mod proxy;
pub(crate) mod reply;
mod request;
mod response;
