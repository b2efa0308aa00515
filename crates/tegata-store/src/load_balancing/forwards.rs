//! Which listeners and rules forward to which target groups.

use tegata_model::load_balancing::{ListenerId, LoadBalancerId, RuleId, TargetGroupId};

use crate::{ReadTx, StoreError, WriteTx, params};

/// What forwards: a rule of a listener, or its default action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forwarder {
    /// The listener.
    pub listener: ListenerId,
    /// The rule; `None` for the default action.
    pub rule: Option<RuleId>,
}

impl Forwarder {
    /// The default action of a listener.
    #[must_use]
    pub fn default_of(listener: ListenerId) -> Forwarder {
        Forwarder { listener, rule: None }
    }

    /// The rule as its column has it.
    fn rule(self) -> String {
        self.rule.map_or_else(String::new, |rule| rule.to_string())
    }
}

/// Saves what a forwarder forwards to now, in place of what it did before.
///
/// # Errors
/// When the store fails.
pub(super) fn replace(
    tx: &mut WriteTx<'_>,
    forwarder: Forwarder,
    load_balancer: LoadBalancerId,
    groups: impl Iterator<Item = TargetGroupId>,
) -> Result<(), StoreError> {
    let (listener, rule) = (forwarder.listener.to_string(), forwarder.rule());
    tx.execute("DELETE FROM forwards WHERE listener_id = ?1 AND rule_id = ?2", params![listener, rule])?;
    for group in groups {
        tx.execute(
            "INSERT INTO forwards (target_group_id, listener_id, rule_id, load_balancer_id) \
             VALUES (?1, ?2, ?3, ?4)",
            params![group.to_string(), listener, rule, load_balancer.to_string()],
        )?;
    }
    Ok(())
}

/// Forgets what a listener and all its rules forward to.
///
/// # Errors
/// When the store fails.
pub(super) fn delete_of_listener(tx: &mut WriteTx<'_>, id: ListenerId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM forwards WHERE listener_id = ?1", params![id.to_string()])?;
    Ok(())
}

/// The load balancers whose listeners or rules forward to a target group, by identifier and name, each once.
///
/// # Errors
/// When the store fails.
pub fn forwarding_to(
    tx: &mut ReadTx<'_>,
    group: TargetGroupId,
) -> Result<Vec<(LoadBalancerId, String)>, StoreError> {
    let rows = tx.rows(
        "SELECT id, name FROM load_balancers WHERE id IN \
         (SELECT load_balancer_id FROM forwards WHERE target_group_id = ?1) ORDER BY name",
        params![group.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((row.parse(0, "an identifier", |text: String| text.parse().ok())?, row.get(1)?)))
        .collect()
}

/// The target groups that all but one of a load balancer's forwarders forward to, each once.
///
/// # Errors
/// When the store fails.
pub fn groups_of_load_balancer(
    tx: &mut ReadTx<'_>,
    load_balancer: LoadBalancerId,
    except: Forwarder,
) -> Result<Vec<TargetGroupId>, StoreError> {
    let rows = tx.rows(
        "SELECT DISTINCT target_group_id FROM forwards WHERE load_balancer_id = ?1 \
         AND (listener_id <> ?2 OR rule_id <> ?3)",
        params![load_balancer.to_string(), except.listener.to_string(), except.rule()],
    )?;
    rows.iter().map(|row| row.parse(0, "an identifier", |text: String| text.parse().ok())).collect()
}
