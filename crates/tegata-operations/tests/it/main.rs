//! Operations on a store in memory, with a clock that stands.

mod access_keys;
mod authorities;
mod clock;
mod event_log;
mod imports;
mod load_balancing;
mod notices;
mod rotating_keys;
mod webhooks;
