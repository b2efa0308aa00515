//! Rules of listeners.

use tegata_model::Tenant;
use tegata_model::load_balancing::{ListenerId, LoadBalancerId, Rule, RuleId};

use super::forwards::{self, Forwarder};
use super::{counted, document, documents};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// Saves a new rule and what it forwards to.
///
/// # Errors
/// When the store fails, or its priority is taken.
pub fn insert(tx: &mut WriteTx<'_>, rule: &Rule) -> Result<(), StoreError> {
    put(tx, rule)?;
    forwards::replace(tx, forwarder(rule), rule.load_balancer, rule.action.groups())
}

fn put(tx: &mut WriteTx<'_>, rule: &Rule) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO rules (id, account, region, listener_id, load_balancer_id, priority, document) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            rule.id.to_string(),
            rule.tenant.account.as_str(),
            rule.tenant.region.as_str(),
            rule.listener.to_string(),
            rule.load_balancer.to_string(),
            rule.priority,
            Json(rule)
        ],
    )?;
    Ok(())
}

/// Saves a changed rule, whose priority is as it was, and what it forwards to now.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, rule: &Rule) -> Result<(), StoreError> {
    tx.execute("UPDATE rules SET document = ?2 WHERE id = ?1", params![rule.id.to_string(), Json(rule)])?;
    forwards::replace(tx, forwarder(rule), rule.load_balancer, rule.action.groups())
}

/// Saves rules with other priorities. They may change places among each other.
///
/// # Errors
/// When the store fails, or a priority is another rule's.
pub fn set_priorities(tx: &mut WriteTx<'_>, rules: &[Rule]) -> Result<(), StoreError> {
    // All old priorities are free before the first new one is taken.
    for rule in rules {
        tx.execute("DELETE FROM rules WHERE id = ?1", params![rule.id.to_string()])?;
    }
    rules.iter().try_for_each(|rule| put(tx, rule))
}

/// Deletes a rule and what it forwards to.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, rule: &Rule) -> Result<(), StoreError> {
    forwards::replace(tx, forwarder(rule), rule.load_balancer, std::iter::empty())?;
    tx.execute("DELETE FROM rules WHERE id = ?1", params![rule.id.to_string()])?;
    Ok(())
}

/// Deletes the rules of a listener.
///
/// # Errors
/// When the store fails.
pub(super) fn delete_of_listener(tx: &mut WriteTx<'_>, id: ListenerId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM rules WHERE listener_id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Finds a rule of a tenant's listener.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    listener: ListenerId,
    id: RuleId,
) -> Result<Option<Rule>, StoreError> {
    let row = tx.row(
        "SELECT document FROM rules WHERE id = ?1 AND listener_id = ?2 AND account = ?3 AND region = ?4",
        params![id.to_string(), listener.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(document).transpose()
}

/// The rules of a listener, the lowest priority first.
///
/// # Errors
/// When the store fails.
pub fn of_listener(tx: &mut ReadTx<'_>, listener: ListenerId) -> Result<Vec<Rule>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM rules WHERE listener_id = ?1 ORDER BY priority",
        params![listener.to_string()],
    )?;
    documents(&rows)
}

/// The rules of a listener behind a priority, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn of_listener_after(
    tx: &mut ReadTx<'_>,
    listener: ListenerId,
    priority: u32,
    limit: u32,
) -> Result<Vec<Rule>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM rules WHERE listener_id = ?1 AND priority > ?2 ORDER BY priority LIMIT ?3",
        params![listener.to_string(), priority, limit],
    )?;
    documents(&rows)
}

/// Which rule of a listener has a priority.
///
/// # Errors
/// When the store fails.
pub fn at(tx: &mut ReadTx<'_>, listener: ListenerId, priority: u32) -> Result<Option<RuleId>, StoreError> {
    let row = tx.row(
        "SELECT id FROM rules WHERE listener_id = ?1 AND priority = ?2",
        params![listener.to_string(), priority],
    )?;
    row.map(|row| row.parse(0, "an identifier", |text: String| text.parse().ok())).transpose()
}

/// How many rules the listeners of a load balancer have.
///
/// # Errors
/// When the store fails.
pub fn count_of_load_balancer(tx: &mut ReadTx<'_>, id: LoadBalancerId) -> Result<usize, StoreError> {
    let row = tx.row("SELECT COUNT(*) FROM rules WHERE load_balancer_id = ?1", params![id.to_string()])?;
    counted(row.as_ref())
}

fn forwarder(rule: &Rule) -> Forwarder {
    Forwarder { listener: rule.listener, rule: Some(rule.id) }
}
