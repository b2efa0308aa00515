//! Target groups: where requests go, in turn, to those that are healthy.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio_util::sync::CancellationToken;

use crate::edge::PermitTarget;
use crate::health::TargetHealths;
use crate::target::Peer;

/// A target group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Those in service, each once. What drains is not among them: it gets no new requests, and finishes what it has.
    pub targets: Vec<Target>,
    /// How their health is found out.
    pub health_check: HealthCheck,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// The caller's name for it.
    pub id: String,
    /// Where it is reached.
    pub address: SocketAddr,
}

/// How health is found out: a `GET` answered with a status that counts as good, in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthCheck {
    /// The target's own port when there is none.
    pub port: Option<u16>,
    /// With its query.
    pub path: String,
    /// From the start of one check to the start of the next.
    pub interval: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// So many successes in a row make an unhealthy target healthy.
    pub healthy_threshold: u32,
    /// So many failures in a row make a healthy target unhealthy.
    pub unhealthy_threshold: u32,
    /// Statuses that are a success: ranges, both ends included.
    pub good_statuses: Vec<(u16, u16)>,
}

/// A group at work.
pub(crate) struct RunningGroup {
    pub(crate) group: Group,
    pub(crate) healths: Arc<ArcSwap<TargetHealths>>,
    /// All targets, with the connections to them.
    pub(crate) peers: Peers,
    /// Those that get requests, as their health is now.
    pub(crate) in_turn: Arc<ArcSwap<Vec<Arc<Peer>>>>,
    turn: AtomicUsize,
    /// Ends its checks.
    pub(crate) stop: CancellationToken,
}

/// Targets with the connections to them.
pub(crate) type Peers = Arc<HashMap<SocketAddr, Arc<Peer>>>;

impl Drop for RunningGroup {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl RunningGroup {
    /// Connections to targets that were there `before` are taken over.
    pub(crate) fn new(
        group: Group,
        healths: TargetHealths,
        before: Option<&RunningGroup>,
        permit: &PermitTarget,
        stop: CancellationToken,
    ) -> RunningGroup {
        let peers = group.targets.iter().map(|target| {
            let known = before.and_then(|before| before.peers.get(&target.address)).cloned();
            (target.address, known.unwrap_or_else(|| Arc::new(Peer::new(target.address, Arc::clone(permit)))))
        });
        let peers: Peers = Arc::new(peers.collect());
        let in_turn = in_turn(&group, &healths, &peers);
        RunningGroup {
            group,
            peers,
            healths: Arc::new(ArcSwap::from_pointee(healths)),
            in_turn: Arc::new(ArcSwap::from_pointee(in_turn)),
            turn: AtomicUsize::new(0),
            stop,
        }
    }

    /// The next target; `None` when the group has none.
    pub(crate) fn next(&self) -> Option<Arc<Peer>> {
        let in_turn = self.in_turn.load();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        in_turn.get(turn % in_turn.len().max(1)).cloned()
    }
}

/// The targets that get requests: the healthy ones, or all when none is, since a check may err more easily than a
/// site is down (ELB User Guide, "Target group health": fail open).
pub(crate) fn in_turn(group: &Group, healths: &TargetHealths, peers: &Peers) -> Vec<Arc<Peer>> {
    let peer = |target: &Target| peers.get(&target.address).cloned();
    let is_healthy = |target: &&Target| healths.get(*target).is_some_and(crate::Health::is_healthy);
    let healthy: Vec<Arc<Peer>> = group.targets.iter().filter(is_healthy).filter_map(peer).collect();
    if healthy.is_empty() { group.targets.iter().filter_map(peer).collect() } else { healthy }
}
