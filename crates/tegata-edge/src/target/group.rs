//! Target groups: requests go to the healthy targets.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arc_swap::ArcSwap;
use parking_lot::RwLock;
use tokio_util::sync::CancellationToken;

use super::balance::choose;
use super::tls::Verifying;
use super::upstream::{Outstanding, Upstream};
use crate::group_settings::Algorithm;
use crate::vocabulary::{Group, GroupKey, Health, PermitTarget, Target, TargetHealths};

/// A group at work.
pub(crate) struct RunningGroup {
    pub(crate) group: Group,
    pub(crate) healths: Arc<ArcSwap<TargetHealths>>,
    /// All targets, with the connections to them.
    pub(crate) upstreams: Upstreams,
    /// Those that finish what they have.
    draining: HashMap<SocketAddr, Arc<Upstream>>,
    /// The targets that get requests, by their present health.
    pub(crate) rotation: Arc<ArcSwap<Vec<Arc<Upstream>>>>,
    turn: AtomicUsize,
    /// Ends its checks.
    pub(crate) stop: CancellationToken,
}

/// Groups at work, by key.
pub(crate) type Groups = Arc<RwLock<HashMap<GroupKey, Arc<RunningGroup>>>>;

/// Targets with the connections to them.
pub(crate) type Upstreams = Arc<HashMap<SocketAddr, Arc<Upstream>>>;

impl Drop for RunningGroup {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl RunningGroup {
    /// Takes over the connections to targets that the group had `before`.
    pub(crate) fn new(
        group: Group,
        healths: TargetHealths,
        before: Option<&RunningGroup>,
        permit: &PermitTarget,
        verifying: &Verifying,
        stop: CancellationToken,
    ) -> RunningGroup {
        // Connections on which the target's certificate was not verified as it is to be now are not used again.
        let verified =
            |before: &&RunningGroup| before.group.settings.verification == group.settings.verification;
        let before = before.filter(verified);
        let known = |address| before.and_then(|before| before.upstream(address)).cloned();
        let upstreams = group.targets.iter().map(|target| {
            let new =
                || Arc::new(Upstream::new(target.address, Arc::clone(permit), &group.settings, verifying));
            (target.address, known(target.address).unwrap_or_else(new))
        });
        let upstreams: Upstreams = Arc::new(upstreams.collect());
        let draining = group.draining.iter().filter_map(|address| Some((*address, known(*address)?)));
        let draining: HashMap<_, _> = draining.collect();
        if let Some(before) = before.filter(|_| group.settings.stream.reset_deregistered) {
            let all = before.upstreams.iter().chain(&before.draining);
            all.filter(|(address, _)| !upstreams.contains_key(*address) && !draining.contains_key(*address))
                .for_each(|(_, gone)| gone.end_streams());
        }
        let rotation = rotation(&group, &healths, &upstreams);
        RunningGroup {
            group,
            upstreams,
            draining,
            healths: Arc::new(ArcSwap::from_pointee(healths)),
            rotation: Arc::new(ArcSwap::from_pointee(rotation)),
            turn: AtomicUsize::new(0),
            stop,
        }
    }

    fn upstream(&self, address: SocketAddr) -> Option<&Arc<Upstream>> {
        self.upstreams.get(&address).or_else(|| self.draining.get(&address))
    }

    /// The next target; `None` when the group has none.
    pub(crate) fn next(&self) -> Option<Arc<Upstream>> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        choose(&self.group.settings, &self.rotation.load(), turn).cloned()
    }

    /// The target at this address, if it gets requests.
    pub(crate) fn in_rotation(&self, address: SocketAddr) -> Option<Arc<Upstream>> {
        self.rotation.load().iter().find(|upstream| upstream.address() == address).cloned()
    }

    /// Counts a request to `target` as in progress, where that decides about others.
    pub(crate) fn begin(&self, target: &Arc<Upstream>) -> Option<Outstanding> {
        let is_counted = self.group.settings.algorithm == Algorithm::LeastOutstandingRequests;
        is_counted.then(|| target.begin())
    }
}

/// The targets that get requests: the healthy ones, or all when too few are healthy, since a wrong check is more likely
/// than a whole site that is down, and a few targets cannot carry all (ELB User Guide, "Target group health": fail open).
pub(crate) fn rotation(group: &Group, healths: &TargetHealths, upstreams: &Upstreams) -> Vec<Arc<Upstream>> {
    let upstream = |target: &Target| upstreams.get(&target.address).cloned();
    let is_healthy = |target: &&Target| healths.get(*target).is_some_and(Health::is_healthy);
    let healthy: Vec<Arc<Upstream>> = group.targets.iter().filter(is_healthy).filter_map(upstream).collect();
    let minimum = group.settings.minimum_healthy;
    let are_too_few = healthy.len() < minimum.count.max(1)
        || healthy.len() * 100 < group.targets.len() * minimum.percentage;
    if are_too_few { group.targets.iter().filter_map(upstream).collect() } else { healthy }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::group_settings::{GroupSettings, MinimumHealthy, TargetVersion, Transport};
    use crate::vocabulary::{Cause, HealthCheck, Probe};

    #[test]
    fn with_too_few_healthy_targets_all_get_requests() {
        for (count, percentage, healthy, expected) in [
            (1, 0, 0, 4),
            (1, 0, 1, 1),
            (2, 0, 1, 4),
            (2, 0, 2, 2),
            (1, 50, 1, 4),
            (1, 50, 2, 2),
            (1, 100, 3, 4),
        ] {
            let target =
                |port| Target { id: "a".to_owned(), address: SocketAddr::from(([192, 0, 2, 1], port)) };
            let settings = GroupSettings {
                minimum_healthy: MinimumHealthy { count, percentage },
                ..GroupSettings::default()
            };
            let group = Group {
                targets: (0..4).map(target).collect(),
                draining: Vec::new(),
                health_check: HealthCheck {
                    port: None,
                    probe: Probe::Request,
                    proxy_header: false,
                    path: "/".to_owned(),
                    interval: Duration::from_secs(30),
                    timeout: Duration::from_secs(5),
                    healthy_threshold: 3,
                    unhealthy_threshold: 2,
                    transport: Transport::Clear,
                    version: TargetVersion::Http1,
                    good_statuses: vec![(200, 200)],
                },
                settings,
            };
            let health =
                |port| if port < healthy { Health::Healthy } else { Health::Unhealthy(Cause::Timeout) };
            let healths: TargetHealths = (0..4).map(|port| (target(port), health(port))).collect();
            let permit: PermitTarget = Arc::new(|_| Ok(()));
            let running = RunningGroup::new(
                group,
                healths,
                None,
                &permit,
                &Verifying::none(),
                CancellationToken::new(),
            );
            assert_eq!(running.rotation.load().len(), expected, "{count} {percentage} {healthy}");
        }
    }
}
