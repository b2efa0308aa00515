//! Keys that all edges share and that are replaced in time: when one is made, and when one is deleted.
//!
//! ```text
//!  made ──five minutes──► encrypts ──until the next one begins──► decrypts ──until nothing is left to decrypt──► deleted
//! ```
//!
//! A key is made a little before it begins, so that all nodes have it by then. A session ticket is made under a key for
//! twelve hours and opened for twelve more: a session is resumed for a day at most, of the seven that RFC 8446 §4.6.1
//! allows. A key that has leaked opens no older traffic than that of its own day.

use jiff::{SignedDuration, Timestamp};

use crate::load_balancing::action::STICKINESS_SECONDS_MAX;

/// How long before its beginning a key is made.
const MADE_BEFORE: SignedDuration = SignedDuration::from_mins(5);

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPurpose {
    /// The keys of session tickets are derived from it.
    SessionTickets,
    /// It seals stickiness cookies.
    StickinessCookies,
}

impl KeyPurpose {
    /// All purposes.
    pub const ALL: [KeyPurpose; 2] = [KeyPurpose::SessionTickets, KeyPurpose::StickinessCookies];

    /// Its name in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            KeyPurpose::SessionTickets => "session-tickets",
            KeyPurpose::StickinessCookies => "stickiness-cookies",
        }
    }

    /// The purpose of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<KeyPurpose> {
        KeyPurpose::ALL.into_iter().find(|purpose| purpose.as_str() == name)
    }

    /// How long a key encrypts, from its beginning.
    #[must_use]
    pub fn encrypts_for(self) -> SignedDuration {
        match self {
            KeyPurpose::SessionTickets => SignedDuration::from_hours(12),
            KeyPurpose::StickinessCookies => SignedDuration::from_hours(24),
        }
    }

    /// How long it still decrypts after that.
    #[must_use]
    pub fn decrypts_for(self) -> SignedDuration {
        match self {
            KeyPurpose::SessionTickets => SignedDuration::from_hours(12),
            // As long as a cookie can be sticky, and a day more: a node that has lost the store goes on sealing with the
            // last key that it has.
            KeyPurpose::StickinessCookies => {
                SignedDuration::from_secs(i64::from(STICKINESS_SECONDS_MAX)) + SignedDuration::from_hours(24)
            }
        }
    }

    /// Whether a key that begins then is of no more use at `now`. One that begins later than any key of this moment
    /// would was made by a clock that has been set back since.
    #[must_use]
    pub fn is_over(self, begins_at: Timestamp, now: Timestamp) -> bool {
        now >= begins_at + self.encrypts_for() + self.decrypts_for() || begins_at > now + self.encrypts_for()
    }

    /// What is to be done at `now` about keys that begin at these times.
    #[must_use]
    pub fn plan_rotation(self, beginnings: &[Timestamp], now: Timestamp) -> Rotation {
        let newest = beginnings.iter().filter(|begins_at| !self.is_over(**begins_at, now)).max();
        let ends_at = newest.map_or(now, |begins_at| *begins_at + self.encrypts_for());
        let begins_at = (ends_at - MADE_BEFORE <= now).then_some(ends_at.max(now));
        let serves_until = begins_at.map_or(ends_at, |begins_at| begins_at + self.encrypts_for());
        Rotation { begins_at, next: serves_until - MADE_BEFORE }
    }
}

/// What is to be done about the keys that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// From when the key that is to be made now encrypts; `None` when there is nothing to do.
    pub begins_at: Option<Timestamp>,
    /// When to look again.
    pub next: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;
    const TICKETS: KeyPurpose = KeyPurpose::SessionTickets;
    const COOKIES: KeyPurpose = KeyPurpose::StickinessCookies;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a time")
    }

    fn planned(purpose: KeyPurpose, beginnings: &[i64], now: i64) -> (Option<Timestamp>, Timestamp) {
        let beginnings: Vec<Timestamp> = beginnings.iter().map(|begins_at| at(*begins_at)).collect();
        let Rotation { begins_at, next } = purpose.plan_rotation(&beginnings, at(now));
        (begins_at, next)
    }

    #[test]
    fn a_key_begins_where_the_one_before_ends_and_is_made_before() {
        for (purpose, hours) in [(TICKETS, 12), (COOKIES, 24)] {
            let planned = |beginnings: &[i64], now| planned(purpose, beginnings, now);
            let (end, made) = (hours * HOUR, hours * HOUR - 300);
            assert_eq!(planned(&[], 0), (Some(at(0)), at(made)));
            assert_eq!(planned(&[0], 1), (None, at(made)));
            assert_eq!(planned(&[0], made - 1), (None, at(made)));
            assert_eq!(planned(&[0], made), (Some(at(end)), at(end + made)));
            assert_eq!(planned(&[0, end], made + 1), (None, at(end + made)));
            let late = end + 8 * HOUR;
            assert_eq!(planned(&[0], late), (Some(at(late)), at(late + made)), "after a pause");
            let later = 400 * HOUR;
            assert_eq!(planned(&[0], later), (Some(at(later)), at(later + made)));
        }
    }

    #[test]
    fn a_ticket_key_ends_with_its_day_and_by_a_clock_that_was_set_back() {
        assert!(!TICKETS.is_over(at(0), at(24 * HOUR - 1)));
        assert!(TICKETS.is_over(at(0), at(24 * HOUR)));
        assert!(!TICKETS.is_over(at(12 * HOUR), at(12 * HOUR - 300)), "it is made ahead");
        assert!(TICKETS.is_over(at(100 * HOUR), at(0)));
        assert_eq!(planned(TICKETS, &[100 * HOUR], 0).0, Some(at(0)));
    }

    #[test]
    fn a_cookie_key_opens_for_as_long_as_a_cookie_can_be_sticky() {
        let last_sealed = 24 * HOUR;
        let sticky_until = last_sealed + i64::from(STICKINESS_SECONDS_MAX);
        assert!(!COOKIES.is_over(at(0), at(sticky_until)));
        assert!(COOKIES.is_over(at(0), at(sticky_until + 24 * HOUR)));
    }

    #[test]
    fn a_purpose_is_found_by_its_name() {
        for purpose in KeyPurpose::ALL {
            assert_eq!(KeyPurpose::parse(purpose.as_str()), Some(purpose));
        }
        assert_eq!(KeyPurpose::parse("of-a-newer-release"), None);
    }
}
