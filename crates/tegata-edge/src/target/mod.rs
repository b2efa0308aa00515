//! Targets: groups of them, connections to them, and their health.

pub(crate) mod answer_body;
mod connection;
pub(crate) mod exchange;
pub(crate) mod fault;
pub(crate) mod group;
pub(crate) mod health;
mod idle;
mod stable_waker;
mod stream;
pub(crate) mod upstream;
