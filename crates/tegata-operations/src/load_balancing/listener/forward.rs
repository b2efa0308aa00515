//! What a listener and its rules forward to.

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::load_balancing::listener::Protocol;
use tegata_model::load_balancing::{Listener, ProtocolVersion, TargetGroupId};
use tegata_store::load_balancing::forwards::{self, Forwarder};
use tegata_store::load_balancing::target_groups;
use tegata_store::{StoreError, WriteTx};

use super::words::Words;
use crate::Error;
use crate::load_balancing::target_group;
use crate::reason::LoadBalancingReason;

/// How many target groups a load balancer's listeners may forward to (ELB quota "Target Groups per
/// Application Load Balancer").
pub(crate) const GROUPS_PER_LOAD_BALANCER_MAX: usize = 100;

/// Whether the default action of `listener` may forward to its groups; see [`check`].
pub(super) fn check_default(tx: &mut WriteTx<'_>, listener: &Listener, words: &Words) -> Result<(), Error> {
    let groups: Vec<TargetGroupId> = listener.default_action.groups().collect();
    check(tx, listener, Forwarder::default_of(listener.id), &groups, words)
}

/// Whether a rule of `listener`, or its default action, may forward to groups: they are the tenant's, and no other load
/// balancer's, and what they speak fits the listener.
pub(crate) fn check(
    tx: &mut WriteTx<'_>,
    listener: &Listener,
    forwarder: Forwarder,
    wanted: &[TargetGroupId],
    words: &Words,
) -> Result<(), Error> {
    let mut groups = forwards::groups_of_load_balancer(tx, listener.load_balancer, forwarder)?;
    for group in wanted.iter().copied() {
        let found = target_groups::find(tx, &listener.tenant, group)?;
        let settings = found.ok_or_else(target_group::not_found)?.settings;
        let (spoken, version) = (listener.protocol(), settings.protocol_version);
        if !settings.protocol.fits(spoken) {
            let (words, spoken, protocol) = (words.group(group), spoken.as_str(), settings.protocol.as_str());
            let message = format!(
                "The listener and its associated target group '{words}' have incompatible protocols: '{spoken}' and \
                 '{protocol}'"
            );
            return Err(Error::invalid(LoadBalancingReason::IncompatibleProtocols, message));
        }
        // HTTP/2 is agreed on in the handshake of TLS.
        if version != ProtocolVersion::Http1 && spoken == Protocol::Http {
            let message = format!(
                "Listener protocol 'HTTP' is not supported with a target group with the protocol-version '{}'",
                version.as_str()
            );
            return Err(Error::invalid(LoadBalancingReason::Configuration, message));
        }
        let users = forwards::forwarding_to(tx, group)?;
        if users.iter().any(|(user, _)| *user != listener.load_balancer) {
            let words = words.group(group);
            let message = format!(
                "The following target groups cannot be associated with more than one load balancer: {words}"
            );
            return Err(Error::conflict(LoadBalancingReason::TargetGroupOfAnother, message));
        }
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    if groups.len() > GROUPS_PER_LOAD_BALANCER_MAX {
        let message = format!(
            "You have reached the maximum number of unique target groups that you can associate with a load balancer of type '{}': [{GROUPS_PER_LOAD_BALANCER_MAX}]",
            listener.kind().as_str()
        );
        return Err(Error::limit_exceeded(LoadBalancingReason::TooManyTargetGroupsOfLoadBalancer, message));
    }
    Ok(())
}

/// Tells the edge of each group that began or ceased to be forwarded to: it checks the health of those
/// alone that are.
pub(crate) fn record_changes(
    tx: &mut WriteTx<'_>,
    had: &[TargetGroupId],
    has: &[TargetGroupId],
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = has
        .iter()
        .filter(|group| !had.contains(group))
        .chain(had.iter().filter(|group| !has.contains(group)));
    changed.into_iter().try_for_each(|group| tx.record_change(&Change::TargetGroup(*group), now))
}
