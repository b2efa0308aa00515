//! The own node: who it is, and up to where it serves changes. In memory; its effects write it.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::node::{Node, ServedUpTo};
use tegata_model::{HostedZoneId, NodeId};
use tokio::sync::watch;
use uuid::Uuid;

/// The own node. Cheap to clone; all clones are the same node.
#[derive(Debug, Clone)]
pub struct NodeStatus {
    identity: Arc<Identity>,
    serves: Arc<watch::Sender<Serves>>,
    /// Counts what other nodes should know.
    news: Arc<watch::Sender<u64>>,
}

#[derive(Debug)]
struct Identity {
    id: NodeId,
    name: String,
    version: &'static str,
    started_at: Timestamp,
}

#[derive(Debug, Default)]
struct Serves {
    zones: Option<ServedUpTo>,
    edge: Option<ServedUpTo>,
    /// Zones that cannot be served as they are.
    unserved: HashSet<HostedZoneId>,
}

impl Default for NodeStatus {
    /// A node without a name, for tests.
    fn default() -> NodeStatus {
        NodeStatus::new(NodeId(Uuid::nil()), String::new(), "", Timestamp::UNIX_EPOCH)
    }
}

impl NodeStatus {
    /// A node that starts now, at `started_at`.
    #[must_use]
    pub fn new(id: NodeId, name: String, version: &'static str, started_at: Timestamp) -> NodeStatus {
        NodeStatus {
            identity: Arc::new(Identity { id, name, version, started_at }),
            serves: Arc::default(),
            news: Arc::default(),
        }
    }

    /// Which node it is.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.identity.id
    }

    /// What its operator calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.identity.name
    }

    /// The node as others are to see it at `now`.
    #[must_use]
    pub fn as_of(&self, now: Timestamp) -> Node {
        let serves = self.serves.borrow();
        Node {
            id: self.identity.id,
            name: self.identity.name.clone(),
            version: self.identity.version.to_owned(),
            started_at: self.identity.started_at,
            seen_at: now,
            zones: serves.zones.clone(),
            edge: serves.edge.clone(),
        }
    }

    /// Says up to where the name servers answer with changes. `is_news` says that they took up a change of a zone.
    pub fn answers_up_to(&self, up_to: ServedUpTo, is_news: bool) {
        self.serves.send_modify(|serves| serves.zones = Some(up_to));
        self.tell(is_news);
    }

    /// Says up to where the edge serves changes. `is_news` says that it took up a change of something that it serves.
    pub fn serves_up_to(&self, up_to: ServedUpTo, is_news: bool) {
        self.serves.send_modify(|serves| serves.edge = Some(up_to));
        self.tell(is_news);
    }

    fn tell(&self, is_news: bool) {
        if is_news {
            self.news.send_modify(|count| *count += 1);
        }
    }

    /// Says whether a zone can be served as it is; returns whether that is another answer than before.
    pub(super) fn can_serve(&self, zone: &HostedZoneId, can: bool) -> bool {
        self.serves.send_if_modified(|serves| match can {
            true => serves.unserved.remove(zone),
            false => serves.unserved.insert(zone.clone()),
        })
    }

    /// Whether a zone cannot be served as it is.
    #[must_use]
    pub fn is_unserved(&self, zone: &HostedZoneId) -> bool {
        self.serves.borrow().unserved.contains(zone)
    }

    /// Sees a new value whenever there is something that other nodes should know.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Follows what the node serves: for those who wait for it.
    #[must_use]
    pub fn changes(&self) -> StatusChanges {
        StatusChanges(self.serves.subscribe())
    }
}

/// Follows what the own node serves.
#[derive(Debug, Clone)]
pub struct StatusChanges(watch::Receiver<Serves>);

impl StatusChanges {
    /// What comes from here on is a change.
    pub fn mark(&mut self) {
        self.0.mark_unchanged();
    }

    /// Resolves after the next change.
    pub async fn next(&mut self) {
        // The sender lives as long as the instance does.
        let _ = self.0.changed().await;
    }
}
