//! The proving of names that is under way: what for, for how long, and what comes next.

use jiff::{SignedDuration, Timestamp};

/// A proof or an attempt to renew that has not come through by then is given up: 72 hours
/// (ACM User Guide, "Troubleshooting certificate requests").
pub const VALIDATION_LIMIT: SignedDuration = SignedDuration::from_hours(72);

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
