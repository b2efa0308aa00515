use proptest::prelude::*;

use super::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn start() -> Timestamp {
    "2026-11-28T10:00:00Z".parse().expect("a time")
}

/// `after` the start by the monotonic clock, with a wall clock that is `off`.
fn reading(after: SignedDuration, off: SignedDuration) -> Reading {
    Reading { wall: start() + after + off, monotonic: after }
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn running() -> ClockGuard {
    let mut guard = ClockGuard::new(Some(start() - minutes(3)));
    assert_eq!(guard.observe(reading(SignedDuration::ZERO, SignedDuration::ZERO)), None);
    guard
}

#[test]
fn a_jump_is_doubted_until_the_clock_is_back() {
    for off in [DAY * 260, -DAY * 400, minutes(2), -minutes(2)] {
        let mut guard = running();
        let doubt = guard.observe(reading(minutes(1), off)).expect("a doubt");
        assert_eq!((doubt.found, doubt.expected), (start() + minutes(1) + off, start() + minutes(1)));
        assert!(guard.observe(reading(minutes(2), off)).is_some());
        assert_eq!(guard.observe(reading(minutes(3), SignedDuration::ZERO)), None, "back: {off}");
    }
}

#[test]
fn a_clock_that_was_set_is_trusted_once_it_has_been_steady() {
    let mut guard = running();
    assert!(guard.observe(reading(minutes(1), DAY)).is_some());
    assert!(guard.observe(reading(minutes(30), DAY)).is_some());
    assert!(guard.observe(reading(minutes(30), DAY * 2)).is_some(), "another jump begins anew");
    assert!(guard.observe(reading(minutes(59), DAY * 2)).is_some());
    assert_eq!(guard.observe(reading(minutes(60), DAY * 2)), None);
    assert!(
        guard.observe(reading(minutes(61), SignedDuration::ZERO)).is_some(),
        "what was trusted has moved on"
    );
}

#[test]
fn an_operator_may_say_that_it_is_right() {
    let mut guard = running();
    assert!(guard.observe(reading(minutes(1), DAY)).is_some());
    guard.acknowledge(reading(minutes(2), DAY));
    assert_eq!(guard.observe(reading(minutes(3), DAY)), None);
}

#[test]
fn a_start_far_from_the_last_known_time_is_doubted() {
    for (last_known, trusted) in [
        (start() - minutes(5), true),
        (start() - DAY * 7, true),
        (start() + minutes(5), true),
        (start() - DAY * 8, false),
        (start() + minutes(6), false),
        (start() + DAY * 260, false),
    ] {
        let mut guard = ClockGuard::new(Some(last_known));
        let doubt = guard.observe(reading(SignedDuration::ZERO, SignedDuration::ZERO));
        assert_eq!(doubt.is_none(), trusted, "{last_known}");
    }
    assert_eq!(ClockGuard::new(None).observe(reading(minutes(1), DAY)), None, "a first start");
}

#[test]
fn a_time_server_that_corrects_the_clock_after_a_start_ends_the_doubt() {
    let mut guard = ClockGuard::new(Some(start()));
    assert!(guard.observe(reading(minutes(1), -DAY * 400)).is_some());
    assert_eq!(guard.observe(reading(minutes(2), SignedDuration::ZERO)), None);
}

proptest! {
    #[test]
    fn a_jump_is_never_trusted_before_it_has_been_steady(
        off in prop_oneof![-40_000_000_i64..-200, 200_i64..40_000_000],
        gaps in proptest::collection::vec(1_i64..300, 1..100),
    ) {
        let mut guard = running();
        let mut after = 0;
        for gap in gaps {
            after += gap;
            let doubted = guard
                .observe(reading(SignedDuration::from_secs(after), SignedDuration::from_secs(off)))
                .is_some();
            // The first reading after the jump is the earliest that can begin the wait.
            if after < STEADY_FOR.as_secs() {
                prop_assert!(doubted, "{after} s after the start");
            }
        }
    }

    #[test]
    fn a_clock_that_drifts_is_trusted(
        parts_per_million in -500_i64..500,
        gaps in proptest::collection::vec(1_i64..100_000, 1..200),
    ) {
        let mut guard = running();
        let mut after = 0;
        for gap in gaps {
            after += gap;
            let off = SignedDuration::from_micros(after * parts_per_million);
            prop_assert_eq!(guard.observe(reading(SignedDuration::from_secs(after), off)), None);
        }
    }
}
