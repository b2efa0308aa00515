//! The first listener of a replacement: the others follow once the new certificate was seen to be served there.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Replacement, Stage};
use crate::load_balancing::ListenerId;
use crate::node::ChangeMark;

/// After how many handshakes that got something else the old certificate returns to the first listener. One may have
/// begun before the change.
pub(super) const DIFFERING_MAX: u32 = 3;
/// After how long without a handshake it returns there.
pub(super) const SEEN_WITHIN: SignedDuration = SignedDuration::from_mins(1);

/// What was seen on the first listener that got the new certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canary {
    /// When it got it.
    pub since: Timestamp,
    /// How many handshakes got something else.
    pub differing: u32,
}

/// Why the new certificate is not seen to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unproven {
    /// A handshake got something else, or failed.
    Differs {
        /// What, in a sentence.
        why: String,
    },
    /// There was no handshake.
    NotSeen {
        /// Why, in a sentence.
        why: String,
    },
}

impl Replacement {
    /// The new one has the old one's place on that listener, by that change. Without a listener there is nothing to see.
    #[must_use]
    pub fn attached_first(
        mut self,
        listener: Option<ListenerId>,
        by: ChangeMark,
        now: Timestamp,
    ) -> Replacement {
        let Some(listener) = listener else { return self.attached(&[], by, now) };
        self.attached_by = Some(by);
        self.moved.push(listener);
        self.canary = Some(Canary { since: now, differing: 0 });
        self.stage = Stage::Canary;
        let what = format!("attached {} on one listener, to see whether it is served there", self.new);
        self.told(what, now)
    }

    /// The new one is served, or not yet for this reason. On the first listener it has failed when that stays so: the old
    /// one is to have its place again.
    #[must_use]
    pub fn checked(mut self, served: Result<usize, Unproven>, now: Timestamp) -> Replacement {
        match (served, self.stage == Stage::Canary) {
            (Ok(listeners), is_canary) => {
                self.stage = if is_canary { Stage::Proven } else { Stage::Checked };
                self.told(format!("found it served by {}", listeners_in_words(listeners)), now)
            }
            (Err(Unproven::Differs { why } | Unproven::NotSeen { why }), false) => {
                self.told(format!("{why}; it is checked again"), now)
            }
            (Err(unproven), true) => self.canary_unproven(unproven, now),
        }
    }

    fn canary_unproven(mut self, unproven: Unproven, now: Timestamp) -> Replacement {
        let mut canary = self.canary.unwrap_or(Canary { since: now, differing: 0 });
        let (is_over, why) = match unproven {
            Unproven::Differs { why } => {
                canary.differing += 1;
                (canary.differing >= DIFFERING_MAX, why)
            }
            Unproven::NotSeen { why } => (now.duration_since(canary.since) >= SEEN_WITHIN, why),
        };
        self.canary = Some(canary);
        if is_over {
            let old = self.old;
            return self
                .failed(format!("{why}: attached {old} there again, and nowhere else was it replaced"), now);
        }
        self.told(format!("{why}; it is checked again"), now)
    }
}

/// How many listeners, in words.
pub(super) fn listeners_in_words(count: usize) -> String {
    match count {
        0 => "no listener".to_owned(),
        1 => "1 listener".to_owned(),
        more => format!("{more} listeners"),
    }
}
