//! Listing hosted zones and record sets, page by page.

use tegata_model::HostedZoneId;
use tegata_model::zone::{RecordName, RecordSet};
use tegata_store::zones::{self, StoredZone};

use super::{record_name, zone};
use crate::{Caller, Error, Instance};

/// A page of zones.
#[derive(Debug, Clone)]
pub struct ZonePage {
    /// The zones.
    pub zones: Vec<StoredZone>,
    /// The first of the next page.
    pub next: Option<StoredZone>,
}

/// A page of record sets.
#[derive(Debug, Clone)]
pub struct RecordSetPage {
    /// The record sets.
    pub record_sets: Vec<RecordSet>,
    /// The first of the next page.
    pub next: Option<RecordSet>,
}

/// Zones of the account, by identifier.
///
/// # Errors
/// When the caller may not.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    from: Option<String>,
    limit: u32,
) -> Result<ZonePage, Error> {
    caller.may("route53:ListHostedZones")?;
    let account = caller.account().clone();
    let from = from.unwrap_or_default();
    instance.read(move |tx| Ok(zone_page(zones::list(tx, &account, &from, limit + 1)?, limit))).await
}

/// Zones of the account, by name in DNS order.
///
/// # Errors
/// When the name to begin with is none.
pub async fn list_by_name(
    instance: &Instance,
    caller: &Caller,
    from: Option<&str>,
    from_id: Option<String>,
    limit: u32,
) -> Result<ZonePage, Error> {
    caller.may("route53:ListHostedZonesByName")?;
    let account = caller.account().clone();
    let from = from.map(record_name).transpose()?.map(|name| name.sort_key()).unwrap_or_default();
    let from_id = from_id.unwrap_or_default();
    instance
        .read(move |tx| {
            Ok(zone_page(zones::list_by_name(tx, &account, (&from, &from_id), limit + 1)?, limit))
        })
        .await
}

/// Record sets of a zone, in DNS order and by type.
///
/// # Errors
/// When the zone is not the caller's, or the name to begin with is none.
pub async fn list_record_sets(
    instance: &Instance,
    caller: &Caller,
    id: HostedZoneId,
    from: Option<&str>,
    from_kind: Option<String>,
    limit: u32,
) -> Result<RecordSetPage, Error> {
    caller.may("route53:ListResourceRecordSets")?;
    let from: Option<RecordName> = from.map(record_name).transpose()?;
    let key = from.as_ref().map(RecordName::sort_key).unwrap_or_default();
    let kind = from_kind.unwrap_or_default();
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            zone(tx, &account, &id)?;
            let mut record_sets = zones::list_record_sets(tx, &id, (&key, &kind), limit + 1)?;
            let next = record_sets.get(limit as usize).cloned();
            record_sets.truncate(limit as usize);
            Ok(RecordSetPage { record_sets, next })
        })
        .await
}

/// How many zones the account has.
///
/// # Errors
/// When the caller may not.
pub async fn count(instance: &Instance, caller: &Caller) -> Result<i64, Error> {
    caller.may("route53:GetHostedZoneCount")?;
    let account = caller.account().clone();
    instance.read(move |tx| Ok(zones::count(tx, &account)?)).await
}

fn zone_page(mut zones: Vec<StoredZone>, limit: u32) -> ZonePage {
    let next = zones.get(limit as usize).cloned();
    zones.truncate(limit as usize);
    ZonePage { zones, next }
}
