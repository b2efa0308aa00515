//! `ListNodes`.

use jiff::Timestamp;
use tegata_model::NodeId;
use tegata_model::change::Change;
use tegata_model::node::{Node, NotOpen};
use tegata_store::marks;
use tegata_store::nodes::{self, NodeFault};

use crate::{Caller, Error, Instance};

/// How many faults are listed.
const FAULTS_MAX: u32 = 1000;

/// The nodes, and how far the change log has come that they follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nodes {
    /// The own node first, the others by name.
    pub nodes: Vec<Listed>,
    /// The newest revision of the change log.
    pub revision: i64,
}

/// A node and what it cannot serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The node.
    pub node: Node,
    /// Whether it answers this.
    pub is_own: bool,
    /// Whether it counts.
    pub is_live: bool,
    /// What it cannot serve; the first thousand over all nodes.
    pub faults: Vec<Fault>,
}

/// Something that a node cannot serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What: a listener or a hosted zone.
    pub subject: Change,
    /// Why.
    pub fault: NotOpen,
}

/// Lists the nodes that run on this store, and those that were seen in the last day.
///
/// # Errors
/// When the store fails.
pub async fn list(instance: &Instance, caller: &Caller) -> Result<Nodes, Error> {
    caller.may("tegata:ListNodes")?;
    let now = instance.clock.now();
    let own = instance.node.as_of(now);
    let id = own.id;
    let (others, faults, marks) = instance
        .read(move |tx| {
            Ok::<_, Error>((nodes::others(tx, id)?, nodes::list_faults(tx, FAULTS_MAX)?, marks::marks(tx)?))
        })
        .await?;
    let listed = |node: Node, is_own: bool| listed(node, is_own, &faults, now);
    let nodes =
        std::iter::once(listed(own, true)).chain(others.into_iter().map(|other| listed(other, false)));
    Ok(Nodes { nodes: nodes.collect(), revision: marks.change })
}

fn listed(node: Node, is_own: bool, faults: &[NodeFault], now: Timestamp) -> Listed {
    let of = |id: NodeId| faults.iter().filter(move |fault| fault.node == id);
    let faults =
        of(node.id).map(|of| Fault { subject: of.subject.clone(), fault: of.fault.clone() }).collect();
    Listed { is_own, is_live: node.is_live(now), faults, node }
}
