//! The tasks of a process: started in one place, and all of them waited for.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long tasks may take to end once a stop was asked for; longer than any of them takes for its own draining,
/// and bounded whatever they wait for: a disk, or a database that does not answer.
const STOP_WITHIN: Duration = Duration::from_secs(12);

/// Every long-running task of the process, with the one switch that stops them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    /// What a task watches.
    pub(crate) fn stop_token(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Starts a task. One that panics takes the whole process down in good order: a Tegata that, say, renews
    /// no more must not go on looking healthy.
    pub(crate) fn run(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        let guarded = async move {
            let guard = StopOnPanic { stop, name, ended: false };
            task.await;
            guard.end();
        };
        self.tracker.spawn(guarded);
    }

    /// Resolves once somebody asked for a stop, or a task has broken.
    pub(crate) async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Asks all tasks to end and waits for them; says whether all did in time.
    pub(crate) async fn stop(&self) -> bool {
        self.stop.cancel();
        self.tracker.close();
        tokio::time::timeout(STOP_WITHIN, self.tracker.wait()).await.is_ok()
    }
}

struct StopOnPanic {
    stop: CancellationToken,
    name: &'static str,
    ended: bool,
}

impl StopOnPanic {
    fn end(mut self) {
        self.ended = true;
    }
}

impl Drop for StopOnPanic {
    fn drop(&mut self) {
        if !self.ended {
            tracing::error!(task = self.name, "a task failed; stopping");
            self.stop.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_breaks_stops_the_others() {
        let tasks = Tasks::default();
        let stop = tasks.stop_token();
        tasks.run("waiting", async move { stop.cancelled().await });
        tasks.run("breaking", async { panic!("on purpose") });
        tasks.stopped().await;
        assert!(tasks.stop().await);
    }
}
