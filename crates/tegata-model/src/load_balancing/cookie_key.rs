//! Keys that seal stickiness cookies: which one seals, and when the next is made.
//!
//! ```text
//!  made ──a minute──► seals ──a day, then the next seals──► opens ──until no cookie can be sealed with it──► deleted
//! ```

use jiff::{SignedDuration, Timestamp};

use super::action::STICKINESS_SECONDS_MAX;

/// How long a key seals.
const SEALS_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How long after it is made a key begins to seal. By then every node has read it.
const BEGINS_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// How long a key is kept after it began: as long as it seals, then as long as a cookie can be sticky, and a day more,
/// since a node that is cut off from the store goes on sealing with the last key it has.
const KEPT_FOR: SignedDuration =
    SignedDuration::from_secs(STICKINESS_SECONDS_MAX as i64 + 2 * SEALS_FOR.as_secs());

/// A key, without its octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CookieKey {
    /// Its number, drawn at random; cookies carry it.
    pub id: u32,
    /// From when on it seals.
    pub begins_at: Timestamp,
}

/// When a key that is made now begins to seal; `None` when none is due. The first of all begins at once.
#[must_use]
pub fn next_begins_at(keys: &[CookieKey], now: Timestamp) -> Option<Timestamp> {
    let Some(newest) = keys.iter().map(|key| key.begins_at).max() else { return Some(now) };
    let is_due = now.duration_since(newest) >= SEALS_FOR - BEGINS_AFTER;
    is_due.then(|| now.saturating_add(BEGINS_AFTER).unwrap_or(now))
}

/// Keys that began before this time are of no use any more.
#[must_use]
pub fn useless_before(now: Timestamp) -> Timestamp {
    now.saturating_sub(KEPT_FOR).unwrap_or(now)
}

/// Sorts keys into the order in which an edge gets them: the one that seals first.
pub fn sort<T>(keys: &mut [T], key: impl Fn(&T) -> CookieKey, now: Timestamp) {
    keys.sort_by_key(|one| {
        let CookieKey { id, begins_at } = key(one);
        (begins_at > now, std::cmp::Reverse(begins_at), id)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn key(id: u32, begins_at: i64) -> CookieKey {
        CookieKey { id, begins_at: at(begins_at) }
    }

    #[test]
    fn the_next_key_is_there_before_the_last_has_sealed_for_a_day() {
        assert_eq!(next_begins_at(&[], at(5)), Some(at(5)));
        let keys = [key(1, 0), key(2, 86_400)];
        assert_eq!(next_begins_at(&keys, at(2 * 86_400 - 61)), None);
        assert_eq!(next_begins_at(&keys, at(2 * 86_400 - 60)), Some(at(2 * 86_400)));
    }

    #[test]
    fn the_newest_key_that_has_begun_seals() {
        let mut keys = [key(1, 0), key(3, 200), key(2, 100)];
        sort(&mut keys, |key| *key, at(150));
        assert_eq!(keys.map(|key| key.id), [2, 1, 3]);
        sort(&mut keys, |key| *key, at(200));
        assert_eq!(keys.map(|key| key.id), [3, 2, 1]);
    }

    #[test]
    fn a_key_opens_for_as_long_as_a_cookie_can_be_sticky() {
        let last_sealed = at(86_400);
        let over = last_sealed.as_second() + i64::from(STICKINESS_SECONDS_MAX);
        assert!(useless_before(at(over)) < at(0));
        assert!(useless_before(at(over + 86_401)) > at(0));
    }
}
