//! Change batches: all of one is applied, or nothing (Route 53 API reference, `ChangeResourceRecordSets`).

mod alias;
mod beside;
mod present;
mod refusal;

pub use self::alias::LoadBalancerNames;
use self::alias::check_alias;
use self::beside::check_beside;
pub use self::present::Present;
pub use self::refusal::Refusal;
use super::{HostedZone, RecordKey, RecordSet, RecordType, is_kept};

/// How many changes a batch may have.
pub const CHANGES_MAX: usize = 1000;
/// How many values the record sets of a batch may have together; those of an UPSERT count twice.
pub const VALUES_MAX: usize = 1000;
/// How many characters these values may have together; those of an UPSERT count twice.
pub const CHARACTERS_MAX: usize = 32_000;
/// How many values a record set may have (Route 53 Developer Guide, "Quotas").
pub const VALUES_OF_A_SET_MAX: usize = 400;
/// How many record sets with multivalue answer routing may share a name and type (the same).
pub const SETS_OF_A_NAME_MAX: usize = 100;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What to do.
    pub action: Action,
    /// With which record set.
    pub record_set: RecordSet,
}

/// What to do with a record set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Create it; it must not exist.
    Create,
    /// Delete it; it must exist, with these values.
    Delete,
    /// Create it, or put it in place of the one that exists.
    Upsert,
}

impl Action {
    /// As Route 53 writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Create => "CREATE",
            Action::Delete => "DELETE",
            Action::Upsert => "UPSERT",
        }
    }
}

/// What a batch does to the zone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Record sets to write.
    pub put: Vec<RecordSet>,
    /// Record sets to delete.
    pub remove: Vec<RecordKey>,
}

/// Whether a batch is small enough.
///
/// # Errors
/// Each limit that it exceeds.
pub fn check_size(changes: &[Change]) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let (mut values, mut characters) = (0, 0);
    for Change { action, record_set } in changes {
        let times = if *action == Action::Upsert { 2 } else { 1 };
        values += times * record_set.values().len();
        characters +=
            times * record_set.values().iter().map(|value| value.text.chars().count()).sum::<usize>();
    }
    if changes.len() > CHANGES_MAX || values > VALUES_MAX {
        refusals.push(Refusal::TooManyValues);
    }
    if characters > CHARACTERS_MAX {
        refusals.push(Refusal::TooManyCharacters);
    }
    if changes.iter().any(|change| change.record_set.values().len() > VALUES_OF_A_SET_MAX) {
        refusals.push(Refusal::TooManyValuesOfASet);
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// Applies a batch to what is present, one change after the other. `present` holds every record set of every name in
/// the batch, and of every name of the zone to which an alias in it points; `load_balancers` those that one points to.
///
/// The same record set twice in a batch is accepted: validation records of an apex and its wildcard are one,
/// and tools that write one for each name send it twice.
///
/// # Errors
/// All that is wrong, in the order of the changes.
pub fn plan(
    zone: &HostedZone,
    present: &Present,
    load_balancers: &LoadBalancerNames,
    changes: &[Change],
) -> Result<Plan, Vec<Refusal>> {
    let mut now = present.clone();
    let mut refusals = Vec::new();
    let mut made: Vec<&RecordSet> = Vec::new();
    for change in changes {
        if let Err(why) = apply(zone, &mut now, load_balancers, change, &made) {
            refusals.push(why);
        } else if change.action != Action::Delete {
            made.push(&change.record_set);
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let gone = present.keys().filter(|key| !now.contains_key(*key));
    Ok(Plan {
        remove: gone.cloned().collect(),
        put: now
            .into_iter()
            .filter(|(key, record_set)| present.get(key) != Some(record_set))
            .map(|(_, it)| it)
            .collect(),
    })
}

fn apply(
    zone: &HostedZone,
    now: &mut Present,
    load_balancers: &LoadBalancerNames,
    change: &Change,
    made: &[&RecordSet],
) -> Result<(), Refusal> {
    let record_set = &change.record_set;
    let key = &record_set.key;
    if !key.name.is_in(&zone.name) {
        return Err(Refusal::OutsideZone { name: key.name.clone(), apex: zone.name.clone() });
    }
    if change.action == Action::Delete {
        let there = now.get(key).ok_or_else(|| Refusal::NotFound(key.clone()))?;
        if !there.is_same_as(record_set) {
            return Err(Refusal::OtherValues(key.clone()));
        }
        if is_kept(&zone.name, key) {
            return Err(Refusal::Kept(key.record_type));
        }
        now.remove(key);
        return Ok(());
    }
    check_alone(zone, record_set)?;
    check_beside(zone, now, record_set)?;
    check_alias(zone, now, load_balancers, record_set)?;
    match now.get(key) {
        Some(there) if change.action == Action::Create => {
            if made.contains(&there) && there.is_same_as(record_set) {
                return Ok(());
            }
            Err(Refusal::Exists(key.clone()))
        }
        _ => {
            now.insert(key.clone(), record_set.clone());
            Ok(())
        }
    }
}

/// Whether a record set can be in the zone at all.
fn check_alone(zone: &HostedZone, record_set: &RecordSet) -> Result<(), Refusal> {
    let RecordKey { name, record_type, set_identifier } = &record_set.key;
    match record_type {
        RecordType::Cname if *name == zone.name => {
            return Err(Refusal::CnameAtApex { apex: zone.name.clone() });
        }
        RecordType::Soa if *name != zone.name => {
            return Err(Refusal::SoaBelowApex { name: name.clone(), apex: zone.name.clone() });
        }
        RecordType::Cname | RecordType::Soa if record_set.values().len() > 1 => {
            return Err(Refusal::OneValueOnly { name: name.clone(), record_type: *record_type });
        }
        _ => {}
    }
    let is_never_shared =
        matches!(record_type, RecordType::Cname | RecordType::Ds | RecordType::Ns | RecordType::Soa);
    if set_identifier.is_some() && is_never_shared {
        return Err(Refusal::NotMultiValue { name: name.clone(), record_type: *record_type });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
