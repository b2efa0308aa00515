//! What happened: the event log, and the webhooks that receive it.

pub mod event_log;
pub mod webhook;
