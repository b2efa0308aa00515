//! Sockets that are open, and the connections of their clients.

pub(crate) mod connection;
pub(crate) mod listener;
