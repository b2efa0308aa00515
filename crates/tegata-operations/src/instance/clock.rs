//! The clock: the one place that asks the system for the time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use rustix::time::{ClockId, clock_gettime};
use tegata_model::clock_guard::{ClockGuard, Doubt, Reading};
use tokio::sync::watch;
use tokio::time::Instant;

/// Tells the time. Cheap to clone; all clones move together.
///
/// A system clock may run ahead of the real one by an offset, so that a year of renewals can be
/// rehearsed in seconds; a standing clock moves only when told to. Such moves are deliberate. A system clock that
/// somebody sets is another matter: [`Clock::trusted_now`] gives no time then.
#[derive(Debug, Clone)]
pub struct Clock {
    state: Arc<watch::Sender<State>>,
    guard: Arc<Mutex<ClockGuard>>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// `started` is what the monotonic clock showed when this clock was made.
    System { offset: SignedDuration, started: SignedDuration },
    /// `monotonic` counts what the clock was advanced by, and no jumps.
    Standing { at: Timestamp, monotonic: SignedDuration },
}

impl Clock {
    /// The system's clock plus `offset`.
    #[must_use]
    pub fn system(offset: SignedDuration) -> Clock {
        Clock::of(State::System { offset, started: monotonic() })
    }

    /// A clock that stands at `at` until it is advanced: for tests.
    #[must_use]
    pub fn standing(at: Timestamp) -> Clock {
        Clock::of(State::Standing { at, monotonic: SignedDuration::ZERO })
    }

    fn of(state: State) -> Clock {
        Clock {
            state: Arc::new(watch::Sender::new(state)),
            guard: Arc::new(Mutex::new(ClockGuard::new(None))),
        }
    }

    /// The same clock, doubted when it starts far from `last_known`: the time that an earlier process last trusted.
    #[must_use]
    pub fn with_last_known(self, last_known: Option<Timestamp>) -> Clock {
        *self.guard.lock() = ClockGuard::new(last_known);
        self
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let state = *self.state.borrow();
        state.now()
    }

    /// The time, for work that cannot be undone: to mark as expired or timed out, to purge, to replace what is served.
    ///
    /// # Errors
    /// While the wall clock is doubted. Such work waits then, and is done when a later call gives the time.
    pub fn trusted_now(&self) -> Result<Timestamp, Doubt> {
        let state = *self.state.borrow();
        let reading = state.read();
        match self.guard.lock().observe(reading) {
            None => Ok(state.shown_at(reading)),
            Some(doubt) => Err(doubt),
        }
    }

    /// What the system's clock shows, while it is trusted: to be compared with at the next start.
    ///
    /// # Errors
    /// While the wall clock is doubted.
    pub fn trusted_system_time(&self) -> Result<Timestamp, Doubt> {
        let reading = self.state.borrow().read();
        self.guard.lock().observe(reading).map_or(Ok(reading.wall), Err)
    }

    /// An operator says that the wall clock is right.
    pub fn acknowledge(&self) {
        let reading = self.state.borrow().read();
        self.guard.lock().acknowledge(reading);
        // Wakes those that wait for a time, to look again.
        self.state.send_modify(|_| ());
    }

    /// Now, for deadlines and pauses of this process. It goes by real time, whatever this clock shows: someone who waits for
    /// an answer lives by it too.
    #[must_use]
    pub fn instant(&self) -> Instant {
        Instant::now()
    }

    /// How far this clock is ahead of the system's; zero for a standing one.
    #[must_use]
    pub fn offset(&self) -> SignedDuration {
        match *self.state.borrow() {
            State::System { offset, .. } => offset,
            State::Standing { .. } => SignedDuration::ZERO,
        }
    }

    /// The time that clients live by, also when this instance rehearses another.
    #[must_use]
    pub fn real_now(&self) -> Timestamp {
        let state = *self.state.borrow();
        state.read().wall
    }

    /// Moves the clock by `span` and wakes all that wait for a time that has come.
    pub fn advance(&self, span: SignedDuration) {
        self.state.send_modify(|state| match state {
            State::System { offset, .. } => *offset = offset.saturating_add(span),
            State::Standing { at, monotonic } => {
                *at = at.saturating_add(span).unwrap_or(Timestamp::MAX);
                *monotonic = monotonic.saturating_add(span);
            }
        });
    }

    /// Sets a standing clock ahead by `span`, or back, as somebody sets a system's clock: for tests. The monotonic clock
    /// does not follow.
    pub fn jump(&self, span: SignedDuration) {
        self.state.send_modify(|state| {
            if let State::Standing { at, .. } = state {
                *at = at.saturating_add(span).unwrap_or(Timestamp::MAX);
            }
        });
    }

    /// Resolves once the clock shows `at` or later, also when somebody moves the clock there; and at the latest when as
    /// much time has passed as was left at first, since a clock that is set back must not make its waiters sleep for
    /// months. Who waits looks at the clock afterwards.
    pub fn wait_until(&self, at: Timestamp) -> impl Future<Output = ()> + Send + use<> {
        let mut moved = self.state.subscribe();
        let begun = self.state.borrow().read().monotonic;
        let at_first = self.now().duration_until(at);
        async move {
            loop {
                let state = *moved.borrow_and_update();
                let passed = state.read().monotonic - begun;
                let left = state.now().duration_until(at).min(at_first - passed);
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
    fn now(self) -> Timestamp {
        self.shown_at(self.read())
    }

    /// What this clock shows at a reading.
    fn shown_at(self, reading: Reading) -> Timestamp {
        match self {
            State::System { offset, .. } => reading.wall.saturating_add(offset).unwrap_or(Timestamp::MAX),
            State::Standing { .. } => reading.wall,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the owner of the clock")]
    fn read(self) -> Reading {
        match self {
            State::System { started, .. } => {
                Reading { wall: Timestamp::now(), monotonic: monotonic() - started }
            }
            State::Standing { at, monotonic } => Reading { wall: at, monotonic },
        }
    }
}

/// A clock that is never set and counts while the machine sleeps, or every laptop that wakes up would have jumped.
fn monotonic() -> SignedDuration {
    // macOS's monotonic clock counts while asleep; Linux has another one that does.
    #[cfg(target_os = "linux")]
    const CLOCK: ClockId = ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    const CLOCK: ClockId = ClockId::Monotonic;
    let read = clock_gettime(CLOCK);
    SignedDuration::new(read.tv_sec, i32::try_from(read.tv_nsec).unwrap_or_default())
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
    #[tokio::test]
    async fn a_waiter_wakes_although_the_clock_is_set_back() {
        let start: Timestamp = "2026-11-23T00:00:00Z".parse().expect("a time");
        let clock = Clock::standing(start);
        clock.jump(SignedDuration::from_hours(24 * 260));
        let waiting = clock.wait_until(clock.now() + SignedDuration::from_mins(5));
        clock.jump(SignedDuration::from_hours(24 * -260));
        clock.advance(SignedDuration::from_mins(5));
        waiting.await;
        assert_eq!(clock.now(), start + SignedDuration::from_mins(5));
    }

    #[test]
    fn a_clock_that_was_set_gives_no_time_for_what_cannot_be_undone() {
        let clock = Clock::standing("2026-11-23T00:00:00Z".parse().expect("a time"));
        assert_eq!(clock.trusted_now(), Ok(clock.now()));
        clock.advance(SignedDuration::from_hours(24 * 160));
        assert_eq!(clock.trusted_now(), Ok(clock.now()), "moved on purpose");
        clock.jump(SignedDuration::from_hours(24));
        assert!(clock.trusted_now().is_err());
        clock.acknowledge();
        assert_eq!(clock.trusted_now(), Ok(clock.now()));
        clock.jump(SignedDuration::from_hours(-24));
        assert!(clock.trusted_now().is_err());
        clock.advance(SignedDuration::from_mins(31));
        assert_eq!(clock.trusted_now(), Ok(clock.now()), "it has been steady");
    }
}
