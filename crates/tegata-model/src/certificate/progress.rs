//! What a decision leads to: the new state, what to record, what to do next.

use super::Certificate;
use super::proving::Next;
use crate::event::Event;

/// Whether something serves the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// At least one attachment.
    InUse,
    /// None.
    Unused,
}

/// What a decision leads to: the new state, what to record, what to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The new state, to be stored whole.
    pub certificate: Certificate,
    /// What happened, to be recorded in the same transaction.
    pub events: Vec<Event>,
    /// Work for the outside, to be enqueued in the same transaction.
    pub next: Next,
}

/// Nothing is being proven: the certificate has moved on, and what was seen no longer matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingPending;
