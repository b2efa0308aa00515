//! Showing the time.

use jiff::{SignedDuration, Timestamp};
use tegata_model::clock_guard::Doubt;

use crate::{Caller, Error, Instance};

/// The instance's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The time by which everything is decided.
    pub now: Timestamp,
    /// How far that is ahead of the system's clock.
    pub offset: SignedDuration,
    /// Why the system's clock is doubted; `None` while it is trusted.
    pub doubt: Option<Doubt>,
}

/// Shows the instance's time.
///
/// # Errors
/// When the caller may not.
pub fn show(instance: &Instance, caller: &Caller) -> Result<Shown, Error> {
    caller.may("tegata:DescribeClock")?;
    let clock = &instance.clock;
    Ok(Shown { now: clock.now(), offset: clock.offset(), doubt: clock.trusted_now().err() })
}
