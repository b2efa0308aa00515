//! Change batches: all of one is applied, or nothing (Route 53 API reference, `ChangeResourceRecordSets`).

use std::collections::BTreeMap;

use super::{HostedZone, RecordKey, RecordName, RecordSet, Routing, is_kept};

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
    /// Make it; it must not be there.
    Create,
    /// Take it away; it must be there, with these very values.
    Delete,
    /// Make it, or put it in place of the one that is there.
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

/// Record sets of the names that a batch touches.
pub type Present = BTreeMap<RecordKey, RecordSet>;

/// What a batch does to the zone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Record sets to write.
    pub put: Vec<RecordSet>,
    /// Record sets to take away.
    pub remove: Vec<RecordKey>,
}

/// Whether a batch is small enough.
///
/// # Errors
/// Each limit that it exceeds, in Route 53's words.
pub fn check_size(changes: &[Change]) -> Result<(), Vec<String>> {
    let mut refusals = Vec::new();
    let (mut values, mut characters) = (0, 0);
    for Change { action, record_set } in changes {
        let times = if *action == Action::Upsert { 2 } else { 1 };
        values += times * record_set.values.len();
        characters += times * record_set.values.iter().map(|value| value.chars().count()).sum::<usize>();
    }
    if changes.len() > CHANGES_MAX || values > VALUES_MAX {
        refusals.push(format!("Number of records limit of {VALUES_MAX} exceeded."));
    }
    if characters > CHARACTERS_MAX {
        refusals.push(format!("Number of characters limit of {CHARACTERS_MAX} exceeded."));
    }
    if changes.iter().any(|change| change.record_set.values.len() > VALUES_OF_A_SET_MAX) {
        refusals.push(format!("Cannot have more than {VALUES_OF_A_SET_MAX} records in a RRSet."));
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// Applies a batch to what is present, one change after the other. `present` holds every record set of every name in
/// the batch.
///
/// The same record set twice in a batch is accepted: validation records of an apex and its wildcard are one,
/// and tools that write one for each name send it twice.
///
/// # Errors
/// All messages for the caller, in Route 53's words.
pub fn plan(zone: &HostedZone, present: &Present, changes: &[Change]) -> Result<Plan, Vec<String>> {
    let mut now = present.clone();
    let mut refusals = Vec::new();
    let mut made: Vec<&RecordSet> = Vec::new();
    for change in changes {
        if let Err(why) = apply(zone, &mut now, change, &made) {
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

fn apply(zone: &HostedZone, now: &mut Present, change: &Change, made: &[&RecordSet]) -> Result<(), String> {
    let record_set = &change.record_set;
    let key = record_set.key();
    let (name, kind) = (&key.name, &key.kind);
    if !name.is_in(&zone.name) {
        return Err(format!("RRSet with DNS name {name} is not permitted in zone {}", zone.name));
    }
    let spoken = match key.set_identifier.as_str() {
        "" => format!("resource record set [name='{name}', type='{kind}']"),
        id => format!("resource record set [name='{name}', type='{kind}', set-identifier='{id}']"),
    };
    if change.action == Action::Delete {
        let there = now.get(&key).ok_or_else(|| format!("Tried to delete {spoken} but it was not found"))?;
        if !same(there, record_set) {
            return Err(format!(
                "Tried to delete {spoken} but the values provided do not match the current values"
            ));
        }
        if is_kept(&zone.name, name, kind) {
            return Err(match kind.as_str() {
                "SOA" => "A HostedZone must contain exactly one SOA record.".to_owned(),
                _ => "A HostedZone must contain at least one NS record for the zone itself.".to_owned(),
            });
        }
        now.remove(&key);
        return Ok(());
    }
    may_stand(zone, now, record_set)?;
    match now.get(&key) {
        Some(there) if change.action == Action::Create => {
            if made.contains(&there) && same(there, record_set) {
                return Ok(());
            }
            Err(format!("Tried to create {spoken} but it already exists"))
        }
        _ => {
            now.insert(key, record_set.clone());
            Ok(())
        }
    }
}

/// Whether a record set can stand in the zone beside what is there.
fn may_stand(zone: &HostedZone, now: &Present, record_set: &RecordSet) -> Result<(), String> {
    let RecordSet { name, kind, values, routing, .. } = record_set;
    if kind == "CNAME" && *name == zone.name {
        return Err(format!(
            "RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {}",
            zone.name
        ));
    }
    if kind == "SOA" && *name != zone.name {
        return Err(format!("RRSet of type SOA with DNS name {name} is not permitted in zone {}", zone.name));
    }
    if matches!(kind.as_str(), "CNAME" | "SOA") && values.len() > 1 {
        return Err(format!("RRSet of type {kind} with DNS name {name} may have one value only."));
    }
    for other in at_name(now, name) {
        if kind == "CNAME" && other.kind != "CNAME" {
            return Err(format!(
                "RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with \
                 the same DNS name in zone {}",
                zone.name
            ));
        }
        if kind != "CNAME" && other.kind == "CNAME" {
            return Err(format!(
                "RRSet of type {kind} with DNS name {name} is not permitted because a conflicting RRSet of type  \
                 CNAME with the same DNS name already exists in zone {}",
                zone.name
            ));
        }
    }
    let beside = || at_name(now, name).filter(|other| other.kind == *kind);
    match routing {
        Routing::Simple if beside().any(|other| !other.routing.is_simple()) => Err(format!(
            "RRSet with DNS name {name}, type {kind} cannot be created as other RRSets exist with the same name and \
             type."
        )),
        Routing::Simple => Ok(()),
        Routing::MultiValue { .. } if matches!(kind.as_str(), "CNAME" | "DS" | "NS" | "SOA") => Err(format!(
            "RRSet of type {kind} with DNS name {name} cannot be a multivalue answer: leave SetIdentifier and \
             MultiValueAnswer out."
        )),
        Routing::MultiValue { set_identifier } => {
            if beside().any(|other| other.routing.is_simple()) {
                return Err(format!(
                    "RRSet with DNS name {name}, type {kind}, SetIdentifier {set_identifier} cannot be created \
                     because a non multivalue answer rrset exists with the same name and type."
                ));
            }
            let others = || beside().filter(|other| other.routing != *routing);
            if others().count() >= SETS_OF_A_NAME_MAX {
                return Err(format!(
                    "RRSet with DNS name {name}, type {kind}, SetIdentifier {set_identifier} cannot be created as \
                     {SETS_OF_A_NAME_MAX} RRSets exist with the same name and type."
                ));
            }
            // One answer may have to carry the values of several.
            let all = || others().chain([record_set]).flat_map(|set| &set.values);
            if all().count() > VALUES_MAX || all().map(String::len).sum::<usize>() > CHARACTERS_MAX {
                return Err(format!(
                    "RRSet with DNS name {name}, type {kind}, SetIdentifier {set_identifier} cannot be created as the \
                     RRSets with the same name and type would have more than {VALUES_MAX} records or \
                     {CHARACTERS_MAX} characters."
                ));
            }
            Ok(())
        }
    }
}

/// What stands at a name.
fn at_name<'a>(now: &'a Present, name: &'a RecordName) -> impl Iterator<Item = &'a RecordSet> {
    let first = RecordKey { name: name.clone(), kind: String::new(), set_identifier: String::new() };
    now.range(first..)
        .map(|(_, record_set)| record_set)
        .take_while(move |record_set| record_set.name == *name)
}

/// Whether two record sets say the same: the order of values does not count.
fn same(one: &RecordSet, other: &RecordSet) -> bool {
    let sorted = |record_set: &RecordSet| {
        let mut values = record_set.values.clone();
        values.sort();
        values
    };
    one.ttl == other.ttl && sorted(one) == sorted(other)
}

#[cfg(test)]
mod tests;
