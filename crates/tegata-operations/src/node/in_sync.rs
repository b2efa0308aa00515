//! Whether a change is served by every node that counts.

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::node::{ChangeMark, behind};
use tegata_store::zones::StoredChange;
use tegata_store::{ReadTx, StoreError, nodes};

use super::NodeStatus;

/// Whether the name servers of every node answer with a change of a zone.
pub(crate) fn is_answered_with(
    tx: &mut ReadTx<'_>,
    own: &NodeStatus,
    change: &StoredChange,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if nodes::visible(tx)?.is_some_and(|visible| visible.is_from_elsewhere(change.mark)) {
        return Ok(true);
    }
    let is_here = own.as_of(now).zones.is_some_and(|up_to| up_to.has(change.mark));
    if !is_here || own.is_unserved(&change.zone) {
        return Ok(false);
    }
    let others = nodes::live_others(tx, own.id(), now)?;
    if others.is_empty() {
        return Ok(true);
    }
    let faults = nodes::faults_of(tx, &Change::HostedZone(change.zone.clone()))?;
    let has_fault = faults.iter().any(|fault| others.iter().any(|node| node.id == fault.node));
    let is_behind = behind(&others, |node| node.zones.as_ref(), change.mark).next().is_some();
    Ok(!has_fault && !is_behind)
}

/// The name of a node whose edge does not serve a change yet; `None` when all do.
pub(crate) fn behind_at_edge(
    tx: &mut ReadTx<'_>,
    own: &NodeStatus,
    mark: ChangeMark,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    if nodes::visible(tx)?.is_some_and(|visible| visible.is_from_elsewhere(mark)) {
        return Ok(None);
    }
    let others = nodes::live_others(tx, own.id(), now)?;
    let mut behind = behind(&others, |node| node.edge.as_ref(), mark);
    Ok(behind.next().map(str::to_owned))
}
