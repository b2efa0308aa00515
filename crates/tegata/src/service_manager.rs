//! Telling a service manager how the instance does, by systemd's protocol (sd_notify(3)). Without `NOTIFY_SOCKET` no one
//! is told.

use sd_notify::{NotifyState, notify, watchdog_enabled};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often in the watchdog's time it is told that the instance lives.
const TIMES: u32 = 3;

/// It serves from now on; `status` is a line for people.
pub(crate) fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// It reads its settings again; [`ready`] says when that is done.
pub(crate) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(error) => tracing::warn!(%error, "the service manager could not be notified of the reload"),
    }
}

/// It stops.
pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Tells a watchdog (`WatchdogSec=`) that the instance lives, until `stop`. One whose tasks get no turn any more tells
/// nothing, and is started anew.
pub(crate) async fn feed_watchdog(stop: CancellationToken) {
    let Some(within) = watchdog_enabled() else { return };
    let mut ticks = tokio::time::interval(within / TIMES);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => tell(&[NotifyState::Watchdog]),
        }
    }
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = notify(states) {
        tracing::warn!(%error, "the service manager could not be notified");
    }
}
