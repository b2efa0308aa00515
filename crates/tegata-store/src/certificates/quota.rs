//! Quotas: how many certificates a tenant has and got in 365 days, counted and never summed up over certificates.
//! What was requested and what was imported is counted apart (ACM User Guide, "Quotas").

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::certificate::Origin;

use crate::{ReadTx, StoreError, WriteTx, params};

/// What counts against the quotas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Certificates there are, expired ones included.
    pub certificates: u32,
    /// Certificates requested or imported today and in the 364 days before, deleted ones included.
    pub in_a_year: u32,
}

/// One SQL text for each kind that is counted.
struct Counting {
    count: &'static str,
    count_deleted: &'static str,
    counts: &'static str,
    end_day: &'static str,
    forget_days: &'static str,
    sum_days: &'static str,
    begin_day: &'static str,
}

macro_rules! counting {
    ($counts:literal, $days:literal, $made:literal) => {
        Counting {
            count: concat!(
                "UPDATE ",
                $counts,
                " SET certificates = certificates + 1, ",
                $made,
                "_today = ",
                $made,
                "_today + 1 WHERE account = ?1 AND region = ?2 AND day = ?3"
            ),
            count_deleted: concat!(
                "UPDATE ",
                $counts,
                " SET certificates = certificates - 1 WHERE account = ?1 AND region = ?2"
            ),
            counts: concat!(
                "SELECT certificates, ",
                $made,
                "_today + ",
                $made,
                "_before FROM ",
                $counts,
                " WHERE account = ?1 AND region = ?2"
            ),
            end_day: concat!(
                "INSERT INTO ",
                $days,
                " (account, region, day, ",
                $made,
                ") SELECT account, region, day, ",
                $made,
                "_today FROM ",
                $counts,
                " WHERE account = ?1 AND region = ?2 \
                 ON CONFLICT (account, region, day) DO UPDATE SET ",
                $made,
                " = excluded.",
                $made
            ),
            forget_days: concat!("DELETE FROM ", $days, " WHERE account = ?1 AND region = ?2 AND day <= ?3"),
            sum_days: concat!(
                "SELECT COALESCE(CAST(SUM(CASE WHEN day = ?3 THEN 0 ELSE ",
                $made,
                " END) AS BIGINT), 0), \
                 COALESCE(CAST(SUM(CASE WHEN day = ?3 THEN ",
                $made,
                " ELSE 0 END) AS BIGINT), 0) FROM ",
                $days,
                " WHERE account = ?1 AND region = ?2"
            ),
            begin_day: concat!(
                "INSERT INTO ",
                $counts,
                " (account, region, certificates, day, ",
                $made,
                "_today, ",
                $made,
                "_before) VALUES (?1, ?2, 1, ?3, ?4, ?5) ON CONFLICT (account, region) DO UPDATE \
                 SET certificates = ",
                $counts,
                ".certificates + 1, day = excluded.day, ",
                $made,
                "_today = excluded.",
                $made,
                "_today, ",
                $made,
                "_before = excluded.",
                $made,
                "_before RETURNING certificates"
            ),
        }
    };
}

const REQUESTED: Counting = counting!("certificate_counts", "certificate_requests_by_day", "requested");
const IMPORTED: Counting = counting!("certificate_import_counts", "certificate_imports_by_day", "imported");

fn counting(origin: Origin) -> &'static Counting {
    match origin {
        Origin::AmazonIssued => &REQUESTED,
        Origin::Imported => &IMPORTED,
    }
}

/// Counts a request or an import at `now`, and says what the counts of its kind are with it.
///
/// # Errors
/// When the store fails.
pub fn count(
    tx: &mut WriteTx<'_>,
    origin: Origin,
    tenant: &Tenant,
    now: Timestamp,
) -> Result<Counts, StoreError> {
    let (account, region, today) = (tenant.account.as_str(), tenant.region.as_str(), day_of(now));
    // Not by RETURNING, for which SQLite makes a table each time.
    match tx.execute(counting(origin).count, params![account, region, today])? {
        0 => begin_day(tx, counting(origin), account, region, today),
        _ => counts(tx, origin, tenant),
    }
}

/// Counts a deletion: the certificate no longer counts, its request or import still does.
///
/// # Errors
/// When the store fails.
pub fn count_deleted(tx: &mut WriteTx<'_>, origin: Origin, tenant: &Tenant) -> Result<(), StoreError> {
    let owner = params![tenant.account.as_str(), tenant.region.as_str()];
    tx.execute(counting(origin).count_deleted, owner)?;
    Ok(())
}

/// What the counts of a kind are.
///
/// # Errors
/// When the store fails.
pub fn counts(tx: &mut ReadTx<'_>, origin: Origin, tenant: &Tenant) -> Result<Counts, StoreError> {
    let row = tx.row(counting(origin).counts, params![tenant.account.as_str(), tenant.region.as_str()])?;
    row.map_or(Ok(Counts { certificates: 0, in_a_year: 0 }), |row| {
        Ok(Counts { certificates: row.get(0)?, in_a_year: row.get(1)? })
    })
}

/// The first of a day: the day before goes among the days before, of which the last 364 count.
fn begin_day(
    tx: &mut WriteTx<'_>,
    counting: &Counting,
    account: &str,
    region: &str,
    today: i64,
) -> Result<Counts, StoreError> {
    tx.execute(counting.end_day, params![account, region])?;
    tx.execute(counting.forget_days, params![account, region, today - 365])?;
    // A clock that was set back meets a day it had before: what came that day is today's again.
    let (before, again): (u32, u32) = match tx.row(counting.sum_days, params![account, region, today])? {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, 0),
    };
    let row = tx.row(counting.begin_day, params![account, region, today, again + 1, before])?;
    let row = row.ok_or_else(|| StoreError::corrupt("a count that was not kept"))?;
    Ok(Counts { certificates: row.get(0)?, in_a_year: again + 1 + before })
}

fn day_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(24 * 60 * 60)
}
