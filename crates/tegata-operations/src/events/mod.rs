//! What happened: the event log, and the webhooks that are told of it.

pub mod event_log;
pub mod webhook;
