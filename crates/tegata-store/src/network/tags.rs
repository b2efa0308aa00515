//! Tags of what EC2's API shows: by the identifier of the thing, which is unique among all kinds.

use std::collections::BTreeMap;

use tegata_model::Tenant;
use tegata_model::tag::Tag;

use crate::{ReadTx, StoreError, WriteTx, params};

/// Sets a tag, in place of one of the same key.
///
/// # Errors
/// When the store fails.
pub fn put(tx: &mut WriteTx<'_>, tenant: &Tenant, resource: &str, tag: &Tag) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO network_tags (account, region, resource, key, value) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (account, region, resource, key) DO UPDATE SET value = excluded.value",
        params![
            tenant.account.as_str(),
            tenant.region.as_str(),
            resource,
            tag.key,
            tag.value.clone().unwrap_or_default()
        ],
    )?;
    Ok(())
}

/// Removes a tag.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, tenant: &Tenant, resource: &str, key: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM network_tags WHERE account = ?1 AND region = ?2 AND resource = ?3 AND key = ?4",
        params![tenant.account.as_str(), tenant.region.as_str(), resource, key],
    )?;
    Ok(())
}

/// Removes all tags of a thing.
///
/// # Errors
/// When the store fails.
pub fn delete_of(tx: &mut WriteTx<'_>, tenant: &Tenant, resource: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM network_tags WHERE account = ?1 AND region = ?2 AND resource = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), resource],
    )?;
    Ok(())
}

/// All tags of a tenant's things: those of each, by key.
///
/// # Errors
/// When the store fails.
pub fn all(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<BTreeMap<String, Vec<Tag>>, StoreError> {
    let rows = tx.rows(
        "SELECT resource, key, value FROM network_tags WHERE account = ?1 AND region = ?2 \
         ORDER BY resource, key",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    let mut found: BTreeMap<String, Vec<Tag>> = BTreeMap::new();
    for row in &rows {
        let tag = Tag { key: row.get(1)?, value: Some(row.get(2)?) };
        found.entry(row.get(0)?).or_default().push(tag);
    }
    Ok(found)
}
