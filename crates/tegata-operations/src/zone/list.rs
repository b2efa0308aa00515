//! Listing hosted zones and record sets, page by page.

use tegata_model::HostedZoneId;
use tegata_model::zone::{RecordName, RecordSet};
use tegata_store::zones::{self, RecordPlace, StoredZone};

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

/// Where a page of record sets is asked to begin: at or after this name, type and set identifier.
#[derive(Debug, Clone, Default)]
pub struct RecordSetsFrom {
    /// The name, as the caller wrote it.
    pub name: Option<String>,
    /// The type.
    pub kind: Option<String>,
    /// The set identifier.
    pub set_identifier: Option<String>,
}

/// Record sets of a zone, by name in Route 53's order, by type and by set identifier.
///
/// # Errors
/// When the zone is not the caller's, or the name to begin with is none.
pub async fn list_record_sets(
    instance: &Instance,
    caller: &Caller,
    id: HostedZoneId,
    from: RecordSetsFrom,
    limit: u32,
) -> Result<RecordSetPage, Error> {
    caller.may("route53:ListResourceRecordSets")?;
    let name = from.name.as_deref().map(|text| {
        text.parse::<RecordName>().map_err(|error| Error::invalid("invalid-input", error.to_string()))
    });
    let place = RecordPlace {
        sort_key: name.transpose()?.as_ref().map(RecordName::sort_key).unwrap_or_default(),
        kind: from.kind.unwrap_or_default(),
        set_identifier: from.set_identifier.unwrap_or_default(),
    };
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            zone(tx, &account, &id)?;
            let mut record_sets = zones::list_record_sets(tx, &id, &place, limit + 1)?;
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
    count_for(instance, caller, "route53:GetHostedZoneCount").await
}

/// How many zones the account has, for another action that says so.
///
/// # Errors
/// When the caller may not.
pub async fn count_for(instance: &Instance, caller: &Caller, action: &str) -> Result<i64, Error> {
    caller.may(action)?;
    let account = caller.account().clone();
    instance.read(move |tx| Ok(zones::count(tx, &account)?)).await
}

fn zone_page(mut zones: Vec<StoredZone>, limit: u32) -> ZonePage {
    let next = zones.get(limit as usize).cloned();
    zones.truncate(limit as usize);
    ZonePage { zones, next }
}
