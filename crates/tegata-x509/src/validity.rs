//! Validity: whole days in UTC, both ends included (CA/B Baseline Requirements §6.3.2).

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// 00:00:00 of `first` to 23:59:59 of the last of `days` days.
#[must_use]
pub fn inclusive_days(first: Date, days: u16) -> (Timestamp, Timestamp) {
    let last = first.checked_add(jiff::Span::new().days(i64::from(days.max(1)) - 1)).unwrap_or(Date::MAX);
    between(first, last)
}

/// 00:00:00 of `first` to 23:59:59 of `last`.
#[must_use]
pub fn between(first: Date, last: Date) -> (Timestamp, Timestamp) {
    let end_of_day = Time::constant(23, 59, 59, 0);
    let utc = |date: Date, time| TimeZone::UTC.to_timestamp(date.to_datetime(time)).unwrap_or(Timestamp::MAX);
    (utc(first, Time::midnight()), utc(last, end_of_day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acm_counts_both_ends() {
        // As in a certificate of ACM: 198 days from 2026-05-28 end on 2026-12-11.
        let (from, to) = inclusive_days(Date::constant(2026, 5, 28), 198);
        assert_eq!(from.to_string(), "2026-05-28T00:00:00Z");
        assert_eq!(to.to_string(), "2026-12-11T23:59:59Z");
    }
}
