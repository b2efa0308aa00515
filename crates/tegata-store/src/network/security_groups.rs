//! Security groups.

use tegata_model::Tenant;
use tegata_model::network::{SecurityGroup, SecurityGroupId};

use crate::load_balancing::{counted, document, documents};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// Saves a new security group.
///
/// # Errors
/// When the store fails, or its tenant has one of that name.
pub fn insert(tx: &mut WriteTx<'_>, group: &SecurityGroup) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO security_groups (id, account, region, name, document) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            group.id.to_string(),
            group.tenant.account.as_str(),
            group.tenant.region.as_str(),
            group.name,
            Json(group)
        ],
    )?;
    Ok(())
}

/// Saves a changed security group. Its name never changes.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, group: &SecurityGroup) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE security_groups SET document = ?2 WHERE id = ?1",
        params![group.id.to_string(), Json(group)],
    )?;
    Ok(())
}

/// Deletes a security group.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: SecurityGroupId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM security_groups WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Finds a tenant's security group.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    id: SecurityGroupId,
) -> Result<Option<SecurityGroup>, StoreError> {
    let row = tx.row(
        "SELECT document FROM security_groups WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(document).transpose()
}

/// Finds a tenant's security group by its name.
///
/// # Errors
/// When the store fails.
pub fn find_by_name(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    name: &str,
) -> Result<Option<SecurityGroup>, StoreError> {
    let row = tx.row(
        "SELECT document FROM security_groups WHERE account = ?1 AND region = ?2 AND name = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), name],
    )?;
    row.as_ref().map(document).transpose()
}

/// All security groups of a tenant, by identifier; a tenant has a limited number.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Vec<SecurityGroup>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM security_groups WHERE account = ?1 AND region = ?2 ORDER BY id",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    documents(&rows)
}

/// How many a tenant has.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<usize, StoreError> {
    let row = tx.row(
        "SELECT COUNT(*) FROM security_groups WHERE account = ?1 AND region = ?2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    counted(row.as_ref())
}
