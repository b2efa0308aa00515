//! Which record sets can stand beside each other.

use super::present::{Present, at_name};
use super::{CHARACTERS_MAX, Refusal, SETS_OF_A_NAME_MAX, VALUES_MAX};
use crate::zone::{HostedZone, RecordKey, RecordSet, RecordType};

/// Whether a record set can stand beside the others of its name.
pub(super) fn check_beside(zone: &HostedZone, now: &Present, record_set: &RecordSet) -> Result<(), Refusal> {
    let RecordKey { name, record_type, set_identifier } = &record_set.key;
    let is_cname = *record_type == RecordType::Cname;
    for (other, _) in at_name(now, name) {
        match (is_cname, other.record_type == RecordType::Cname) {
            (true, false) => {
                return Err(Refusal::CnameBesideOthers { name: name.clone(), apex: zone.name.clone() });
            }
            (false, true) => {
                return Err(Refusal::BesideCname {
                    name: name.clone(),
                    record_type: *record_type,
                    apex: zone.name.clone(),
                });
            }
            _ => {}
        }
    }
    let alike = || at_name(now, name).filter(|(other, _)| other.record_type == *record_type);
    if set_identifier.is_none() {
        if alike().any(|(other, _)| other.set_identifier.is_some()) {
            return Err(Refusal::BesideMultiValue { name: name.clone(), record_type: *record_type });
        }
        return Ok(());
    }
    if alike().any(|(other, _)| other.set_identifier.is_none()) {
        return Err(Refusal::BesideSimple(record_set.key.clone()));
    }
    let others = || alike().filter(|(other, _)| **other != record_set.key).map(|(_, other)| other);
    if others().count() >= SETS_OF_A_NAME_MAX {
        return Err(Refusal::TooManySets(record_set.key.clone()));
    }
    // One answer may have to carry the values of several.
    let all = || others().chain([record_set]).flat_map(RecordSet::values);
    if all().count() > VALUES_MAX || all().map(|value| value.text.len()).sum::<usize>() > CHARACTERS_MAX {
        return Err(Refusal::TooLargeTogether(record_set.key.clone()));
    }
    Ok(())
}
