//! Plans under random histories, against a plain map that is changed step by step.

use std::collections::BTreeMap;

use super::*;

/// Name, type and identifier; none for simple routing.
type Key = (usize, usize, usize);

const NAMES: [&str; 4] = ["example.com", "a.example.com", "b.example.com", "b.example.org"];
const TYPES: [RecordType; 4] = [RecordType::A, RecordType::Cname, RecordType::Ns, RecordType::Txt];
const VALUES: [&str; 2] = ["v.example.net.", "w.example.net."];

#[derive(Debug, Clone)]
struct Step {
    action: Action,
    key: Key,
    value: usize,
}

fn step() -> impl Strategy<Value = Step> {
    let action = prop::sample::select(vec![Action::Create, Action::Delete, Action::Upsert]);
    // The last name is outside, and rare.
    let name = prop_oneof![9 => 0..3usize, 1 => Just(3usize)];
    (action, (name, 0..4usize, 0..3usize), 0..2usize).prop_map(|(action, key, value)| Step {
        action,
        key,
        value,
    })
}

fn record_set((at, record_type, id): Key, value: usize) -> RecordSet {
    match id {
        0 => set(NAMES[at], TYPES[record_type], VALUES[value]),
        id => part(NAMES[at], TYPES[record_type], &id.to_string(), VALUES[value]),
    }
}

/// Does one change to the map; `None` when it is refused. Simple, slow, and apart from what it checks.
fn done(map: &mut BTreeMap<Key, usize>, step: &Step, made: &mut Vec<(Key, usize)>) -> Option<()> {
    let (at, record_type, id) = step.key;
    let is_cname = |record_type: usize| TYPES[record_type] == RecordType::Cname;
    if at == 3 {
        return None;
    }
    if step.action == Action::Delete {
        let is_apex_ns = at == 0 && TYPES[record_type] == RecordType::Ns;
        if map.get(&step.key) != Some(&step.value) || is_apex_ns {
            return None;
        }
        map.remove(&step.key);
        return Some(());
    }
    if is_cname(record_type) && at == 0 {
        return None;
    }
    if id > 0 && matches!(TYPES[record_type], RecordType::Cname | RecordType::Ns) {
        return None;
    }
    let mut beside = map.keys().filter(|other| other.0 == at && **other != step.key);
    let is_in_the_way = |other: &Key| {
        is_cname(other.1) != is_cname(record_type) || (other.1 == record_type && (other.2 == 0) != (id == 0))
    };
    if beside.any(is_in_the_way) {
        return None;
    }
    if step.action == Action::Create
        && let Some(value) = map.get(&step.key)
    {
        return (*value == step.value && made.contains(&(step.key, step.value))).then_some(());
    }
    map.insert(step.key, step.value);
    made.push((step.key, step.value));
    Some(())
}

proptest! {
    /// Batch after batch, what is planned is what the map has; and nothing is written that stays as it is.
    #[test]
    fn a_plan_does_what_a_map_would(batches in prop::collection::vec(prop::collection::vec(step(), 1..6), 1..12)) {
        let ns = ((0, 2, 0), 0);
        let mut map = BTreeMap::from([ns]);
        let mut there = present(&[record_set(ns.0, ns.1)]);
        for batch in batches {
            let (mut after, mut made) = (map.clone(), Vec::new());
            let refused = batch.iter().filter(|step| done(&mut after, step, &mut made).is_none()).count();
            let changes: Vec<Change> = batch
                .iter()
                .map(|step| Change { action: step.action, record_set: record_set(step.key, step.value) })
                .collect();
            match plan(&zone(), &there, &none(), &changes) {
                Err(refusals) => prop_assert_eq!(refusals.len(), refused),
                Ok(plan) => {
                    prop_assert_eq!(refused, 0);
                    map = after;
                    for key in &plan.remove {
                        prop_assert!(there.remove(key).is_some());
                    }
                    for record_set in plan.put {
                        let before = there.insert(record_set.key.clone(), record_set.clone());
                        prop_assert!(before != Some(record_set));
                    }
                    let expected: Vec<RecordSet> = map.iter().map(|(key, value)| record_set(*key, *value)).collect();
                    prop_assert_eq!(&there, &present(&expected));
                }
            }
        }
    }
}
