//! How a listener does over all nodes.

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::load_balancing::ListenerId;
use tegata_model::node::{ChangeMark, ListenerOutcome, ListenerState, Node, NotOpen, listener_state};
use tegata_store::{ReadTx, StoreError, nodes};

use super::NodeStatus;
use crate::{EdgeStatus, Instance};

/// Who is asked how listeners do: the own node in memory, the others in the store.
#[derive(Debug, Clone)]
pub(crate) struct ListenerStates {
    node: NodeStatus,
    edge: EdgeStatus,
    now: Timestamp,
}

impl ListenerStates {
    /// Takes what has to be known before the store is read.
    pub(crate) fn of(instance: &Instance) -> ListenerStates {
        ListenerStates { node: instance.node.clone(), edge: instance.edge.clone(), now: instance.clock.now() }
    }

    /// The other nodes whose edge serves.
    pub(crate) fn others(&self, tx: &mut ReadTx<'_>) -> Result<Vec<Node>, StoreError> {
        let mut others = nodes::live_others(tx, self.node.id(), self.now)?;
        others.retain(|node| node.edge.is_some());
        Ok(others)
    }

    /// How a listener does, on the own node and on `others`.
    pub(crate) fn state(
        &self,
        tx: &mut ReadTx<'_>,
        others: &[Node],
        id: ListenerId,
    ) -> Result<ListenerState, StoreError> {
        let own = self.edge.outcome(id).map(|outcome| (self.node.name(), outcome));
        let mut outcomes: Vec<(&str, ListenerOutcome)> = own.into_iter().collect();
        if !others.is_empty() {
            let mut faults = nodes::faults_of(tx, &Change::Listener(id))?;
            outcomes.extend(others.iter().map(|node| {
                let fault = faults.iter().position(|fault| fault.node == node.id);
                (&*node.name, fault.map_or(Ok(()), |index| Err(faults.swap_remove(index).fault)))
            }));
        }
        Ok(listener_state(&outcomes))
    }
}

/// What other nodes make of a listener that the own node could not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    /// There are none, or none could open it; with their names and reasons.
    Shut(Vec<(String, NotOpen)>),
    /// One serves it.
    Open,
    /// Some have not come to it, and of the others none could open it.
    Pending,
}

/// What other nodes make of a listener as of the change `mark`.
pub(crate) async fn listener_elsewhere(
    instance: &Instance,
    id: ListenerId,
    mark: ChangeMark,
) -> Result<Elsewhere, StoreError> {
    let states = ListenerStates::of(instance);
    instance
        .read(move |tx| {
            let others = states.others(tx)?;
            if others.is_empty() {
                return Ok(Elsewhere::Shut(Vec::new()));
            }
            let faults = nodes::faults_of(tx, &Change::Listener(id))?;
            let (mut shut, mut pending) = (Vec::new(), false);
            for node in others {
                // A node records its fault before it says how far it has come.
                let has_come = node.edge.is_some_and(|up_to| up_to.has(mark));
                match faults.iter().find(|fault| fault.node == node.id) {
                    _ if !has_come => pending = true,
                    Some(fault) => shut.push((node.name, fault.fault.clone())),
                    None => return Ok(Elsewhere::Open),
                }
            }
            Ok(if pending { Elsewhere::Pending } else { Elsewhere::Shut(shut) })
        })
        .await
}
