//! Change batches: all of one is applied, or nothing (Route 53 API reference, `ChangeResourceRecordSets`).

use std::collections::BTreeMap;

use super::{HostedZone, RecordName, RecordSet, is_kept};

/// How many changes a batch may have.
pub const CHANGES_MAX: usize = 1000;

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

/// Record sets of the names that a batch touches, by name and type.
pub type Present = BTreeMap<(String, String), RecordSet>;

/// What a batch does to the zone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Record sets to write.
    pub put: Vec<RecordSet>,
    /// Names and types of record sets to take away.
    pub remove: Vec<(RecordName, String)>,
}

/// Applies a batch to what is present. `present` holds every record set of every name in the batch.
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
    for (name, kind) in now.keys() {
        let alone = kind == "CNAME" && now.keys().any(|(other, of)| other == name && of != "CNAME");
        if alone {
            refusals.push(format!(
                "[RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the same DNS name in zone {}]",
                zone.name
            ));
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let gone = present.iter().filter(|(key, _)| !now.contains_key(*key));
    Ok(Plan {
        remove: gone.map(|(_, record_set)| (record_set.name.clone(), record_set.kind.clone())).collect(),
        put: now
            .into_iter()
            .filter(|(key, record_set)| present.get(key) != Some(record_set))
            .map(|(_, it)| it)
            .collect(),
    })
}

fn apply(zone: &HostedZone, now: &mut Present, change: &Change, made: &[&RecordSet]) -> Result<(), String> {
    let record_set = &change.record_set;
    let RecordSet { name, kind, .. } = record_set;
    if !name.is_in(&zone.name) {
        return Err(format!("[RRSet with DNS name {name} is not permitted in zone {}]", zone.name));
    }
    if kind == "CNAME" && *name == zone.name {
        return Err(format!(
            "[RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {}]",
            zone.name
        ));
    }
    if matches!(kind.as_str(), "CNAME" | "SOA") && record_set.values.len() > 1 {
        return Err(format!("[RRSet of type {kind} with DNS name {name} may have one value only]"));
    }
    let key = (name.as_str().to_owned(), kind.clone());
    let told = format!("resource record set [name='{name}', type='{kind}']");
    match change.action {
        Action::Create => match now.get(&key) {
            Some(there) if made.contains(&there) && same(there, record_set) => Ok(()),
            Some(_) => Err(format!("[Tried to create {told} but it already exists]")),
            None => {
                now.insert(key, record_set.clone());
                Ok(())
            }
        },
        Action::Upsert => {
            now.insert(key, record_set.clone());
            Ok(())
        }
        Action::Delete => {
            let there =
                now.get(&key).ok_or_else(|| format!("[Tried to delete {told} but it was not found]"))?;
            if !same(there, record_set) {
                return Err(format!(
                    "[Tried to delete {told} but the values provided do not match the current values]"
                ));
            }
            if is_kept(&zone.name, name, kind) {
                return Err(format!(
                    "[A HostedZone must contain exactly one {kind} record set at its apex {name}]"
                ));
            }
            now.remove(&key);
            Ok(())
        }
    }
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::HostedZoneId;

    fn zone() -> HostedZone {
        HostedZone {
            id: HostedZoneId("Z1".to_owned()),
            account: "123456789012".parse().expect("an account"),
            name: "example.com".parse().expect("a name"),
            caller_reference: "r".to_owned(),
            comment: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            serial: 1,
        }
    }

    fn set(name: &str, kind: &str, value: &str) -> RecordSet {
        let values = value.split('|').map(str::to_owned).collect();
        RecordSet { name: name.parse().expect("a name"), kind: kind.to_owned(), ttl: 60, values }
    }

    fn change(action: Action, name: &str, kind: &str, value: &str) -> Change {
        Change { action, record_set: set(name, kind, value) }
    }

    fn present(sets: &[RecordSet]) -> Present {
        sets.iter().map(|set| ((set.name.as_str().to_owned(), set.kind.clone()), set.clone())).collect()
    }

    #[test]
    fn a_pair_of_the_same_is_taken() {
        for action in [Action::Create, Action::Upsert] {
            let one = change(action, "_a.example.com", "CNAME", "_b.example.net.");
            let plan = plan(&zone(), &Present::new(), &[one.clone(), one]).expect("a plan");
            assert_eq!((plan.put.len(), plan.remove.len()), (1, 0));
        }
    }

    #[test]
    fn route_53s_words_for_each_refusal() {
        use Action::{Create, Delete, Upsert};
        let there = present(&[
            set("a.example.com", "A", "192.0.2.1"),
            set("c.example.com", "CNAME", "a.example.com."),
            set("example.com", "NS", "ns.example.net."),
        ]);
        for (change, told) in [
            (
                change(Create, "a.example.com", "A", "192.0.2.2"),
                "[Tried to create resource record set [name='a.example.com.', type='A'] but it already exists]",
            ),
            (
                change(Delete, "b.example.com", "A", "192.0.2.2"),
                "[Tried to delete resource record set [name='b.example.com.', type='A'] but it was not found]",
            ),
            (
                change(Delete, "a.example.com", "A", "192.0.2.2"),
                "but the values provided do not match the current values]",
            ),
            (
                change(Create, "a.example.org", "A", "192.0.2.2"),
                "[RRSet with DNS name a.example.org. is not permitted in zone example.com.]",
            ),
            (
                change(Upsert, "example.com", "CNAME", "a.example.net."),
                "is not permitted at apex in zone example.com.]",
            ),
            (
                change(Upsert, "c.example.com", "A", "192.0.2.2"),
                "is not permitted as it conflicts with other records",
            ),
            (
                change(Upsert, "a.example.com", "CNAME", "x.example.net."),
                "is not permitted as it conflicts with other records",
            ),
            (
                change(Delete, "example.com", "NS", "ns.example.net."),
                "must contain exactly one NS record set",
            ),
            (change(Create, "d.example.com", "CNAME", "a.|b."), "may have one value only"),
        ] {
            let refusals = plan(&zone(), &there, std::slice::from_ref(&change)).expect_err("refused");
            assert!(refusals[0].contains(told), "{refusals:?}");
        }
    }

    #[test]
    fn a_batch_may_put_one_type_in_place_of_another() {
        let there = present(&[set("a.example.com", "A", "192.0.2.1")]);
        let plan = plan(
            &zone(),
            &there,
            &[
                change(Action::Delete, "a.example.com", "A", "192.0.2.1"),
                change(Action::Create, "a.example.com", "CNAME", "b.example.net."),
            ],
        );
        let plan = plan.expect("a plan");
        assert_eq!((plan.put.len(), plan.remove.len()), (1, 1));
    }

    proptest! {
        /// Whatever is asked, a CNAME stands alone and the apex keeps its NS.
        #[test]
        fn what_is_planned_holds(steps in proptest::collection::vec((0..3u8, 0..3u8, 0..3u8), 1..12)) {
            let names = ["example.com", "a.example.com", "b.example.com"];
            let kinds = ["A", "CNAME", "NS"];
            let actions = [Action::Create, Action::Delete, Action::Upsert];
            let there = present(&[set("example.com", "NS", "v.example.net."), set("a.example.com", "A", "v.example.net.")]);
            let changes: Vec<Change> = steps.iter().map(|(action, name, kind)| {
                change(actions[usize::from(*action)], names[usize::from(*name)], kinds[usize::from(*kind)], "v.example.net.")
            }).collect();
            if let Ok(plan) = plan(&zone(), &there, &changes) {
                let mut after = there;
                for (name, kind) in &plan.remove {
                    after.remove(&(name.as_str().to_owned(), kind.clone()));
                }
                after.extend(present(&plan.put));
                prop_assert!(after.contains_key(&("example.com.".to_owned(), "NS".to_owned())));
                for (name, kind) in after.keys() {
                    prop_assert!(kind != "CNAME" || after.keys().filter(|(other, _)| other == name).count() == 1);
                }
            }
        }
    }
}
