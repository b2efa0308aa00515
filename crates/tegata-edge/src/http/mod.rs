//! HTTP: which requests are answered, how, and how they are forwarded.

pub(crate) mod access;
pub(crate) mod answer_headers;
pub(crate) mod client_certificate;
mod cookie;
pub(crate) mod cookie_keys;
pub(crate) mod desync;
pub(crate) mod downstream;
mod group_stickiness;
mod hop_by_hop;
mod host;
mod outgoing;
pub(crate) mod proxy;
pub(crate) mod reply;
pub(crate) mod request;
mod response;
pub(crate) mod rules;
pub(crate) mod site;
mod target_stickiness;
pub(crate) mod trace;
pub(crate) mod unread_body;
mod version;
