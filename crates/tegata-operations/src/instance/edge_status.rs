//! The status of the edge: what the edge of this process last did and saw.
//!
//! In memory alone. The effect that keeps the edge up to date writes on it; operations and endpoints
//! read it, so that a listener's creator is answered once it is open, and so that the health of targets
//! costs no store. Another node has a status of its own, of which [`crate::node`] knows what it has told.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use tegata_model::load_balancing::{ListenerId, Target, TargetGroupId, TargetHealth, TargetState};
use tegata_model::node::{ListenerOutcome, NotOpen};
use tokio::sync::watch;

/// How long an operation waits for the edge before it answers all the same.
pub const EDGE_WITHIN: Duration = Duration::from_secs(2);

/// What the edge last did and saw. Cheap to clone; all clones are the same status.
#[derive(Debug, Clone, Default)]
pub struct EdgeStatus {
    listeners: Arc<watch::Sender<Listeners>>,
    health: Arc<RwLock<HashMap<TargetGroupId, Healths>>>,
}

/// The health of one group's targets.
pub type Healths = HashMap<Target, TargetHealth>;

#[derive(Debug, Default)]
struct Listeners {
    running: bool,
    applied: HashMap<ListenerId, Applied>,
    /// The sockets that are open or about to be.
    sockets: HashMap<ListenerId, SocketAddr>,
}

#[derive(Debug, Clone)]
struct Applied {
    revision: u64,
    outcome: Result<SocketAddr, NotOpen>,
}

/// How a wait for the edge ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waited {
    /// The listener is open there.
    Open(SocketAddr),
    /// It could not be opened in this revision or a later one, for this reason.
    Failed(NotOpen),
    /// The edge has not come to it in time, or this process runs none.
    Unknown,
}

impl EdgeStatus {
    /// Says that an edge is kept up to date from now on.
    pub fn start(&self) {
        self.listeners.send_modify(|listeners| listeners.running = true);
    }

    /// Says that no edge runs any more.
    pub fn stop(&self) {
        self.listeners.send_modify(|listeners| *listeners = Listeners::default());
        self.health.write().clear();
    }

    /// Whether this process runs an edge.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.listeners.borrow().running
    }

    /// Says that a listener is about to be opened there. Said first, so that a target is never connected to that is this
    /// listener itself.
    pub fn opening(&self, id: ListenerId, address: SocketAddr) {
        self.listeners.send_modify(|listeners| {
            listeners.sockets.insert(id, address);
        });
    }

    /// Says that a listener was applied in this revision: it is open there, or not for that reason.
    pub fn applied(&self, id: ListenerId, revision: u64, outcome: Result<SocketAddr, NotOpen>) {
        self.listeners.send_modify(|listeners| {
            match &outcome {
                Ok(address) => listeners.sockets.insert(id, *address),
                Err(_) => listeners.sockets.remove(&id),
            };
            listeners.applied.insert(id, Applied { revision, outcome });
        });
    }

    /// Says that a listener is gone from the edge.
    pub fn removed(&self, id: ListenerId) {
        self.listeners.send_modify(|listeners| {
            listeners.applied.remove(&id);
            listeners.sockets.remove(&id);
        });
    }

    /// The sockets on this port that the edge has open or is about to open.
    #[must_use]
    pub fn listening_on(&self, port: u16) -> Vec<SocketAddr> {
        let listeners = self.listeners.borrow();
        listeners.sockets.values().filter(|socket| socket.port() == port).copied().collect()
    }

    /// Where a listener is open; `None` when it is not, or not here.
    #[must_use]
    pub fn open_at(&self, id: ListenerId) -> Option<SocketAddr> {
        self.listeners.borrow().applied.get(&id).and_then(|applied| applied.outcome.clone().ok())
    }

    /// What became of a listener here; `None` when this process runs no edge, or has not come to it.
    #[must_use]
    pub fn outcome(&self, id: ListenerId) -> Option<ListenerOutcome> {
        let listeners = self.listeners.borrow();
        let applied = listeners.applied.get(&id).filter(|_| listeners.running)?;
        Some(applied.outcome.as_ref().map(|_| ()).map_err(NotOpen::clone))
    }

    /// Waits until the edge has applied a listener in this revision or a later one, at most [`EDGE_WITHIN`].
    pub async fn wait_applied(&self, id: ListenerId, revision: u64) -> Waited {
        let reached = |listeners: &Listeners| {
            !listeners.running
                || listeners.applied.get(&id).is_some_and(|applied| applied.revision >= revision)
        };
        let mut listeners = self.listeners.subscribe();
        let Ok(Ok(seen)) = tokio::time::timeout(EDGE_WITHIN, listeners.wait_for(reached)).await else {
            return Waited::Unknown;
        };
        // A later revision has this one's changes in it, so its outcome is this one's too.
        match seen.applied.get(&id) {
            Some(Applied { outcome: Ok(address), .. }) => Waited::Open(*address),
            Some(Applied { outcome: Err(reason), .. }) => Waited::Failed(reason.clone()),
            None => Waited::Unknown,
        }
    }

    /// Waits until the edge serves a listener no longer, at most [`EDGE_WITHIN`].
    pub async fn wait_removed(&self, id: ListenerId) {
        let mut listeners = self.listeners.subscribe();
        let gone = listeners.wait_for(|listeners| !listeners.applied.contains_key(&id));
        // Not in time: the edge closes it when it comes to it, and nothing depends on this answer.
        let _ = tokio::time::timeout(EDGE_WITHIN, gone).await;
    }

    /// Puts up the health of a group's targets, in place of what was there.
    pub fn put_health(&self, group: TargetGroupId, healths: Healths) {
        self.health.write().insert(group, healths);
    }

    /// Takes the health of a group's targets down.
    pub fn drop_health(&self, group: TargetGroupId) {
        self.health.write().remove(&group);
    }

    /// How many targets of each group are in each state.
    #[must_use]
    pub fn count_targets(&self) -> Vec<(TargetGroupId, TargetState, usize)> {
        let health = self.health.read();
        let counts = health.iter().flat_map(|(group, healths)| {
            TargetState::ALL.map(|state| {
                let count = healths.values().filter(|health| health.state == state).count();
                (*group, state, count)
            })
        });
        counts.collect()
    }

    /// The health of one target, once the edge has taken it up.
    #[must_use]
    pub fn health(&self, group: TargetGroupId, target: &Target) -> Option<TargetHealth> {
        self.health.read().get(&group)?.get(target).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_use() -> NotOpen {
        NotOpen::Failed("in use".to_owned())
    }

    fn here(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[tokio::test]
    async fn without_an_edge_nobody_waits() {
        let status = EdgeStatus::default();
        assert_eq!(status.wait_applied(ListenerId(1), 1).await, Waited::Unknown);
        status.wait_removed(ListenerId(1)).await;
    }

    #[tokio::test]
    async fn a_waiter_sees_its_revision_come() {
        let status = EdgeStatus::default();
        status.start();
        status.applied(ListenerId(1), 1, Ok(here(80)));
        assert_eq!(status.wait_applied(ListenerId(1), 1).await, Waited::Open(here(80)));
        let waiting = status.wait_applied(ListenerId(1), 2);
        let coming = async {
            tokio::task::yield_now().await;
            status.applied(ListenerId(1), 2, Err(in_use()));
        };
        assert_eq!(tokio::join!(waiting, coming).0, Waited::Failed(in_use()));
        assert_eq!(status.open_at(ListenerId(1)), None);
    }

    #[tokio::test]
    async fn a_waiter_whose_revision_was_passed_over_learns_from_the_later_one() {
        let status = EdgeStatus::default();
        status.start();
        status.applied(ListenerId(1), 3, Err(in_use()));
        assert_eq!(status.wait_applied(ListenerId(1), 2).await, Waited::Failed(in_use()));
    }

    #[tokio::test]
    async fn a_waiter_is_let_go_when_the_edge_stops() {
        let status = EdgeStatus::default();
        status.start();
        let waiting = status.wait_applied(ListenerId(1), 1);
        let stopping = async {
            tokio::task::yield_now().await;
            status.stop();
        };
        assert_eq!(tokio::join!(waiting, stopping).0, Waited::Unknown);
    }

    #[tokio::test(start_paused = true)]
    async fn an_edge_that_does_not_come_to_it_is_not_waited_for() {
        let status = EdgeStatus::default();
        status.start();
        assert_eq!(status.wait_applied(ListenerId(1), 1).await, Waited::Unknown);
    }

    #[tokio::test]
    async fn a_removal_is_waited_for() {
        let status = EdgeStatus::default();
        status.start();
        status.applied(ListenerId(1), 1, Ok(here(80)));
        let removing = async {
            tokio::task::yield_now().await;
            status.removed(ListenerId(1));
        };
        tokio::join!(status.wait_removed(ListenerId(1)), removing);
        assert_eq!(status.open_at(ListenerId(1)), None);
    }
}
