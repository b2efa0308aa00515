//! Look-ups of one job: a few at a time, with one deadline for all of them.

use std::ops::ControlFlow;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

/// How long the look-ups of one job may take; what they have found by then is reported. Shorter than a job may take, so
/// that servers that are silent are no fault of the job.
pub(super) const LOOK_UPS_WITHIN: Duration = Duration::from_secs(40);
/// How many look-ups of one job run at a time.
const AT_A_TIME: usize = 8;

/// Hands what each look-up gives to `take`, in the order in which they end, until `take` breaks off or it is `until`; then
/// the rest is dropped. Says whether `take` broke off.
pub(super) async fn gather<L: Future>(
    until: Instant,
    look_ups: impl IntoIterator<Item = L>,
    mut take: impl FnMut(L::Output) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut looking = stream::iter(look_ups).buffer_unordered(AT_A_TIME);
    let all = async {
        while let Some(given) = looking.next().await {
            take(given)?;
        }
        ControlFlow::Continue(())
    };
    tokio::time::timeout_at(until, all).await.unwrap_or(ControlFlow::Continue(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn after(seconds: u64) -> u64 {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        seconds
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_there_in_time_is_taken_and_the_rest_is_dropped() {
        let (mut taken, until) = (Vec::new(), Instant::now() + Duration::from_secs(10));
        let ended = gather(until, [3, 60, 1].map(after), |seconds| {
            taken.push(seconds);
            ControlFlow::Continue(())
        });
        assert!(ended.await.is_continue());
        assert_eq!(taken, [1, 3]);
        assert_eq!(Instant::now(), until);
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_at_once_when_it_is_broken_off() {
        let begun = Instant::now();
        let ended = gather(begun + Duration::from_secs(10), [3, 1].map(after), |_| ControlFlow::Break(()));
        assert!(ended.await.is_break());
        assert_eq!(begun.elapsed(), Duration::from_secs(1));
    }
}
