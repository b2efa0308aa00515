//! Nodes: who runs on this store, up to where each serves changes, and what it cannot serve.
//!
//! A node says so in rows of its own, so no two nodes meet in a transaction. On an embedded store there is one node, and
//! no row of it: its own process asks it.

use jiff::Timestamp;
use tegata_model::NodeId;
use tegata_model::change::Change;
use tegata_model::node::{ChangeMark, LEASE, Node, NotOpen, Transactions};

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// Something that a node cannot serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeFault {
    /// Which node.
    pub node: NodeId,
    /// What it cannot serve.
    pub subject: Change,
    /// The revision of it that could not be served.
    pub revision: u64,
    /// Why.
    pub fault: NotOpen,
}

/// The mark of the changes that this transaction has recorded, by which a node says whether it serves them. To be called
/// after they were recorded.
///
/// # Errors
/// When the store fails.
pub fn mark(tx: &mut WriteTx<'_>) -> Result<ChangeMark, StoreError> {
    let row = if tx.is_postgres() {
        tx.row("SELECT pg_current_xact_id()::text::bigint", params![])?
    } else {
        tx.row("SELECT MAX(revision) FROM changes", params![])?
    };
    let mark: Option<i64> = row.map(|row| row.get(0)).transpose()?.flatten();
    Ok(ChangeMark(mark.unwrap_or_default()))
}

/// The transactions that are visible to this one; `None` on SQLite, where revisions say it.
///
/// # Errors
/// When the store fails.
pub fn visible(tx: &mut ReadTx<'_>) -> Result<Option<Transactions>, StoreError> {
    if !tx.is_postgres() {
        return Ok(None);
    }
    let row = tx.row("SELECT pg_current_snapshot()::text", params![])?;
    row.map(|row| row.get::<String>(0)?.parse().map_err(StoreError::corrupt)).transpose()
}

/// Says that a node is there, and up to where it serves.
///
/// # Errors
/// When the store fails.
pub fn announce(tx: &mut WriteTx<'_>, node: &Node) -> Result<(), StoreError> {
    let text = |up_to: &Option<_>| up_to.as_ref().map(ToString::to_string);
    tx.execute(
        "INSERT INTO nodes (id, name, version, started_at, seen_at, zones, edge) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE \
         SET name = excluded.name, seen_at = excluded.seen_at, zones = excluded.zones, edge = excluded.edge",
        params![
            node.id.to_string(),
            node.name,
            node.version,
            node.started_at,
            node.seen_at,
            text(&node.zones),
            text(&node.edge)
        ],
    )?;
    Ok(())
}

/// Forgets a node: it stops.
///
/// # Errors
/// When the store fails.
pub fn remove(tx: &mut WriteTx<'_>, id: NodeId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM nodes WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Forgets nodes that were last seen before `before`.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM nodes WHERE seen_at < ?1", params![before])
}

/// All nodes but one, by name: those that count and those that were there lately.
///
/// # Errors
/// When the store fails.
pub fn others(tx: &mut ReadTx<'_>, own: NodeId) -> Result<Vec<Node>, StoreError> {
    let rows = tx.rows(
        "SELECT id, name, version, started_at, seen_at, zones, edge FROM nodes WHERE id <> ?1 ORDER BY name, id",
        params![own.to_string()],
    )?;
    rows.iter().map(read_node).collect()
}

/// The nodes but one that count.
///
/// # Errors
/// When the store fails.
pub fn live_others(tx: &mut ReadTx<'_>, own: NodeId, now: Timestamp) -> Result<Vec<Node>, StoreError> {
    let rows = tx.rows(
        "SELECT id, name, version, started_at, seen_at, zones, edge FROM nodes \
         WHERE id <> ?1 AND seen_at > ?2 ORDER BY name, id",
        params![own.to_string(), now - LEASE],
    )?;
    rows.iter().map(read_node).collect()
}

/// Records that a node cannot serve something, in place of what it said of it before.
///
/// # Errors
/// When the store fails.
pub fn put_fault(tx: &mut WriteTx<'_>, fault: &NodeFault) -> Result<(), StoreError> {
    let revision = i64::try_from(fault.revision).map_err(StoreError::corrupt)?;
    tx.execute(
        "INSERT INTO node_faults (topic, key, node_id, revision, kind, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (topic, key, node_id) DO UPDATE \
         SET revision = excluded.revision, kind = excluded.kind, why = excluded.why",
        params![
            fault.subject.topic(),
            fault.subject.key(),
            fault.node.to_string(),
            revision,
            fault.fault.kind(),
            fault.fault.why()
        ],
    )?;
    Ok(())
}

/// Forgets what a node, and nodes that do not count any more, could not serve of something.
///
/// # Errors
/// When the store fails.
pub fn clear_fault(
    tx: &mut WriteTx<'_>,
    subject: &Change,
    node: NodeId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM node_faults WHERE topic = ?1 AND key = ?2 AND (node_id = ?3 \
         OR node_id NOT IN (SELECT id FROM nodes WHERE seen_at > ?4))",
        params![subject.topic(), subject.key(), node.to_string(), now - LEASE],
    )?;
    Ok(())
}

/// Forgets what any node could not serve of something that is gone.
///
/// # Errors
/// When the store fails.
pub fn forget_faults(tx: &mut WriteTx<'_>, subject: &Change) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM node_faults WHERE topic = ?1 AND key = ?2",
        params![subject.topic(), subject.key()],
    )?;
    Ok(())
}

/// What nodes cannot serve of something.
///
/// # Errors
/// When the store fails.
pub fn faults_of(tx: &mut ReadTx<'_>, subject: &Change) -> Result<Vec<NodeFault>, StoreError> {
    let rows = tx.rows(
        "SELECT topic, key, node_id, revision, kind, why FROM node_faults WHERE topic = ?1 AND key = ?2",
        params![subject.topic(), subject.key()],
    )?;
    read_faults(&rows)
}

/// What nodes cannot serve, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_faults(tx: &mut ReadTx<'_>, limit: u32) -> Result<Vec<NodeFault>, StoreError> {
    let rows = tx.rows(
        "SELECT topic, key, node_id, revision, kind, why FROM node_faults ORDER BY topic, key, node_id LIMIT ?1",
        params![limit],
    )?;
    read_faults(&rows)
}

/// What nodes that do not count any more could not serve, at most `limit`: a node takes it over at its start.
///
/// # Errors
/// When the store fails.
pub fn list_faults_left(
    tx: &mut ReadTx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<NodeFault>, StoreError> {
    let rows = tx.rows(
        "SELECT topic, key, node_id, revision, kind, why FROM node_faults \
         WHERE node_id NOT IN (SELECT id FROM nodes WHERE seen_at > ?1) ORDER BY topic, key, node_id LIMIT ?2",
        params![now - LEASE, limit],
    )?;
    read_faults(&rows)
}

fn read_node(row: &Row) -> Result<Node, StoreError> {
    let up_to = |index| {
        let text: Option<String> = row.get(index)?;
        text.map(|text| text.parse().map_err(StoreError::corrupt)).transpose()
    };
    Ok(Node {
        id: row.parse(0, "an identifier", |text: String| text.parse().ok())?,
        name: row.get(1)?,
        version: row.get(2)?,
        started_at: row.get(3)?,
        seen_at: row.get(4)?,
        zones: up_to(5)?,
        edge: up_to(6)?,
    })
}

/// Faults of what this release does not know are left out, as a node of a newer one may write.
fn read_faults(rows: &[Row]) -> Result<Vec<NodeFault>, StoreError> {
    let mut faults = Vec::with_capacity(rows.len());
    for row in rows {
        let (topic, key): (String, String) = (row.get(0)?, row.get(1)?);
        let Some(subject) = Change::parse(&topic, &key) else { continue };
        faults.push(NodeFault {
            node: row.parse(2, "an identifier", |text: String| text.parse().ok())?,
            subject,
            revision: row.parse(3, "a revision", |number: i64| u64::try_from(number).ok())?,
            fault: NotOpen::parse(&row.get::<String>(4)?, row.get(5)?),
        });
    }
    Ok(faults)
}
