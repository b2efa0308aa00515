//! What a decision leads to: the new state, what to record, what to do next.

use jiff::Timestamp;

use super::Certificate;
use crate::event::Event;

/// What the look-ups under way are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proving {
    /// The first issue or a renewal.
    pub purpose: Purpose,
    /// When it began.
    pub since: Timestamp,
    /// When it is given up.
    pub until: Timestamp,
}

/// What a version is issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// There is no version yet.
    FirstIssue,
    /// To take the place of the version there is.
    Renewal,
}

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

/// Work that a decision makes necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// None.
    Nothing,
    /// Some names are still to be proven by what a look-up finds.
    LookUpProofs,
    /// Some names are still to be proven by mail.
    AskByMail,
    /// Every name is proven.
    Issue,
}

/// Nothing is being proven: the certificate has moved on, and what was seen no longer matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingPending;
