//! Health checks: one request to each target of a group, again and again.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::header::{CONNECTION, HOST, USER_AGENT};
use http_body_util::Empty;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::group::{Upstreams, rotation};
use super::upstream::Upstream;
use crate::vocabulary::{Cause, Group, Health, HealthCheck, PermitTarget, TargetHealths};

/// The results of one target's checks.
struct History {
    health: Health,
    good_in_a_row: u32,
    bad_in_a_row: u32,
}

impl History {
    /// Records the result of a check. The first success decides at once; later a change takes as many equal results in a
    /// row as the thresholds say.
    fn record(&mut self, check: &HealthCheck, outcome: Result<(), Cause>) {
        match outcome {
            Ok(()) => {
                self.good_in_a_row = self.good_in_a_row.saturating_add(1);
                self.bad_in_a_row = 0;
                if self.health == Health::Initial || self.good_in_a_row >= check.healthy_threshold {
                    self.health = Health::Healthy;
                }
            }
            Err(cause) => {
                self.bad_in_a_row = self.bad_in_a_row.saturating_add(1);
                self.good_in_a_row = 0;
                let was_bad = matches!(self.health, Health::Unhealthy(_));
                if was_bad || self.bad_in_a_row >= check.unhealthy_threshold {
                    self.health = Health::Unhealthy(cause);
                }
            }
        }
    }
}

/// Where the checks of a group write their results.
pub(crate) struct CheckOutput {
    pub(crate) healths: Arc<ArcSwap<TargetHealths>>,
    pub(crate) upstreams: Upstreams,
    pub(crate) rotation: Arc<ArcSwap<Vec<Arc<Upstream>>>>,
    pub(crate) on_change: Box<dyn Fn(&TargetHealths) + Send + Sync>,
    pub(crate) permit: PermitTarget,
}

/// Checks the targets of a group, all of them at the same time, until `stop`.
pub(crate) async fn check(group: Group, output: CheckOutput, stop: CancellationToken) {
    let before = output.healths.load_full();
    let mut histories: Vec<History> = group
        .targets
        .iter()
        .map(|target| {
            let health = before.get(target).cloned().unwrap_or(Health::Initial);
            History { health, good_in_a_row: 0, bad_in_a_row: 0 }
        })
        .collect();
    (output.on_change)(&before);
    let mut ticks = tokio::time::interval_at(Instant::now(), group.health_check.interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        for upstream in output.upstreams.values() {
            upstream.sweep();
        }
        let checks = group
            .targets
            .iter()
            .map(|target| check_target(target.address, &group.health_check, &output.permit));
        let outcomes = tokio::select! {
            () = stop.cancelled() => return,
            outcomes = futures_util::future::join_all(checks) => outcomes,
        };
        for (history, outcome) in histories.iter_mut().zip(outcomes) {
            history.record(&group.health_check, outcome);
        }
        let healths: TargetHealths = group
            .targets
            .iter()
            .cloned()
            .zip(histories.iter().map(|history| history.health.clone()))
            .collect();
        if healths != **output.healths.load() {
            output.rotation.store(Arc::new(rotation(&group, &healths, &output.upstreams)));
            (output.on_change)(&healths);
            output.healths.store(Arc::new(healths));
        }
    }
}

async fn check_target(address: SocketAddr, check: &HealthCheck, permit: &PermitTarget) -> Result<(), Cause> {
    let address = SocketAddr::new(address.ip(), check.port.unwrap_or(address.port()));
    permit(address).map_err(Cause::Failed)?;
    let status = tokio::time::timeout(check.timeout, status(address, &check.path));
    let status = status.await.map_err(|_| Cause::Timeout)?.map_err(Cause::Failed)?;
    let is_good = check.good_statuses.iter().any(|(low, high)| (*low..=*high).contains(&status));
    if is_good { Ok(()) } else { Err(Cause::Status(status)) }
}

async fn status(address: SocketAddr, path: &str) -> Result<u16, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.kind().to_string())?;
    let spoken = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = spoken.map_err(|error| error.to_string())?;
    let request = http::Request::get(path)
        .header(HOST, address.to_string())
        .header(USER_AGENT, "ELB-HealthChecker/2.0")
        .header(CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let mut answer = std::pin::pin!(sender.send_request(request));
    // The status is enough: the body is not read, and the connection ends.
    let response = tokio::select! {
        response = answer.as_mut() => response,
        _ = connection => answer.await,
    };
    response.map(|response| response.status().as_u16()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn thresholds_are_counted_in_a_row() {
        let check = HealthCheck {
            port: None,
            path: "/".to_owned(),
            interval: Duration::from_secs(30),
            timeout: Duration::from_secs(5),
            healthy_threshold: 3,
            unhealthy_threshold: 2,
            good_statuses: vec![(200, 200)],
        };
        let mut history = History { health: Health::Initial, good_in_a_row: 0, bad_in_a_row: 0 };
        let bad = || Err(Cause::Timeout);
        let mut note = |outcome| {
            history.record(&check, outcome);
            history.health.is_healthy()
        };
        assert!(note(Ok(())), "the first success decides");
        assert!(note(bad()));
        assert!(note(Ok(())));
        assert!(note(bad()));
        assert!(!note(bad()), "two failures in a row");
        assert!(!note(Ok(())));
        assert!(!note(Ok(())));
        assert!(note(Ok(())), "three successes in a row");
    }
}
