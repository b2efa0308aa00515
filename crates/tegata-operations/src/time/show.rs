//! Showing the time.

use jiff::{SignedDuration, Timestamp};

use crate::{Caller, Error, Instance};

/// The instance's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The time by which everything is decided.
    pub now: Timestamp,
    /// How far that is ahead of the system's clock.
    pub offset: SignedDuration,
}

/// Shows the instance's time.
///
/// # Errors
/// When the caller may not.
pub fn show(instance: &Instance, caller: &Caller) -> Result<Shown, Error> {
    caller.may("tegata:DescribeClock")?;
    Ok(Shown { now: instance.clock.now(), offset: instance.clock.offset() })
}
