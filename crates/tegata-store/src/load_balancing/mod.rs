//! Load balancing: load balancers, their listeners, target groups and their targets.
//!
//! Callers' things are found by tenant and identifier together; the edge, which serves every tenant,
//! finds them by identifier alone.

pub mod forwards;
pub mod listeners;
pub mod load_balancers;
pub mod rules;
pub mod target_groups;
pub mod targets;
pub mod trust_store_revocations;
pub mod trust_store_users;
pub mod trust_stores;

use serde::de::DeserializeOwned;

use crate::{Json, Row, StoreError};

pub(crate) fn document<T: DeserializeOwned>(row: &Row) -> Result<T, StoreError> {
    row.get::<Json<T>>(0).map(|Json(document)| document)
}

pub(crate) fn documents<T: DeserializeOwned>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(document).collect()
}

pub(crate) fn counted(row: Option<&Row>) -> Result<usize, StoreError> {
    let count: i64 = row.ok_or_else(|| StoreError::corrupt("a count without a row"))?.get(0)?;
    usize::try_from(count).map_err(StoreError::corrupt)
}
