//! Bytes and datagrams between clients and targets, for listeners of network load balancers.

pub(crate) mod choice;
pub(crate) mod connection;
pub(crate) mod datagrams;
mod pipe;
mod reset;
pub(crate) mod state;
