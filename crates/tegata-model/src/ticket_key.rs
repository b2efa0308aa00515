//! Keys of session tickets: when one is made, and when one is forgotten.
//!
//! A key is made a little before it begins, so that all nodes can open its tickets by then. It makes tickets for twelve
//! hours and opens them for twelve more: a session is resumed for a day at most, of the seven that RFC 8446 §4.6.1
//! allows. A key that has leaked opens no older traffic than that of its own day.

use jiff::{SignedDuration, Timestamp};

/// How long a key makes tickets, from its beginning.
pub const ENCRYPTS_FOR: SignedDuration = SignedDuration::from_hours(12);
/// How long it still opens them after that.
pub const DECRYPTS_FOR: SignedDuration = SignedDuration::from_hours(12);
/// How long before its beginning a key is made.
const MADE_BEFORE: SignedDuration = SignedDuration::from_mins(5);

/// What is to be done about the keys that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// From when the key that is to be made now makes tickets; `None` when there is nothing to do.
    pub begins_at: Option<Timestamp>,
    /// When to look again.
    pub next: Timestamp,
}

/// What is to be done at `now` about keys that begin at these times.
#[must_use]
pub fn plan_rotation(beginnings: &[Timestamp], now: Timestamp) -> Rotation {
    let newest = beginnings.iter().filter(|begins_at| !is_over(**begins_at, now)).max();
    let ends_at = newest.map_or(now, |begins_at| *begins_at + ENCRYPTS_FOR);
    let begins_at = (ends_at - MADE_BEFORE <= now).then_some(ends_at.max(now));
    let serves_until = begins_at.map_or(ends_at, |begins_at| begins_at + ENCRYPTS_FOR);
    Rotation { begins_at, next: serves_until - MADE_BEFORE }
}

/// Whether a key that begins then is of no more use at `now`. One that begins later than any key of this moment would
/// was made by a clock that has been set back since.
#[must_use]
pub fn is_over(begins_at: Timestamp, now: Timestamp) -> bool {
    now >= begins_at + ENCRYPTS_FOR + DECRYPTS_FOR || begins_at > now + ENCRYPTS_FOR
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a time")
    }

    fn planned(beginnings: &[i64], now: i64) -> (Option<Timestamp>, Timestamp) {
        let beginnings: Vec<Timestamp> = beginnings.iter().map(|begins_at| at(*begins_at)).collect();
        let Rotation { begins_at, next } = plan_rotation(&beginnings, at(now));
        (begins_at, next)
    }

    #[test]
    fn a_key_begins_where_the_one_before_ends_and_is_made_before() {
        let (end, made) = (12 * HOUR, 12 * HOUR - 300);
        assert_eq!(planned(&[], 0), (Some(at(0)), at(made)));
        assert_eq!(planned(&[0], 1), (None, at(made)));
        assert_eq!(planned(&[0], made - 1), (None, at(made)));
        assert_eq!(planned(&[0], made), (Some(at(end)), at(end + made)));
        assert_eq!(planned(&[0, end], made + 1), (None, at(end + made)));
        assert_eq!(planned(&[0], 20 * HOUR), (Some(at(20 * HOUR)), at(20 * HOUR + made)), "after a pause");
        assert_eq!(planned(&[0], 100 * HOUR), (Some(at(100 * HOUR)), at(100 * HOUR + made)));
    }

    #[test]
    fn a_key_ends_with_its_day_and_by_a_clock_that_was_set_back() {
        assert!(!is_over(at(0), at(24 * HOUR - 1)));
        assert!(is_over(at(0), at(24 * HOUR)));
        assert!(!is_over(at(12 * HOUR), at(12 * HOUR - 300)), "it is made ahead");
        assert!(is_over(at(100 * HOUR), at(0)));
        assert_eq!(planned(&[100 * HOUR], 0).0, Some(at(0)));
    }
}
