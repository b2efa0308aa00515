//! Counting certificates.

use std::collections::BTreeMap;

use tegata_model::certificate::search::Facets;

use crate::{Json, ReadTx, StoreError, params};

/// How many certificates there are of each status, of all tenants: a walk over an index of all of them. Not for a
/// request's path.
///
/// # Errors
/// When the store fails.
pub fn count_by_status(tx: &mut ReadTx<'_>) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = tx.rows(
        "SELECT certificate_facets.document, counted.certificates FROM \
         (SELECT facets, COUNT(*) AS certificates FROM certificate_search GROUP BY facets) AS counted \
         JOIN certificate_facets ON certificate_facets.id = counted.facets",
        params![],
    )?;
    let mut by_status = BTreeMap::new();
    for row in rows {
        let Json(facets): Json<Facets> = row.get(0)?;
        let count = row.parse(1, "a count", |count: i64| u64::try_from(count).ok())?;
        *by_status.entry(facets.status).or_default() += count;
    }
    Ok(by_status.into_iter().collect())
}
