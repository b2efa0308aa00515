//! Changing record sets: a batch is applied whole or not at all.

use std::collections::BTreeSet;

use tegata_model::HostedZoneId;
use tegata_model::access::{AskedValue, Reach, domain_names};
use tegata_model::zone::change::{Change, Present, check_size, plan};
use tegata_store::zones::{self, ZoneChange};

use super::{identifier, zone};
use crate::reason::ZoneReason;
use crate::{Caller, Error, Instance};

/// What is asked.
#[derive(Debug, Clone)]
pub struct ChangeRecordSets {
    /// In which zone.
    pub zone: HostedZoneId,
    /// The caller's words.
    pub comment: Option<String>,
    /// In their order.
    pub changes: Vec<Change>,
}

/// Applies a batch. The values have been checked by whoever read them.
///
/// # Errors
/// When the zone is not the caller's, or any change is refused: then none is applied.
pub async fn change_record_sets(
    instance: &Instance,
    caller: &Caller,
    ask: ChangeRecordSets,
) -> Result<ZoneChange, Error> {
    if !caller.is_owner() {
        caller.may_with("route53:ChangeResourceRecordSets", &condition_keys(&ask.changes))?;
    }
    check_size(&ask.changes).map_err(|refusals| refused(&refusals))?;
    let now = instance.clock.now();
    let change = ZoneChange {
        id: identifier(&instance.entropy, 'C'),
        comment: ask.comment,
        submitted_at: now,
        in_sync: false,
    };
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            let stored = zone(tx, &account, &ask.zone)?;
            let mut present = Present::new();
            for change in &ask.changes {
                zones::record_sets_at(tx, &ask.zone, &change.record_set.name, &mut present)?;
            }
            let plan = plan(&stored.zone, &present, &ask.changes).map_err(|refusals| refused(&refusals))?;
            zones::apply(tx, stored.zone, &plan, &change)?;
            Ok(change.clone())
        })
        .await
}

/// All that is wrong with a batch, as Route 53 lists it.
fn refused(refusals: &[String]) -> Error {
    Error::invalid(ZoneReason::InvalidChangeBatch, format!("[{}]", refusals.join(", ")))
}

/// Route 53's condition keys of a batch (Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access
/// control"), and those that are made of its names.
fn condition_keys(changes: &[Change]) -> Vec<(&'static str, AskedValue)> {
    let names: Vec<(String, Reach)> = changes
        .iter()
        .map(|change| {
            // A delegation gives everything below its name away.
            let reach = if change.record_set.kind == "NS" { Reach::Everything } else { Reach::Records };
            (change.record_set.name.plain(), reach)
        })
        .collect();
    let mut keys = domain_names(names.iter().map(|(name, reach)| (name.as_str(), *reach)));
    let all = |of: fn(&Change) -> &str| -> BTreeSet<String> {
        changes.iter().map(|change| of(change).to_owned()).collect()
    };
    let texts = [
        (
            "route53:ChangeResourceRecordSetsNormalizedRecordNames",
            all(|change| change.record_set.name.as_str().trim_end_matches('.')),
        ),
        ("route53:ChangeResourceRecordSetsRecordTypes", all(|change| &change.record_set.kind)),
        ("route53:ChangeResourceRecordSetsActions", all(|change| change.action.as_str())),
    ];
    keys.extend(texts.map(|(key, texts)| (key, AskedValue::Texts(texts))));
    keys
}
