//! How long a certificate holds, when its successor is due, and how long a proof counts: dated policy.
//!
//! The CA/Browser Forum shortens all three on known days (ballot SC-081v3), so each is looked up by the
//! day of issue and none is a constant anywhere else.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// One row of the policy.
struct Era {
    /// First day on which the row holds, in UTC.
    from: Date,
    /// Days a certificate holds, its first and last day included.
    lifetime_days: i64,
    /// Days for which a proof of control may be used again.
    proof_days: i64,
}

/// Newest first. 198, 100 and 47 days are what ACM issues under the limits of 200, 100 and 47 days
/// (ACM User Guide, "Managed renewal"; CA/B Baseline Requirements §6.3.2); the reuse of proofs follows
/// §4.2.1 of the same. What was issued before the first row is taken as the first row.
const ERAS: [Era; 3] = [
    Era { from: Date::constant(2029, 3, 15), lifetime_days: 47, proof_days: 10 },
    Era { from: Date::constant(2027, 3, 15), lifetime_days: 100, proof_days: 100 },
    Era { from: Date::constant(2026, 3, 15), lifetime_days: 198, proof_days: 200 },
];

/// A renewal begins this long before the end, for a certificate of 198 days (ACM User Guide, "Managed renewal").
pub const LONGEST_LEAD: SignedDuration = SignedDuration::from_hours(45 * 24);

/// From when to when a certificate holds; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// 00:00:00Z of the day of issue, so that it does not tell the second.
    pub not_before: Timestamp,
    /// 23:59:59Z of the last day.
    pub not_after: Timestamp,
}

/// The window of a certificate that is issued at `now`.
#[must_use]
pub fn leaf_window(now: Timestamp) -> Window {
    let day = day_of(now);
    let not_before = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(now);
    // Both ends count (RFC 5280 §4.1.2.5), so the last second is not part of the next day.
    let not_after = not_before + SignedDuration::from_hours(24 * era(day).lifetime_days) - 1.second();
    Window { not_before, not_after }
}

/// How many days the certificate of the instance's own server holds.
pub const SERVER_DAYS: u16 = 90;

/// The window of a certificate that is made at `now` for the instance's own server.
#[must_use]
pub fn server_window(now: Timestamp) -> Window {
    let not_before = TimeZone::UTC.to_timestamp(day_of(now).at(0, 0, 0, 0)).unwrap_or(now);
    let not_after = not_before + SignedDuration::from_hours(24 * i64::from(SERVER_DAYS)) - 1.second();
    Window { not_before, not_after }
}

/// The most days that a certificate issued on the day of `not_before` may hold, both ends included.
#[must_use]
pub fn days_max(not_before: Timestamp) -> u16 {
    u16::try_from(era(day_of(not_before)).lifetime_days).unwrap_or(u16::MAX)
}

/// How long before `not_after` the successor is due: 45 days, but no more than the last third of the
/// window. ACM says 45 days for its 198; for shorter ones it says nothing, and 45 days of 47 would
/// renew without end. A third leaves 33 days of 100 and 15 of 47, ten attempts and five.
#[must_use]
pub fn renewal_lead(not_before: Timestamp, not_after: Timestamp) -> SignedDuration {
    (not_before.duration_until(not_after) / 3).min(LONGEST_LEAD)
}

/// For how long after it was seen a proof still lets us issue, at `now`.
#[must_use]
pub fn proof_reuse(now: Timestamp) -> SignedDuration {
    SignedDuration::from_hours(24 * era(day_of(now)).proof_days)
}

fn day_of(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now).date()
}

fn era(day: Date) -> &'static Era {
    ERAS.iter().find(|era| era.from <= day).unwrap_or(&ERAS[ERAS.len() - 1])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn the_window_follows_the_day_of_issue() {
        for (issued, not_before, not_after) in [
            ("2026-05-28T13:14:15Z", "2026-05-28T00:00:00Z", "2026-12-11T23:59:59Z"),
            ("2027-03-14T23:59:59.999Z", "2027-03-14T00:00:00Z", "2027-09-27T23:59:59Z"),
            ("2027-03-15T00:00:00Z", "2027-03-15T00:00:00Z", "2027-06-22T23:59:59Z"),
            ("2029-03-14T12:00:00Z", "2029-03-14T00:00:00Z", "2029-06-21T23:59:59Z"),
            ("2029-03-15T12:00:00Z", "2029-03-15T00:00:00Z", "2029-04-30T23:59:59Z"),
            ("2024-02-29T12:00:00Z", "2024-02-29T00:00:00Z", "2024-09-13T23:59:59Z"),
        ] {
            let window = leaf_window(at(issued));
            assert_eq!((window.not_before, window.not_after), (at(not_before), at(not_after)), "{issued}");
        }
    }

    #[test]
    fn the_lead_is_forty_five_days_or_a_third() {
        let lead_of = |issued: &str| {
            let window = leaf_window(at(issued));
            renewal_lead(window.not_before, window.not_after).as_hours() / 24
        };
        assert_eq!(lead_of("2026-11-23T00:00:00Z"), 45);
        assert_eq!(lead_of("2027-11-23T00:00:00Z"), 33);
        assert_eq!(lead_of("2030-11-23T00:00:00Z"), 15);
    }

    #[test]
    fn proofs_count_for_less_and_less() {
        for (day, days) in
            [("2026-11-23T00:00:00Z", 200), ("2027-03-15T00:00:00Z", 100), ("2029-03-15T00:00:00Z", 10)]
        {
            assert_eq!(proof_reuse(at(day)), SignedDuration::from_hours(24 * days));
        }
    }

    proptest! {
        #[test]
        fn no_window_is_longer_than_the_forums_limit(second in 1_773_532_800_i64..4_000_000_000) {
            let now = Timestamp::from_second(second).expect("a time");
            let window = leaf_window(now);
            let day = day_of(now);
            let limit = if day >= Date::constant(2029, 3, 15) { 47 }
                else if day >= Date::constant(2027, 3, 15) { 100 } else { 200 };
            prop_assert!(window.not_before <= now && now <= window.not_after);
            // The limit counts both ends, hence the second.
            let held = window.not_before.duration_until(window.not_after) + SignedDuration::from_secs(1);
            prop_assert!(held <= SignedDuration::from_hours(24 * limit));
        }
    }
}
