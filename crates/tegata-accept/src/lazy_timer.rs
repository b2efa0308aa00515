//! A timer that is set anew when it fires, and not each time when what it waits for moves.
//!
//! Setting a timer of the runtime takes a lock and a place in its wheel: for each request, more than reading its headers.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use hyper::rt::{Sleep as HttpSleep, Timer};
use parking_lot::Mutex;
use tokio::time::{Instant, Sleep};

/// The timer.
#[derive(Debug)]
pub struct LazyTimer {
    sleep: Pin<Box<Sleep>>,
    /// Whom it wakes.
    waiting: Option<Waker>,
}

impl LazyTimer {
    /// Fires at `first` for the first time.
    #[must_use]
    pub fn new(first: Instant) -> LazyTimer {
        LazyTimer { sleep: Box::pin(tokio::time::sleep_until(first)), waiting: None }
    }

    /// Ready once it has fired and `next` gives no later moment to wait for.
    pub fn poll(&mut self, context: &mut Context<'_>, mut next: impl FnMut() -> Option<Instant>) -> Poll<()> {
        // A task's waker stays the same: once is enough for the timer to know it.
        let is_known = self.waiting.as_ref().is_some_and(|waker| waker.will_wake(context.waker()));
        if is_known && !self.sleep.is_elapsed() {
            return Poll::Pending;
        }
        self.waiting = Some(context.waker().clone());
        while self.sleep.as_mut().poll(context).is_ready() {
            match next() {
                Some(at) => self.sleep.as_mut().reset(at),
                None => return Poll::Ready(()),
            }
        }
        Poll::Pending
    }

    /// Makes it fire by `at`.
    pub fn fire_by(&mut self, at: Instant) {
        if self.sleep.deadline() > at {
            self.sleep.as_mut().reset(at);
        }
    }
}

/// What HTTP/1.1 measures a connection's times with: one timer for all of them.
#[derive(Debug, Clone, Default)]
pub struct ConnectionTimer(Arc<Mutex<Option<LazyTimer>>>);

struct Until {
    at: Instant,
    timer: ConnectionTimer,
}

impl Timer for ConnectionTimer {
    fn sleep(&self, duration: std::time::Duration) -> Pin<Box<dyn HttpSleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: std::time::Instant) -> Pin<Box<dyn HttpSleep>> {
        let at = Instant::from_std(deadline);
        self.0.lock().get_or_insert_with(|| LazyTimer::new(at)).fire_by(at);
        Box::pin(Until { at, timer: self.clone() })
    }

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }
}

impl HttpSleep for Until {}

impl Future for Until {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut timer = self.timer.0.lock();
        let timer = timer.get_or_insert_with(|| LazyTimer::new(self.at));
        timer.poll(context, || (Instant::now() < self.at).then_some(self.at))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn each_time_is_kept_although_the_timer_was_set_for_another() {
        let timer = ConnectionTimer::default();
        let began = Instant::now();
        let mut first = timer.sleep(MINUTE);
        let one_look = std::future::poll_fn(|context| Poll::Ready(first.as_mut().poll(context))).await;
        assert!(one_look.is_pending());
        tokio::time::advance(MINUTE / 2).await;
        drop(first);
        timer.sleep(MINUTE).await;
        assert_eq!(began.elapsed(), MINUTE * 3 / 2, "the later one, not the one before");
        let began = Instant::now();
        let _later = timer.sleep(MINUTE);
        timer.sleep(MINUTE / 4).await;
        assert_eq!(began.elapsed(), MINUTE / 4, "the earlier one, although it came later");
    }
}
