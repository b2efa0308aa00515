//! Trust stores, with their bundles.

use tegata_model::Tenant;
use tegata_model::load_balancing::{TrustStore, TrustStoreId};

use super::{counted, document, documents};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// Saves a new trust store with its bundle, in PEM.
///
/// # Errors
/// When the store fails, or its tenant has one of that name.
pub fn insert(tx: &mut WriteTx<'_>, trust_store: &TrustStore, bundle: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO trust_stores (id, account, region, name, document, bundle) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            trust_store.id.to_string(),
            trust_store.tenant.account.as_str(),
            trust_store.tenant.region.as_str(),
            trust_store.name,
            Json(trust_store),
            bundle
        ],
    )?;
    Ok(())
}

/// Saves a changed trust store. Its name never changes; its bundle by [`update_bundle`].
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, trust_store: &TrustStore) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE trust_stores SET document = ?2 WHERE id = ?1",
        params![trust_store.id.to_string(), Json(trust_store)],
    )?;
    Ok(())
}

/// Saves another bundle, in PEM.
///
/// # Errors
/// When the store fails.
pub fn update_bundle(tx: &mut WriteTx<'_>, id: TrustStoreId, bundle: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE trust_stores SET bundle = ?2 WHERE id = ?1", params![id.to_string(), bundle])?;
    Ok(())
}

/// Deletes a trust store that nothing uses, with its revocation lists.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: TrustStoreId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM trust_store_revocations WHERE trust_store_id = ?1", params![id.to_string()])?;
    tx.execute("DELETE FROM trust_stores WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Finds a tenant's trust store.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    id: TrustStoreId,
) -> Result<Option<TrustStore>, StoreError> {
    let row = tx.row(
        "SELECT document FROM trust_stores WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(document).transpose()
}

/// Finds a tenant's trust store by its name.
///
/// # Errors
/// When the store fails.
pub fn find_by_name(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    name: &str,
) -> Result<Option<TrustStore>, StoreError> {
    let row = tx.row(
        "SELECT document FROM trust_stores WHERE account = ?1 AND region = ?2 AND name = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), name],
    )?;
    row.as_ref().map(document).transpose()
}

/// A tenant's trust stores behind the name `after`, by name; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    after: &str,
    limit: u32,
) -> Result<Vec<TrustStore>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM trust_stores WHERE account = ?1 AND region = ?2 AND name > ?3 \
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
        "SELECT COUNT(*) FROM trust_stores WHERE account = ?1 AND region = ?2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    counted(row.as_ref())
}

/// The bundle of a trust store of whatever tenant, in PEM.
///
/// # Errors
/// When the store fails.
pub fn bundle(tx: &mut ReadTx<'_>, id: TrustStoreId) -> Result<Option<String>, StoreError> {
    let row = tx.row("SELECT bundle FROM trust_stores WHERE id = ?1", params![id.to_string()])?;
    row.map(|row| row.get(0)).transpose()
}
