//! `ListResourceRecordSets`.

use tegata_model::HostedZoneId;
use tegata_model::zone::{RecordName, RecordSet, RecordType};
use tegata_store::zones::{self, RecordPlace};

use super::zone;
use crate::{Caller, Error, Instance};

/// A page of record sets.
#[derive(Debug, Clone)]
pub struct RecordSetPage {
    /// The record sets.
    pub record_sets: Vec<RecordSet>,
    /// The first of the next page.
    pub next: Option<RecordSet>,
}

/// Where a page of record sets begins: at or after this name, type and set identifier.
#[derive(Debug, Clone, Default)]
pub struct RecordSetsFrom {
    /// The name.
    pub name: Option<RecordName>,
    /// The type.
    pub record_type: Option<RecordType>,
    /// The set identifier.
    pub set_identifier: Option<String>,
}

/// Record sets of a zone, by name in Route 53's order, by type and by set identifier.
///
/// # Errors
/// When the zone is not the caller's.
pub async fn list_record_sets(
    instance: &Instance,
    caller: &Caller,
    id: HostedZoneId,
    from: RecordSetsFrom,
    limit: u32,
) -> Result<RecordSetPage, Error> {
    caller.may("route53:ListResourceRecordSets")?;
    let place = RecordPlace {
        sort_key: from.name.as_ref().map(RecordName::sort_key).unwrap_or_default(),
        record_type: from.record_type.map(RecordType::as_str).unwrap_or_default(),
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
