//! Storing which targets a group has, with what the edge and the event log are to know of it.

use jiff::Timestamp;
use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroup;
use tegata_model::load_balancing::target::{Registration, TargetNamed};
use tegata_store::WriteTx;
use tegata_store::load_balancing::targets;

use crate::Error;
use crate::load_balancing::load_balancer::event;

/// What a request for `named` targets does to the targets of a group.
pub(super) struct TargetsChange<'a> {
    /// What is recorded when anything changes.
    pub(super) kind: EventKind,
    /// The targets of the request.
    pub(super) named: &'a [TargetNamed],
    /// The group's targets before it.
    pub(super) present: &'a [Registration],
    /// The group's targets after it.
    pub(super) wanted: &'a [Registration],
}

/// Stores it. A request that changes nothing leaves no trace.
pub(super) fn save_targets(
    tx: &mut WriteTx<'_>,
    group: &TargetGroup,
    TargetsChange { kind, named, present, wanted }: TargetsChange<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if wanted == present {
        return Ok(());
    }
    targets::replace(tx, group.id, present, wanted)?;
    tx.record_change(&Change::TargetGroup(group.id), now)?;
    let named: Vec<_> = named.iter().map(|one| one.in_group(group)).collect();
    tx.record_event(&event(&group.tenant, kind, &group.id, json!({ "Targets": named }), now))?;
    Ok(())
}
