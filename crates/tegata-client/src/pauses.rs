//! Pauses between questions about something that takes a while.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Pauses that begin short and double, up to a longest one, until a deadline.
#[derive(Debug)]
pub struct Pauses {
    next: Duration,
    longest: Duration,
    /// `None` without a deadline.
    deadline: Option<Instant>,
}

/// The next pause would end after the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time is over")]
pub struct Late;

impl Pauses {
    /// Pauses without a deadline.
    #[must_use]
    pub fn new(first: Duration, longest: Duration) -> Pauses {
        Pauses { next: first, longest, deadline: None }
    }

    /// The same pauses, for this long from now.
    #[must_use]
    pub fn within(self, within: Duration) -> Pauses {
        Pauses { deadline: Instant::now().checked_add(within), ..self }
    }

    /// Waits until it is time to ask again.
    ///
    /// # Errors
    /// Without waiting, when the pause would end after the deadline.
    pub async fn pause(&mut self) -> Result<(), Late> {
        if self.deadline.is_some_and(|deadline| Instant::now() + self.next > deadline) {
            return Err(Late);
        }
        sleep(self.next).await;
        self.next = (self.next * 2).min(self.longest);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn pauses_double_up_to_the_longest_and_end_before_the_deadline() {
        let second = Duration::from_secs(1);
        let mut pauses = Pauses::new(second, second * 3).within(second * 9);
        let (began, mut ends) = (Instant::now(), Vec::new());
        while pauses.pause().await.is_ok() {
            ends.push(began.elapsed().as_secs());
        }
        // 1, 2, 3 and 3 seconds; a fifth pause would end after twelve.
        assert_eq!(ends, [1, 3, 6, 9]);
        assert_eq!(began.elapsed(), second * 9, "a pause that is not taken costs no time");
    }
}
