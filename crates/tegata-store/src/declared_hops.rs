//! Hops of placements that this instance does not run.

use tegata_model::Tenant;
use tegata_model::placement::DeclaredHop;

use crate::{Json, ReadTx, Row, StoreError, WriteTx, params};

/// Saves a declared hop, in place of one of that name.
///
/// # Errors
/// When the store fails.
pub fn put(tx: &mut WriteTx<'_>, hop: &DeclaredHop) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO declared_hops (account, region, name, document) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (account, region, name) DO UPDATE SET document = excluded.document",
        params![hop.tenant.account.as_str(), hop.tenant.region.as_str(), hop.name, Json(hop)],
    )?;
    Ok(())
}

/// Deletes a declared hop.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, tenant: &Tenant, name: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM declared_hops WHERE account = ?1 AND region = ?2 AND name = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), name],
    )?;
    Ok(())
}

/// Finds a tenant's declared hop.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, tenant: &Tenant, name: &str) -> Result<Option<DeclaredHop>, StoreError> {
    let row = tx.row(
        "SELECT document FROM declared_hops WHERE account = ?1 AND region = ?2 AND name = ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), name],
    )?;
    row.as_ref().map(document).transpose()
}

/// All of a tenant's declared hops, by name. Their number is limited.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Vec<DeclaredHop>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM declared_hops WHERE account = ?1 AND region = ?2 ORDER BY name",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    rows.iter().map(document).collect()
}

fn document(row: &Row) -> Result<DeclaredHop, StoreError> {
    row.get::<Json<DeclaredHop>>(0).map(|Json(hop)| hop)
}
