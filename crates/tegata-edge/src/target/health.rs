//! Health checks: one request to each target of a group, again and again.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::group::{Upstreams, rotation};
use super::probe::probe;
use super::tls::{TargetTls, Verifying};
use super::upstream::Upstream;
use crate::group_settings::Transport;
use crate::vocabulary::{Cause, Group, Health, HealthCheck, PermitTarget, Target, TargetHealths};

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
    pub(crate) verifying: Verifying,
    pub(crate) tasks: TaskTracker,
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
    let with_tls = group.health_check.transport == Transport::Tls;
    let verification = group.settings.verification.as_ref();
    let tls = with_tls.then(|| TargetTls::new(group.health_check.version, verification, &output.verifying));
    let checks = Checks { check: &group.health_check, tls, output: &output };
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
        let checks = group.targets.iter().map(|target| checks.check(target.address));
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
        let before = output.healths.load_full();
        if healths != *before {
            if !group.settings.slow_start.is_zero() {
                start_slowly(&group, &output.upstreams, &before, &healths);
            }
            if group.settings.stream.reset_unhealthy {
                reset_unhealthy(&group, &output.upstreams, &before, &healths);
            }
            output.rotation.store(Arc::new(rotation(&group, &healths, &output.upstreams)));
            (output.on_change)(&healths);
            output.healths.store(Arc::new(healths));
        }
    }
}

/// What all checks of a group use.
struct Checks<'a> {
    check: &'a HealthCheck,
    tls: Option<TargetTls>,
    output: &'a CheckOutput,
}

impl Checks<'_> {
    async fn check(&self, address: SocketAddr) -> Result<(), Cause> {
        let Checks { check, tls, output } = self;
        let address = SocketAddr::new(address.ip(), check.port.unwrap_or(address.port()));
        (output.permit)(address).map_err(Cause::Failed)?;
        let probed = tokio::time::timeout(check.timeout, probe(address, check, tls.as_ref(), &output.tasks));
        let answered = probed.await.map_err(|_| Cause::Timeout)?.map_err(Cause::Failed)?;
        let Some(status) = answered else { return Ok(()) };
        let is_good = check.good_statuses.iter().any(|(low, high)| (*low..=*high).contains(&status));
        if is_good { Ok(()) } else { Err(Cause::Status(status)) }
    }
}

/// Ends what is carried to targets that have just become unhealthy.
fn reset_unhealthy(group: &Group, upstreams: &Upstreams, before: &TargetHealths, now: &TargetHealths) {
    let is_unhealthy =
        |healths: &TargetHealths, target| matches!(healths.get(target), Some(Health::Unhealthy(_)));
    let became =
        group.targets.iter().filter(|target| !is_unhealthy(before, target) && is_unhealthy(now, target));
    became.filter_map(|target| upstreams.get(&target.address)).for_each(|upstream| upstream.end_streams());
}

/// Has the share of targets grow slowly that have just become healthy, while others are healthy already (ELB User Guide,
/// "Slow start mode").
fn start_slowly(group: &Group, upstreams: &Upstreams, before: &TargetHealths, now: &TargetHealths) {
    let is_healthy =
        |healths: &TargetHealths, target: &Target| healths.get(target).is_some_and(Health::is_healthy);
    let upstream = |target: &Target| upstreams.get(&target.address);
    let (time, duration) = (Instant::now(), group.settings.slow_start);
    let is_warm = |target: &Target| {
        let has_full_share = || upstream(target).is_some_and(|it| it.share(time, duration) >= 1.0);
        is_healthy(before, target) && is_healthy(now, target) && has_full_share()
    };
    let has_warm = group.targets.iter().any(is_warm);
    for target in &group.targets {
        match (is_healthy(before, target), is_healthy(now, target), upstream(target)) {
            (false, true, Some(upstream)) if has_warm => upstream.begin_slow_start(),
            (_, false, Some(upstream)) => upstream.end_slow_start(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::vocabulary::Probe;

    #[test]
    fn thresholds_are_counted_in_a_row() {
        let check = HealthCheck {
            port: None,
            probe: Probe::Request,
            proxy_header: false,
            path: "/".to_owned(),
            interval: Duration::from_secs(30),
            timeout: Duration::from_secs(5),
            healthy_threshold: 3,
            unhealthy_threshold: 2,
            transport: Transport::Clear,
            version: crate::group_settings::TargetVersion::Http1,
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
