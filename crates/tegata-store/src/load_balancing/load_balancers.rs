//! Load balancers.

use tegata_model::Tenant;
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId};

use super::{counted, document, documents};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// Keeps a new load balancer.
///
/// # Errors
/// When the store fails, or its tenant has one of that name.
pub fn insert(tx: &mut WriteTx<'_>, load_balancer: &LoadBalancer) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO load_balancers (id, account, region, name, address, document) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            load_balancer.id.to_string(),
            load_balancer.tenant.account.as_str(),
            load_balancer.tenant.region.as_str(),
            load_balancer.settings.name,
            load_balancer.address.to_string(),
            Json(load_balancer)
        ],
    )?;
    Ok(())
}

/// Keeps a changed load balancer. Its name never changes, and its address only while it has no listeners.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, load_balancer: &LoadBalancer) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE load_balancers SET address = ?2, document = ?3 WHERE id = ?1",
        params![load_balancer.id.to_string(), load_balancer.address.to_string(), Json(load_balancer)],
    )?;
    Ok(())
}

/// Forgets a load balancer that has no listeners.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: LoadBalancerId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM load_balancers WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Finds a tenant's load balancer.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    id: LoadBalancerId,
) -> Result<Option<LoadBalancer>, StoreError> {
    let row = tx.row(
        "SELECT document FROM load_balancers WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(document).transpose()
}

/// Finds a load balancer of whatever tenant, for the name servers.
///
/// # Errors
/// When the store fails.
pub fn find_any(tx: &mut ReadTx<'_>, id: LoadBalancerId) -> Result<Option<LoadBalancer>, StoreError> {
    let row = tx.row("SELECT document FROM load_balancers WHERE id = ?1", params![id.to_string()])?;
    row.as_ref().map(document).transpose()
}

/// Load balancers of whatever tenant behind the identifier `after`, for the name servers; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_any(
    tx: &mut ReadTx<'_>,
    after: Option<LoadBalancerId>,
    limit: u32,
) -> Result<Vec<LoadBalancer>, StoreError> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    let rows = tx.rows(
        "SELECT document FROM load_balancers WHERE id > ?1 ORDER BY id LIMIT ?2",
        params![after, limit],
    )?;
    documents(&rows)
}

/// Finds a tenant's load balancer by its name.
///
/// # Errors
/// When the store fails.
pub fn find_by_name(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    name: &str,
) -> Result<Option<LoadBalancer>, StoreError> {
    let row = tx.row(
        "SELECT document FROM load_balancers WHERE account = ?1 AND region = ?2 AND name = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), name],
    )?;
    row.as_ref().map(document).transpose()
}

/// A tenant's load balancers behind the name `after`, by name; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    after: &str,
    limit: u32,
) -> Result<Vec<LoadBalancer>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM load_balancers WHERE account = ?1 AND region = ?2 AND name > ?3 \
         ORDER BY name LIMIT ?4",
        params![tenant.account.as_str(), tenant.region.as_str(), after, limit],
    )?;
    documents(&rows)
}

/// How many a tenant has.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<usize, StoreError> {
    let row = tx.row(
        "SELECT COUNT(*) FROM load_balancers WHERE account = ?1 AND region = ?2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    counted(row.as_ref())
}
