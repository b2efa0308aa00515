//! Nodes: the processes that run on one store, and what each of them serves up to which change.

mod listener_state;
mod served_up_to;

use jiff::{SignedDuration, Timestamp};

pub use self::listener_state::{ListenerOutcome, ListenerState, NotOpen, listener_state};
pub use self::served_up_to::{ChangeMark, ServedUpTo, Transactions, TransactionsError};
use crate::NodeId;

/// How long a node counts after it was last seen. It says that it is there every third of this.
pub const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// A process that runs on the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub id: NodeId,
    /// What its operator calls it.
    pub name: String,
    /// The release that it runs.
    pub version: String,
    /// When it started.
    pub started_at: Timestamp,
    /// When it last said that it is there.
    pub seen_at: Timestamp,
    /// Up to where its name servers answer with changes of zones; `None` before they have read all zones.
    pub zones: Option<ServedUpTo>,
    /// Up to where its edge serves changes of listeners; `None` before it has read all listeners.
    pub edge: Option<ServedUpTo>,
}

impl Node {
    /// Whether it counts: a node that was killed does not once its lease has run out.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.seen_at + LEASE
    }
}

/// The names of the nodes that do not serve a change yet: those that have begun to serve (`part` gives up to where)
/// and have not come to it.
pub fn behind(
    nodes: &[Node],
    part: impl Fn(&Node) -> Option<&ServedUpTo>,
    mark: ChangeMark,
) -> impl Iterator<Item = &str> {
    nodes.iter().filter(move |node| part(node).is_some_and(|up_to| !up_to.has(mark))).map(|node| &*node.name)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn node(name: &str, zones: Option<&str>) -> Node {
        Node {
            id: NodeId(Uuid::from_u128(1)),
            name: name.to_owned(),
            version: "1".to_owned(),
            started_at: Timestamp::UNIX_EPOCH,
            seen_at: Timestamp::UNIX_EPOCH,
            zones: zones.map(|text| text.parse().expect("a place")),
            edge: None,
        }
    }

    #[test]
    fn a_node_that_is_not_seen_stops_counting_when_its_lease_ends() {
        let node = node("a", None);
        assert!(node.is_live(node.seen_at));
        assert!(node.is_live(node.seen_at + LEASE - SignedDuration::from_nanos(1)));
        assert!(!node.is_live(node.seen_at + LEASE));
    }

    #[test]
    fn only_nodes_that_serve_can_be_behind() {
        let nodes = [node("has it", Some("7")), node("has it not", Some("6")), node("starts", None)];
        let found: Vec<&str> = behind(&nodes, |node| node.zones.as_ref(), ChangeMark(7)).collect();
        assert_eq!(found, ["has it not"]);
    }
}
