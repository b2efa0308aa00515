//! Lists of certificates: keyset pages in the order of creation.

use jiff::Timestamp;
use tegata_model::certificate::{ExportOption, KeyAlgorithm, Status};
use tegata_model::{CertificateId, Tenant};
use uuid::Uuid;

use super::Stored;
use crate::{ReadTx, StoreError, params};

/// Which way a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The oldest first.
    Ascending,
    /// The newest first.
    Descending,
}

/// One combination that a list asks for; each is one short range of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Combination {
    /// Where in its life.
    pub status: Status,
    /// Which key.
    pub key_algorithm: KeyAlgorithm,
    /// Whether it may be exported.
    pub export: ExportOption,
}

/// Where a page ended; the next one goes on behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// When the last certificate was asked for.
    pub created_at: Timestamp,
    /// Which it was.
    pub id: CertificateId,
}

/// A tenant's certificates of any of the combinations, at most `limit`, behind `after`.
///
/// Reads at most `limit` index entries for each combination and `limit` documents, however many
/// certificates there are.
///
/// # Errors
/// When the store fails.
pub fn page(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    combinations: &[Combination],
    order: Order,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<Stored>, StoreError> {
    let mut places = Vec::new();
    for combination in combinations {
        places.extend(range(tx, tenant, *combination, order, after, limit)?);
    }
    places.sort_unstable();
    if order == Order::Descending {
        places.reverse();
    }
    places.truncate(limit as usize);
    let mut page = Vec::with_capacity(places.len());
    for (_, id) in places {
        let row = tx.row("SELECT document, users FROM certificates WHERE id = $1", params![id])?;
        page.extend(row.as_ref().map(super::read).transpose()?);
    }
    Ok(page)
}

fn range(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    combination: Combination,
    order: Order,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<(i64, Uuid)>, StoreError> {
    const UP: &str = "SELECT created_at, id FROM certificates WHERE account = $1 AND region = $2 AND status = $3 \
        AND key_algorithm = $4 AND export_option = $5 AND (created_at, id) > ($6, $7) \
        ORDER BY created_at, id LIMIT $8";
    const DOWN: &str = "SELECT created_at, id FROM certificates WHERE account = $1 AND region = $2 AND status = $3 \
        AND key_algorithm = $4 AND export_option = $5 AND (created_at, id) < ($6, $7) \
        ORDER BY created_at DESC, id DESC LIMIT $8";
    let (sql, end) = match order {
        Order::Ascending => (UP, (i64::MIN, Uuid::nil())),
        Order::Descending => (DOWN, (i64::MAX, Uuid::max())),
    };
    let (created_at, id) = after.map_or(end, |place| (place.created_at.as_microsecond(), place.id.0));
    let rows = tx.rows(
        sql,
        params![
            tenant.account.as_str(),
            tenant.region.as_str(),
            combination.status.as_str(),
            combination.key_algorithm.as_str(),
            combination.export.as_str(),
            created_at,
            id,
            limit
        ],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
