//! Facts about the network.

use jiff::Timestamp;
use serde_json::json;
use tegata_model::event::{Event, EventKind};
use tegata_model::network::SecurityGroup;

/// Something happened to a security group.
pub(super) fn event(kind: EventKind, group: &SecurityGroup, at: Timestamp) -> Event {
    let detail = json!({ "Name": group.name, "Rules": group.rules.len() });
    Event { at, tenant: Some(group.tenant.clone()), kind, subject: group.id.to_string(), detail }
}
