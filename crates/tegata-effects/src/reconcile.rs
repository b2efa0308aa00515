//! The loop of every effect that takes no input: a pass that does what is missing, then a wait for the next one.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_operations::authority::EstablishError;
use tegata_operations::{Clock, Error, Worker};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::log::{log, log_cause};

/// How soon the store is looked at again while there is much to do: a burst of commits, or of jobs that end, costs
/// one look.
pub(crate) const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(5);

/// An effect that takes no input: it compares what should be with what is, and does what is missing.
pub(crate) trait Reconcile: Send {
    /// Its name in metrics.
    const NAME: &'static str;
    /// What the log says when a pass fails, such as "the zones could not be refreshed".
    const FAILED: &'static str;
    /// When the next pass runs after one that failed.
    const RETRY: Next;

    /// One pass. It may run twice, and ends early once `stop` is cancelled if it would take long.
    ///
    /// # Errors
    /// Those of the operations that it calls. What was done until then stays.
    fn pass(&mut self, stop: &CancellationToken) -> impl Future<Output = Result<Next, Failure>> + Send;
}

/// When the next pass runs, unless a nudge or the stop comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// At this time of the instance's clock.
    At(Timestamp),
    /// After this span of the instance's clock.
    After(SignedDuration),
    /// After this span of real time: for what other nodes do, and for what concerns the machine.
    Poll(Duration),
    /// At this time of the instance's clock or after this span of real time, whichever comes first.
    AtOrPoll(Timestamp, Duration),
}

/// Why a pass failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An operation failed. The store may have logged the cause already.
    Operation(Error),
    /// Something else failed, for this reason.
    Other(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Operation(error)
    }
}

impl From<EstablishError> for Failure {
    fn from(error: EstablishError) -> Failure {
        Failure::Other(error.to_string())
    }
}

/// Runs passes until `stop`: one now, then whenever `nudge` has a new value or the time of the last pass's [`Next`] has
/// come. Failures are logged, counted, and tried again.
pub(crate) async fn reconcile<R: Reconcile>(
    worker: &Worker,
    effect: &mut R,
    mut nudge: Option<watch::Receiver<u64>>,
    stop: &CancellationToken,
) {
    loop {
        if let Some(nudge) = &mut nudge {
            // What is signalled from here on may not be in this pass.
            nudge.mark_unchanged();
        }
        let looked_at = Instant::now();
        let passed = effect.pass(stop).await;
        worker.counters.count_pass(R::NAME, passed.is_ok());
        let next = passed.unwrap_or_else(|failure| {
            failure.log(R::FAILED);
            R::RETRY
        });
        tokio::select! {
            () = stop.cancelled() => return,
            () = nudged(&mut nudge, looked_at) => {}
            () = next.comes(&worker.clock) => {}
        }
    }
}

/// Resolves once something was committed, and not sooner than a moment after the last look.
pub(crate) async fn until_committed(commits: &mut watch::Receiver<u64>, looked_at: Instant) {
    if commits.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep_until(looked_at + LOOK_AT_MOST_EVERY).await;
}

async fn nudged(nudge: &mut Option<watch::Receiver<u64>>, looked_at: Instant) {
    match nudge {
        Some(nudge) => until_committed(nudge, looked_at).await,
        None => std::future::pending().await,
    }
}

impl Next {
    async fn comes(self, clock: &Clock) {
        match self {
            Next::At(at) => clock.wait_until(at).await,
            Next::After(span) => clock.wait_until(clock.now() + span).await,
            Next::Poll(span) => tokio::time::sleep(span).await,
            Next::AtOrPoll(at, span) => {
                // Either is enough, so running into the limit is no failure.
                let _ = tokio::time::timeout(span, clock.wait_until(at)).await;
            }
        }
    }
}

impl Failure {
    fn log(&self, what: &'static str) {
        match self {
            Failure::Operation(error) => log(what, error),
            Failure::Other(cause) => log_cause(what, cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use tegata_testkit::World;

    use super::*;

    /// Counts its passes; the second one fails.
    struct Counting(watch::Sender<u64>);

    impl Reconcile for Counting {
        const NAME: &'static str = "counting";
        const FAILED: &'static str = "it could not be counted";
        const RETRY: Next = Next::After(SignedDuration::from_mins(1));

        async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
            self.0.send_modify(|passes| *passes += 1);
            match *self.0.borrow() {
                2 => Err(Failure::Other("on purpose".to_owned())),
                _ => Ok(Next::After(SignedDuration::from_hours(1))),
            }
        }
    }

    #[tokio::test]
    async fn a_pass_follows_a_nudge_its_time_and_a_failure_until_the_stop() {
        let world = World::new(1).await;
        let worker = world.worker.clone();
        let (stop, nudge, passes) = (CancellationToken::new(), watch::Sender::new(0), watch::Sender::new(0));
        let (stopped, nudged, mut passed) = (stop.clone(), nudge.subscribe(), passes.subscribe());
        let mut running = tokio::task::JoinSet::new();
        running.spawn(async move {
            reconcile(&worker, &mut Counting(passes), Some(nudged), &stopped).await;
        });
        passed.wait_for(|passes| *passes == 1).await.expect("at once");
        nudge.send_modify(|value| *value += 1);
        passed.wait_for(|passes| *passes == 2).await.expect("after the nudge");
        // A wait that has begun sees the clock move, and one that begins later sees that it has moved.
        while *passed.borrow() == 2 {
            world.advance(SignedDuration::from_mins(1));
            tokio::task::yield_now().await;
        }
        while *passed.borrow() == 3 {
            world.advance(SignedDuration::from_hours(1));
            tokio::task::yield_now().await;
        }
        stop.cancel();
        running.join_next().await.expect("it runs").expect("it ends well");
        let counted = world.instance.counters.passes()["counting"];
        assert_eq!(counted.failed, 1);
        assert!(counted.done >= 3, "{counted:?}");
    }
}
