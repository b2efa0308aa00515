//! What can be asked of listeners.

mod add_certificates;
mod create;
mod delete;
mod describe_attributes;
mod list;
mod list_certificates;
mod list_policies;
mod modify;
mod modify_attributes;
mod remove_certificates;
mod served_certificates;

mod attach;
mod await_edge;
pub(crate) mod forward;
mod mutual_authentication;
pub(crate) mod refusal;
mod words;

pub use self::add_certificates::add_certificates;
pub use self::create::create;
pub use self::delete::delete;
pub use self::describe_attributes::describe_attributes;
pub use self::list::{ListListeners, Page, list};
pub use self::list_certificates::{Place, Placed, list_certificates};
pub use self::list_policies::{PolicyPage, list_policies};
pub use self::modify::modify;
pub use self::modify_attributes::modify_attributes;
pub use self::remove_certificates::remove_certificates;
pub use self::served_certificates::{ServedCertificates, served_certificates};
pub use self::words::Words;

use jiff::Timestamp;
use serde_json::json;
use tegata_model::Tenant;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::{Listener, ListenerId, TargetGroup, TargetGroupId, TrustStore};
use tegata_store::load_balancing::{listeners, rules, target_groups, trust_stores};
use tegata_store::{ReadTx, StoreError, WriteTx, nodes};

pub(crate) use self::attach::Eligibility;
pub(crate) use self::forward::GROUPS_PER_LOAD_BALANCER_MAX;
use crate::load_balancing::load_balancer::event;
use crate::reason::LoadBalancingReason;
use crate::{Error, Named};

/// A listener and the target groups that it forwards to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The listener.
    pub listener: Listener,
    /// The target groups.
    pub groups: Vec<TargetGroup>,
    /// The trust store that it verifies clients by.
    pub trust_store: Option<TrustStore>,
}

fn shown(tx: &mut ReadTx<'_>, listener: Listener) -> Result<Shown, StoreError> {
    let groups = listener.default_action.groups().map(|id| target_groups::find(tx, &listener.tenant, id));
    let groups = groups.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let trust_store = match listener.trust_store() {
        Some(id) => trust_stores::find(tx, &listener.tenant, id)?,
        None => None,
    };
    Ok(Shown { listener, groups, trust_store })
}

/// The tenant's listener of that identifier.
pub(crate) fn listener(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    named: &Named<ListenerId>,
) -> Result<Listener, Error> {
    listeners::find(tx, tenant, named.id)?.ok_or_else(|| {
        Error::not_found(LoadBalancingReason::NoSuchListener, "One or more listeners not found")
    })
}

/// Forgets a listener with its rules: its certificates are detached and its target groups free.
pub(crate) fn take_down(tx: &mut WriteTx<'_>, listener: &Listener, now: Timestamp) -> Result<(), StoreError> {
    attach::detach_all(tx, listener)?;
    let rules = rules::of_listener(tx, listener.id)?;
    let mut had: Vec<TargetGroupId> = listener.default_action.groups().collect();
    had.extend(rules.iter().flat_map(|rule| rule.action.groups()));
    had.sort_unstable();
    had.dedup();
    listeners::delete(tx, listener.id)?;
    nodes::forget_faults(tx, &Change::Listener(listener.id))?;
    tx.record_change(&Change::Listener(listener.id), now)?;
    forward::record_changes(tx, &had, &[], now)?;
    tx.record_event(&event(&listener.tenant, EventKind::ListenerDeleted, &listener.id, detail(listener), now))
}

/// Keeps a changed listener with its certificates attached, and tells the edge.
pub(crate) fn save(
    tx: &mut WriteTx<'_>,
    before: &Listener,
    after: &Listener,
    words: &Words,
    eligibility: Eligibility,
    now: Timestamp,
) -> Result<(), Error> {
    attach::reattach(tx, Some(before), after, words, eligibility)?;
    listeners::update(tx, after)?;
    tx.record_change(&Change::Listener(after.id), now)?;
    let (had, has): (Vec<TargetGroupId>, Vec<TargetGroupId>) =
        (before.default_action.groups().collect(), after.default_action.groups().collect());
    forward::record_changes(tx, &had, &has, now)?;
    tx.record_event(&event(&after.tenant, EventKind::ListenerChanged, &after.id, detail(after), now))?;
    Ok(())
}

fn detail(listener: &Listener) -> serde_json::Value {
    json!({
        "LoadBalancer": listener.load_balancer.to_string(),
        "Address": listener.address,
        "Port": listener.port,
        "Protocol": listener.protocol().as_str(),
        "Certificates": listener.certificates(),
    })
}
