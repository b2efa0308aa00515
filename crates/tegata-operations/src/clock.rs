//! The clock: the one place that asks the system for the time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// Tells the time. Cheap to clone; all clones move together.
///
/// A system clock may run ahead of the real one by an offset, so that a year of renewals can be
/// rehearsed in seconds; a standing clock moves only when told to.
#[derive(Debug, Clone)]
pub struct Clock {
    state: Arc<watch::Sender<State>>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    System { offset: SignedDuration },
    Standing { at: Timestamp },
}

impl Clock {
    /// The system's clock plus `offset`.
    #[must_use]
    pub fn system(offset: SignedDuration) -> Clock {
        Clock { state: Arc::new(watch::Sender::new(State::System { offset })) }
    }

    /// A clock that stands at `at` until it is advanced: for tests.
    #[must_use]
    pub fn standing(at: Timestamp) -> Clock {
        Clock { state: Arc::new(watch::Sender::new(State::Standing { at })) }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let state = *self.state.borrow();
        state.now()
    }

    /// How far this clock is ahead of the system's; zero for a standing one.
    #[must_use]
    pub fn offset(&self) -> SignedDuration {
        match *self.state.borrow() {
            State::System { offset } => offset,
            State::Standing { .. } => SignedDuration::ZERO,
        }
    }

    /// Moves the clock by `span` and wakes whoever waits for a time that has come.
    pub fn advance(&self, span: SignedDuration) {
        self.state.send_modify(|state| match state {
            State::System { offset } => *offset = offset.saturating_add(span),
            State::Standing { at } => *at = at.saturating_add(span).unwrap_or(Timestamp::MAX),
        });
    }

    /// Resolves once the clock shows `at` or later, also when somebody moves the clock there.
    pub fn wait_until(&self, at: Timestamp) -> impl Future<Output = ()> + Send + use<> {
        let mut moved = self.state.subscribe();
        async move {
            loop {
                let state = *moved.borrow_and_update();
                let left = state.now().duration_until(at);
                if !left.is_positive() {
                    return;
                }
                let moved_on = moved.changed();
                match state {
                    State::System { .. } => {
                        // A laptop that sleeps stops this timer but not the clock: look again now and then.
                        let nap = Duration::try_from(left).unwrap_or(Duration::ZERO).min(LONGEST_NAP);
                        let _ = tokio::time::timeout(nap, moved_on).await;
                    }
                    State::Standing { .. } => {
                        if moved_on.await.is_err() {
                            std::future::pending::<()>().await;
                        }
                    }
                }
            }
        }
    }
}

const LONGEST_NAP: Duration = Duration::from_secs(30);

impl State {
    #[expect(clippy::disallowed_methods, reason = "this is the owner of the clock")]
    fn now(self) -> Timestamp {
        match self {
            State::System { offset } => Timestamp::now().saturating_add(offset).unwrap_or(Timestamp::MAX),
            State::Standing { at } => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_waiter_wakes_when_the_clock_is_moved_past_its_time() {
        let start: Timestamp = "2026-11-23T00:00:00Z".parse().expect("a time");
        let clock = Clock::standing(start);
        let waiting = clock.wait_until(start + SignedDuration::from_hours(48));
        clock.advance(SignedDuration::from_hours(24));
        clock.advance(SignedDuration::from_hours(24));
        waiting.await;
        assert_eq!(clock.now(), start + SignedDuration::from_hours(48));
    }

    #[tokio::test]
    async fn a_system_clock_that_is_advanced_wakes_its_waiters() {
        let clock = Clock::system(SignedDuration::ZERO);
        let waiting = clock.wait_until(clock.now() + SignedDuration::from_hours(24 * 160));
        clock.advance(SignedDuration::from_hours(24 * 160));
        waiting.await;
    }
}
