//! Target groups: requests go to the healthy targets by round robin.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arc_swap::ArcSwap;
use tokio_util::sync::CancellationToken;

use super::upstream::Upstream;
use crate::vocabulary::{Group, Health, PermitTarget, Target, TargetHealths};

/// A group at work.
pub(crate) struct RunningGroup {
    pub(crate) group: Group,
    pub(crate) healths: Arc<ArcSwap<TargetHealths>>,
    /// All targets, with the connections to them.
    pub(crate) upstreams: Upstreams,
    /// The targets that get requests, by their present health.
    pub(crate) rotation: Arc<ArcSwap<Vec<Arc<Upstream>>>>,
    turn: AtomicUsize,
    /// Ends its checks.
    pub(crate) stop: CancellationToken,
}

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
        stop: CancellationToken,
    ) -> RunningGroup {
        let upstreams = group.targets.iter().map(|target| {
            let known = before.and_then(|before| before.upstreams.get(&target.address)).cloned();
            (
                target.address,
                known.unwrap_or_else(|| Arc::new(Upstream::new(target.address, Arc::clone(permit)))),
            )
        });
        let upstreams: Upstreams = Arc::new(upstreams.collect());
        let rotation = rotation(&group, &healths, &upstreams);
        RunningGroup {
            group,
            upstreams,
            healths: Arc::new(ArcSwap::from_pointee(healths)),
            rotation: Arc::new(ArcSwap::from_pointee(rotation)),
            turn: AtomicUsize::new(0),
            stop,
        }
    }

    /// The next target; `None` when the group has none.
    pub(crate) fn next(&self) -> Option<Arc<Upstream>> {
        let rotation = self.rotation.load();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        rotation.get(turn % rotation.len().max(1)).cloned()
    }
}

/// The targets that get requests: the healthy ones, or all when not one is healthy, since a wrong check is more likely
/// than a whole site that is down (ELB User Guide, "Target group health": fail open).
pub(crate) fn rotation(group: &Group, healths: &TargetHealths, upstreams: &Upstreams) -> Vec<Arc<Upstream>> {
    let upstream = |target: &Target| upstreams.get(&target.address).cloned();
    let is_healthy = |target: &&Target| healths.get(*target).is_some_and(Health::is_healthy);
    let healthy: Vec<Arc<Upstream>> = group.targets.iter().filter(is_healthy).filter_map(upstream).collect();
    if healthy.is_empty() { group.targets.iter().filter_map(upstream).collect() } else { healthy }
}
