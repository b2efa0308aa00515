//! Target groups.

use tegata_model::Tenant;
use tegata_model::load_balancing::{LoadBalancerId, TargetGroup, TargetGroupId};

use super::{counted, document, documents, trust_store_users};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// Keeps a new target group.
///
/// # Errors
/// When the store fails, or its tenant has one of that name.
pub fn insert(tx: &mut WriteTx<'_>, group: &TargetGroup) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO target_groups (id, account, region, name, document) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            group.id.to_string(),
            group.tenant.account.as_str(),
            group.tenant.region.as_str(),
            group.settings.name,
            Json(group)
        ],
    )?;
    trust_store_users::put_target_group(tx, group.id, group.trust_store)
}

/// Keeps a changed target group. Its name never changes.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, group: &TargetGroup) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE target_groups SET document = ?2 WHERE id = ?1",
        params![group.id.to_string(), Json(group)],
    )?;
    trust_store_users::put_target_group(tx, group.id, group.trust_store)
}

/// Forgets a target group that nothing forwards to, and its targets.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: TargetGroupId) -> Result<(), StoreError> {
    trust_store_users::put_target_group(tx, id, None)?;
    tx.execute("DELETE FROM targets WHERE target_group_id = ?1", params![id.to_string()])?;
    tx.execute("DELETE FROM target_groups WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Finds a tenant's target group.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    id: TargetGroupId,
) -> Result<Option<TargetGroup>, StoreError> {
    let row = tx.row(
        "SELECT document FROM target_groups WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(document).transpose()
}

/// Finds a target group of whatever tenant, for the edge.
///
/// # Errors
/// When the store fails.
pub fn find_any(tx: &mut ReadTx<'_>, id: TargetGroupId) -> Result<Option<TargetGroup>, StoreError> {
    let row = tx.row("SELECT document FROM target_groups WHERE id = ?1", params![id.to_string()])?;
    row.as_ref().map(document).transpose()
}

/// Finds a tenant's target group by its name.
///
/// # Errors
/// When the store fails.
pub fn find_by_name(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    name: &str,
) -> Result<Option<TargetGroup>, StoreError> {
    let row = tx.row(
        "SELECT document FROM target_groups WHERE account = ?1 AND region = ?2 AND name = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), name],
    )?;
    row.as_ref().map(document).transpose()
}

/// A tenant's target groups behind the name `after`, by name; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    after: &str,
    limit: u32,
) -> Result<Vec<TargetGroup>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM target_groups WHERE account = ?1 AND region = ?2 AND name > ?3 \
         ORDER BY name LIMIT ?4",
        params![tenant.account.as_str(), tenant.region.as_str(), after, limit],
    )?;
    documents(&rows)
}

/// The target groups that a load balancer's listeners forward to, behind the name `after`, by name;
/// at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn of_load_balancer(
    tx: &mut ReadTx<'_>,
    load_balancer: LoadBalancerId,
    after: &str,
    limit: u32,
) -> Result<Vec<TargetGroup>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM target_groups WHERE name > ?2 AND id IN \
         (SELECT target_group_id FROM forwards WHERE load_balancer_id = ?1) ORDER BY name LIMIT ?3",
        params![load_balancer.to_string(), after, limit],
    )?;
    documents(&rows)
}

/// Target groups of whatever tenant behind the identifier `after`, for the edge; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_any(
    tx: &mut ReadTx<'_>,
    after: Option<TargetGroupId>,
    limit: u32,
) -> Result<Vec<TargetGroup>, StoreError> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    let rows = tx.rows(
        "SELECT document FROM target_groups WHERE id > ?1 ORDER BY id LIMIT ?2",
        params![after, limit],
    )?;
    documents(&rows)
}

/// How many a tenant has.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<usize, StoreError> {
    let row = tx.row(
        "SELECT COUNT(*) FROM target_groups WHERE account = ?1 AND region = ?2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    counted(row.as_ref())
}
