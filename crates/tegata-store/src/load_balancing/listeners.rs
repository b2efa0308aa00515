//! Listeners.

use std::net::IpAddr;

use tegata_model::Tenant;
use tegata_model::load_balancing::{Listener, ListenerId, LoadBalancerId};

use super::forwards::{self, Forwarder};
use super::{document, documents, rules, trust_store_users};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// Keeps a new listener and what it forwards to.
///
/// # Errors
/// When the store fails, or its address and port are taken.
pub fn insert(tx: &mut WriteTx<'_>, listener: &Listener) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO listeners (id, account, region, load_balancer_id, address, port, document) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            listener.id.to_string(),
            listener.tenant.account.as_str(),
            listener.tenant.region.as_str(),
            listener.load_balancer.to_string(),
            listener.address.to_string(),
            u32::from(listener.port),
            Json(listener)
        ],
    )?;
    trust_store_users::put_listener(tx, listener.id, listener.trust_store())?;
    put_forwards(tx, listener)
}

/// Keeps a changed listener and what it forwards to now.
///
/// # Errors
/// When the store fails, or its address and port are taken.
pub fn update(tx: &mut WriteTx<'_>, listener: &Listener) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE listeners SET port = ?2, document = ?3 WHERE id = ?1",
        params![listener.id.to_string(), u32::from(listener.port), Json(listener)],
    )?;
    trust_store_users::put_listener(tx, listener.id, listener.trust_store())?;
    put_forwards(tx, listener)
}

fn put_forwards(tx: &mut WriteTx<'_>, listener: &Listener) -> Result<(), StoreError> {
    let groups = listener.default_action.groups();
    forwards::replace(tx, Forwarder::default_of(listener.id), listener.load_balancer, groups)
}

/// Forgets a listener with its rules, and what they forward to.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: ListenerId) -> Result<(), StoreError> {
    forwards::delete_of_listener(tx, id)?;
    rules::delete_of_listener(tx, id)?;
    trust_store_users::put_listener(tx, id, None)?;
    tx.execute("DELETE FROM listeners WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Finds a tenant's listener.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, tenant: &Tenant, id: ListenerId) -> Result<Option<Listener>, StoreError> {
    let row = tx.row(
        "SELECT document FROM listeners WHERE id = ?1 AND account = ?2 AND region = ?3",
        params![id.to_string(), tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.as_ref().map(document).transpose()
}

/// Finds a listener of whatever tenant, for the edge.
///
/// # Errors
/// When the store fails.
pub fn find_any(tx: &mut ReadTx<'_>, id: ListenerId) -> Result<Option<Listener>, StoreError> {
    let row = tx.row("SELECT document FROM listeners WHERE id = ?1", params![id.to_string()])?;
    row.as_ref().map(document).transpose()
}

/// The listeners of a load balancer, by port; a load balancer has few.
///
/// # Errors
/// When the store fails.
pub fn of_load_balancer(
    tx: &mut ReadTx<'_>,
    load_balancer: LoadBalancerId,
) -> Result<Vec<Listener>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM listeners WHERE load_balancer_id = ?1 ORDER BY port",
        params![load_balancer.to_string()],
    )?;
    documents(&rows)
}

/// Listeners of whatever tenant behind the identifier `after`, for the edge; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_any(
    tx: &mut ReadTx<'_>,
    after: Option<ListenerId>,
    limit: u32,
) -> Result<Vec<Listener>, StoreError> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    let rows =
        tx.rows("SELECT document FROM listeners WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?;
    documents(&rows)
}

/// Which listener has an address and port.
///
/// # Errors
/// When the store fails.
pub fn at(tx: &mut ReadTx<'_>, address: IpAddr, port: u16) -> Result<Option<ListenerId>, StoreError> {
    let row = tx.row(
        "SELECT id FROM listeners WHERE address = ?1 AND port = ?2",
        params![address.to_string(), u32::from(port)],
    )?;
    row.map(|row| row.parse(0, "an identifier", |text: String| text.parse().ok())).transpose()
}

/// The addresses on which listeners, of whatever tenant, have a port.
///
/// # Errors
/// When the store fails.
pub fn addresses_with(tx: &mut ReadTx<'_>, port: u16) -> Result<Vec<IpAddr>, StoreError> {
    let rows =
        tx.rows("SELECT address FROM listeners WHERE port = ?1 ORDER BY address", params![u32::from(port)])?;
    rows.iter().map(|row| row.parse(0, "an identifier", |text: String| text.parse().ok())).collect()
}
