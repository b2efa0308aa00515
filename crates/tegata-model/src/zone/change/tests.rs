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
        name_servers: Vec::new(),
    }
}

fn set(name: &str, kind: &str, value: &str) -> RecordSet {
    let values = value.split('|').map(str::to_owned).collect();
    RecordSet::simple(name.parse().expect("a name"), kind, 60, values)
}

fn change(action: Action, name: &str, kind: &str, value: &str) -> Change {
    Change { action, record_set: set(name, kind, value) }
}

fn present(sets: &[RecordSet]) -> Present {
    sets.iter().map(|set| (set.key(), set.clone())).collect()
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
            "Tried to create resource record set [name='a.example.com.', type='A'] but it already exists",
        ),
        (
            change(Delete, "b.example.com", "A", "192.0.2.2"),
            "Tried to delete resource record set [name='b.example.com.', type='A'] but it was not found",
        ),
        (
            change(Delete, "a.example.com", "A", "192.0.2.2"),
            "but the values provided do not match the current values",
        ),
        (
            change(Create, "a.example.org", "A", "192.0.2.2"),
            "RRSet with DNS name a.example.org. is not permitted in zone example.com.",
        ),
        (
            change(Upsert, "example.com", "CNAME", "a.example.net."),
            "is not permitted at apex in zone example.com.",
        ),
        (
            change(Upsert, "c.example.com", "A", "192.0.2.2"),
            "because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone example.com.",
        ),
        (
            change(Upsert, "a.example.com", "CNAME", "x.example.net."),
            "is not permitted as it conflicts with other records",
        ),
        (
            change(Delete, "example.com", "NS", "ns.example.net."),
            "A HostedZone must contain at least one NS record for the zone itself.",
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

#[test]
fn changes_are_judged_in_their_order() {
    let there = present(&[set("a.example.com", "A", "192.0.2.1")]);
    let refused = plan(
        &zone(),
        &there,
        &[
            change(Action::Create, "a.example.com", "CNAME", "b.example.net."),
            change(Action::Delete, "a.example.com", "A", "192.0.2.1"),
        ],
    );
    assert!(refused.expect_err("refused")[0].contains("conflicts with other records"));
}

fn part(name: &str, kind: &str, id: &str, value: &str) -> RecordSet {
    RecordSet { routing: Routing::MultiValue { set_identifier: id.to_owned() }, ..set(name, kind, value) }
}

#[test]
fn multivalue_answers_share_a_name_with_each_other_and_with_no_simple_record_set() {
    let create = |record_set| Change { action: Action::Create, record_set };
    let one = part("_acme-challenge.example.com", "TXT", "\"a\"", "\"a\"");
    let other = part("_acme-challenge.example.com", "TXT", "\"b\"", "\"b\"");
    let made = plan(&zone(), &Present::new(), &[create(one.clone()), create(other.clone())]).expect("a plan");
    assert_eq!(made.put.len(), 2);
    let there = present(&made.put);
    for (change, told) in [
        (
            create(one.clone()),
            "[name='_acme-challenge.example.com.', type='TXT', set-identifier='\"a\"'] but it already exists",
        ),
        (
            change(Action::Upsert, "_acme-challenge.example.com", "TXT", "\"c\""),
            "type TXT cannot be created as other RRSets exist with the same name and type.",
        ),
        (create(part("c.example.com", "CNAME", "x", "d.")), "cannot be a multivalue answer"),
        (
            Change {
                action: Action::Delete,
                record_set: part("_acme-challenge.example.com", "TXT", "c", "\"a\""),
            },
            "but it was not found",
        ),
    ] {
        let refusals = plan(&zone(), &there, &[change]).expect_err("refused");
        assert!(refusals[0].contains(told), "{refusals:?}");
    }
    let simple = present(&[set("_acme-challenge.example.com", "TXT", "\"c\"")]);
    let refusals = plan(&zone(), &simple, &[create(one.clone())]).expect_err("refused");
    assert!(refusals[0].contains("because a non multivalue answer rrset exists"), "{refusals:?}");
    let taken =
        plan(&zone(), &there, &[Change { action: Action::Delete, record_set: one.clone() }]).expect("a plan");
    assert_eq!((taken.put.len(), taken.remove), (0, vec![one.key()]));
}

#[test]
fn a_batch_has_bounds_and_an_upsert_counts_twice() {
    let values = |count: usize, length: usize| -> Vec<String> {
        (0..count).map(|number| format!("{number:0length$}")).collect()
    };
    let of = |action, values| Change {
        action,
        record_set: RecordSet { values, ..set("a.example.com", "TXT", "x") },
    };
    for (changes, refused) in [
        (vec![of(Action::Create, values(400, 8)); 2], None),
        (vec![of(Action::Create, values(401, 8))], Some("Cannot have more than 400 records in a RRSet.")),
        (vec![of(Action::Create, values(334, 8)); 3], Some("Number of records limit of 1000 exceeded.")),
        (vec![of(Action::Upsert, values(250, 8)); 2], None),
        (vec![of(Action::Upsert, values(251, 8)); 2], Some("Number of records limit of 1000 exceeded.")),
        (vec![of(Action::Create, values(8, 4000))], None),
        (vec![of(Action::Upsert, values(5, 4000))], Some("Number of characters limit of 32000 exceeded.")),
    ] {
        let found = check_size(&changes).err();
        assert_eq!(found.as_deref(), refused.map(|text| vec![text.to_owned()]).as_deref());
    }
}

proptest! {
    /// Whatever is asked, a CNAME stands alone and the apex keeps its NS.
    #[test]
    fn what_is_planned_holds(steps in proptest::collection::vec((0..3u8, 0..3u8, 0..3u8, 0..3u8), 1..12)) {
        let names = ["example.com", "a.example.com", "b.example.com"];
        let kinds = ["A", "CNAME", "NS"];
        let actions = [Action::Create, Action::Delete, Action::Upsert];
        let there = present(&[set("example.com", "NS", "v.example.net."), set("a.example.com", "A", "v.example.net.")]);
        let changes: Vec<Change> = steps.iter().map(|(action, name, kind, id)| {
            let action = actions[usize::from(*action)];
            let mut change = change(action, names[usize::from(*name)], kinds[usize::from(*kind)], "v.example.net.");
            if *id > 0 {
                change.record_set.routing = Routing::MultiValue { set_identifier: id.to_string() };
            }
            change
        }).collect();
        if let Ok(plan) = plan(&zone(), &there, &changes) {
            let mut after = there;
            for key in &plan.remove {
                after.remove(key);
            }
            after.extend(present(&plan.put));
            prop_assert!(after.values().any(|set| set.name.as_str() == "example.com." && set.kind == "NS"));
            for set in after.values() {
                prop_assert!(set.kind != "CNAME" || at_name(&after, &set.name).count() == 1);
                let mut others = at_name(&after, &set.name).filter(|other| other.kind == set.kind);
                prop_assert!(set.routing.is_simple() || others.all(|other| !other.routing.is_simple()));
            }
        }
    }
}
