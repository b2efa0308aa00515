//! Quotas: how many certificates a tenant has and asked for in 365 days, counted and never summed up
//! over certificates.

use jiff::Timestamp;
use tegata_model::Tenant;

use crate::{ReadTx, StoreError, WriteTx, params};

/// What counts against the quotas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Certificates there are, expired ones included.
    pub certificates: u32,
    /// Certificates requested today and in the 364 days before, deleted ones included.
    pub requested_in_a_year: u32,
}

/// Counts a request at `now`, and says what the counts are with it.
///
/// # Errors
/// When the store fails.
pub fn count_requested(tx: &mut WriteTx<'_>, tenant: &Tenant, now: Timestamp) -> Result<Counts, StoreError> {
    let (account, region, today) = (tenant.account.as_str(), tenant.region.as_str(), day_of(now));
    let counted = tx.row(
        "UPDATE certificate_counts SET certificates = certificates + 1, requested_today = requested_today + 1 \
         WHERE account = $1 AND region = $2 AND day = $3 \
         RETURNING certificates, requested_today + requested_before",
        params![account, region, today],
    )?;
    match counted {
        Some(row) => Ok(Counts { certificates: row.get(0)?, requested_in_a_year: row.get(1)? }),
        None => begin_day(tx, account, region, today),
    }
}

/// Counts a deletion: the certificate no longer counts, its request still does.
///
/// # Errors
/// When the store fails.
pub fn count_deleted(tx: &mut WriteTx<'_>, tenant: &Tenant) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE certificate_counts SET certificates = certificates - 1 WHERE account = $1 AND region = $2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    Ok(())
}

/// What the counts are.
///
/// # Errors
/// When the store fails.
pub fn counts(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Counts, StoreError> {
    let row = tx.row(
        "SELECT certificates, requested_today + requested_before FROM certificate_counts \
         WHERE account = $1 AND region = $2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.map_or(Ok(Counts { certificates: 0, requested_in_a_year: 0 }), |row| {
        Ok(Counts { certificates: row.get(0)?, requested_in_a_year: row.get(1)? })
    })
}

/// The first request of a day: the day before goes among the days before, of which the last 364 count.
fn begin_day(tx: &mut WriteTx<'_>, account: &str, region: &str, today: i64) -> Result<Counts, StoreError> {
    tx.execute(
        "INSERT INTO certificate_requests_by_day (account, region, day, requested) \
         SELECT account, region, day, requested_today FROM certificate_counts \
         WHERE account = $1 AND region = $2 \
         ON CONFLICT (account, region, day) DO UPDATE SET requested = excluded.requested",
        params![account, region],
    )?;
    tx.execute(
        "DELETE FROM certificate_requests_by_day WHERE account = $1 AND region = $2 AND day <= $3",
        params![account, region, today - 365],
    )?;
    // A clock that was set back meets a day it had before: that day's requests are today's again.
    let before = tx.row(
        "SELECT COALESCE(CAST(SUM(CASE WHEN day = $3 THEN 0 ELSE requested END) AS BIGINT), 0), \
         COALESCE(CAST(SUM(CASE WHEN day = $3 THEN requested ELSE 0 END) AS BIGINT), 0) \
         FROM certificate_requests_by_day WHERE account = $1 AND region = $2",
        params![account, region, today],
    )?;
    let (before, again): (u32, u32) = match before {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, 0),
    };
    let row = tx.row(
        "INSERT INTO certificate_counts (account, region, certificates, day, requested_today, requested_before) \
         VALUES ($1, $2, 1, $3, $4, $5) ON CONFLICT (account, region) DO UPDATE \
         SET certificates = certificate_counts.certificates + 1, day = excluded.day, \
         requested_today = excluded.requested_today, requested_before = excluded.requested_before \
         RETURNING certificates",
        params![account, region, today, again + 1, before],
    )?;
    let row = row.ok_or_else(|| StoreError::corrupt("a count that was not kept"))?;
    Ok(Counts { certificates: row.get(0)?, requested_in_a_year: again + 1 + before })
}

fn day_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(24 * 60 * 60)
}
