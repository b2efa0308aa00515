//! Whether the system clock can be trusted with work that cannot be undone.
//!
//! A wall clock may be set to any time; a monotonic clock only counts on. Once the two part, one of them is wrong, and
//! what was decided from the wrong one could not be taken back: a revocation that was forgotten, a certificate that
//! was marked EXPIRED. Such work waits until the wall clock is back where it was expected, has been steady for
//! [`STEADY_FOR`], or an operator has said that it is right.
//!
//! ```text
//!            parts from the trusted time           steady for STEADY_FOR, or acknowledged
//!  trusted ─────────────────────────────► doubtful ───────────────────────────────────► trusted
//!     ▲                                      │
//!     └──────── back at the trusted time ────┘
//! ```

use std::fmt;

use jiff::{SignedDuration, Timestamp};

/// How far the two clocks may part at once: time servers step a clock by less than this in normal operation.
pub const STEP_MAX: SignedDuration = SignedDuration::from_mins(1);
/// For how long a wall clock that has jumped has to run beside the monotonic one before it is trusted. Time servers
/// correct a wrong clock within minutes.
pub const STEADY_FOR: SignedDuration = SignedDuration::from_mins(30);
/// How far a start may lie after the last known time before the clock is doubted. Longer pauses happen; then work that
/// cannot be undone begins [`STEADY_FOR`] later.
pub const ABSENCE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How far a start may lie before the last known time: that is written down by another node, or a clock that was
/// stepped back a little since.
pub const BEHIND_MAX: SignedDuration = SignedDuration::from_mins(5);
/// A trusted reading is replaced by a later one after this: two crystals drift apart by seconds in a day.
const ANCHORED_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Both clocks, read at the same moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The system's wall clock.
    pub wall: Timestamp,
    /// The time since the process started, suspended time included, by a clock that is never set.
    pub monotonic: SignedDuration,
}

/// Why the wall clock is doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What the wall clock should show.
    pub expected: Timestamp,
    /// What it showed when the doubt began.
    pub found: Timestamp,
    /// How much longer it has to be steady.
    pub left: SignedDuration,
}

/// What is known of the wall clock. Feed it every reading by [`ClockGuard::observe`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockGuard {
    trusted: Trusted,
    /// The first reading after the jump: what the wall clock has to be steady against.
    jumped: Option<Reading>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trusted {
    /// Nothing to compare with yet.
    Nothing,
    /// What an earlier process last trusted.
    LastKnown(Timestamp),
    /// A reading of this process.
    Reading(Reading),
}

impl ClockGuard {
    /// A guard at the start of a process. `last_known` is the time that an earlier process last trusted, if any.
    #[must_use]
    pub fn new(last_known: Option<Timestamp>) -> ClockGuard {
        ClockGuard { trusted: last_known.map_or(Trusted::Nothing, Trusted::LastKnown), jumped: None }
    }

    /// Takes a reading, and says why the wall clock is doubted; `None` when it is trusted.
    pub fn observe(&mut self, reading: Reading) -> Option<Doubt> {
        if self.trusted.agrees(reading) {
            self.trust(reading);
            return None;
        }
        let jumped = match self.jumped {
            Some(jumped) if runs_beside(jumped, reading) => jumped,
            _ => *self.jumped.insert(reading),
        };
        let left = STEADY_FOR - (reading.monotonic - jumped.monotonic);
        if left <= SignedDuration::ZERO {
            self.trust(reading);
            return None;
        }
        Some(Doubt { expected: self.trusted.expected(reading), found: jumped.wall, left })
    }

    /// An operator says that the wall clock is right.
    pub fn acknowledge(&mut self, reading: Reading) {
        *self = ClockGuard { trusted: Trusted::Reading(reading), jumped: None };
    }

    fn trust(&mut self, reading: Reading) {
        self.jumped = None;
        self.trusted = match self.trusted {
            // Kept for a while, so that many small steps do not add up to a large one unnoticed.
            Trusted::Reading(anchor)
                if runs_beside(anchor, reading) && reading.monotonic - anchor.monotonic < ANCHORED_FOR =>
            {
                Trusted::Reading(anchor)
            }
            _ => Trusted::Reading(reading),
        };
    }
}

impl Trusted {
    fn agrees(self, reading: Reading) -> bool {
        match self {
            Trusted::Nothing => true,
            Trusted::Reading(anchor) => runs_beside(anchor, reading),
            Trusted::LastKnown(last) => {
                let ahead = last.duration_until(reading.wall);
                -BEHIND_MAX <= ahead && ahead <= ABSENCE_MAX.saturating_add(reading.monotonic)
            }
        }
    }

    /// What the wall clock should show.
    fn expected(self, reading: Reading) -> Timestamp {
        match self {
            Trusted::Nothing => reading.wall,
            Trusted::LastKnown(last) => last,
            Trusted::Reading(anchor) => later(anchor.wall, reading.monotonic - anchor.monotonic),
        }
    }
}

/// Whether both clocks have counted the same since `before`, but for a step and for drift.
fn runs_beside(before: Reading, now: Reading) -> bool {
    let elapsed = now.monotonic - before.monotonic;
    let parted = later(before.wall, elapsed).duration_until(now.wall).abs();
    // A thousandth is far more than a working crystal drifts.
    parted <= STEP_MAX.saturating_add(elapsed.abs() / 1000)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.left.as_mins() + 1;
        write!(
            f,
            "the system clock showed {:.0} when {:.0} was expected. Expiry, renewals, notices and deletions \
             are paused until it has been steady for {minutes} more minutes. If it is right, run `tegata \
             clock acknowledge`",
            self.found, self.expected
        )
    }
}

#[cfg(test)]
mod tests;
