use proptest::prelude::*;

use super::*;
use crate::HostedZoneId;
use crate::zone::{RecordName, RecordValue, SetIdentifier};

mod aliases;
mod histories;

pub(super) fn zone() -> HostedZone {
    HostedZone {
        id: HostedZoneId("Z1".to_owned()),
        account: "123456789012".parse().expect("an account"),
        name: name("example.com"),
        caller_reference: "r".to_owned(),
        comment: None,
        created_at: jiff::Timestamp::UNIX_EPOCH,
        serial: 1,
        name_servers: Vec::new(),
    }
}

/// Load balancers' names: there are none.
pub(super) fn none() -> LoadBalancerNames {
    LoadBalancerNames::default()
}

fn name(text: &str) -> RecordName {
    text.parse().expect("a name")
}

/// What a value is on the wire plays no part here.
fn value(text: &str) -> RecordValue {
    RecordValue { text: text.to_owned(), rdata: text.as_bytes().to_vec() }
}

pub(super) fn set(at: &str, record_type: RecordType, values: &str) -> RecordSet {
    RecordSet::simple(name(at), record_type, 60, values.split('|').map(value).collect())
}

fn change(action: Action, at: &str, record_type: RecordType, value: &str) -> Change {
    Change { action, record_set: set(at, record_type, value) }
}

fn present(sets: &[RecordSet]) -> Present {
    sets.iter().map(|set| (set.key.clone(), set.clone())).collect()
}

#[test]
fn a_pair_of_the_same_is_taken() {
    for action in [Action::Create, Action::Upsert] {
        let one = change(action, "_a.example.com", RecordType::Cname, "_b.example.net.");
        let plan = plan(&zone(), &Present::new(), &none(), &[one.clone(), one]).expect("a plan");
        assert_eq!((plan.put.len(), plan.remove.len()), (1, 0));
    }
}

#[test]
fn each_refusal_has_its_reason() {
    use Action::{Create, Delete, Upsert};
    use RecordType::{A, Cname, Ns, Soa};
    let there = present(&[
        set("a.example.com", A, "192.0.2.1"),
        set("c.example.com", Cname, "a.example.com."),
        set("example.com", Ns, "ns.example.net."),
    ]);
    let key = |at, record_type| RecordKey::simple(name(at), record_type);
    let apex = || name("example.com");
    for (change, refusal) in [
        (change(Create, "a.example.com", A, "192.0.2.2"), Refusal::Exists(key("a.example.com", A))),
        (change(Delete, "b.example.com", A, "192.0.2.2"), Refusal::NotFound(key("b.example.com", A))),
        (change(Delete, "a.example.com", A, "192.0.2.2"), Refusal::OtherValues(key("a.example.com", A))),
        (
            change(Create, "a.example.org", A, "192.0.2.2"),
            Refusal::OutsideZone { name: name("a.example.org"), apex: apex() },
        ),
        (change(Upsert, "example.com", Cname, "a.example.net."), Refusal::CnameAtApex { apex: apex() }),
        (
            change(Upsert, "a.example.com", Soa, "x"),
            Refusal::SoaBelowApex { name: name("a.example.com"), apex: apex() },
        ),
        (
            change(Upsert, "c.example.com", A, "192.0.2.2"),
            Refusal::BesideCname { name: name("c.example.com"), record_type: A, apex: apex() },
        ),
        (
            change(Upsert, "a.example.com", Cname, "x.example.net."),
            Refusal::CnameBesideOthers { name: name("a.example.com"), apex: apex() },
        ),
        (change(Delete, "example.com", Ns, "ns.example.net."), Refusal::Kept(Ns)),
        (
            change(Create, "d.example.com", Cname, "a.|b."),
            Refusal::OneValueOnly { name: name("d.example.com"), record_type: Cname },
        ),
    ] {
        assert_eq!(plan(&zone(), &there, &none(), &[change]), Err(vec![refusal]));
    }
}

#[test]
fn a_batch_may_put_one_type_in_place_of_another() {
    let there = present(&[set("a.example.com", RecordType::A, "192.0.2.1")]);
    let plan = plan(
        &zone(),
        &there,
        &none(),
        &[
            change(Action::Delete, "a.example.com", RecordType::A, "192.0.2.1"),
            change(Action::Create, "a.example.com", RecordType::Cname, "b.example.net."),
        ],
    );
    let plan = plan.expect("a plan");
    assert_eq!((plan.put.len(), plan.remove.len()), (1, 1));
}

#[test]
fn changes_are_judged_in_their_order() {
    let there = present(&[set("a.example.com", RecordType::A, "192.0.2.1")]);
    let refused = plan(
        &zone(),
        &there,
        &none(),
        &[
            change(Action::Create, "a.example.com", RecordType::Cname, "b.example.net."),
            change(Action::Delete, "a.example.com", RecordType::A, "192.0.2.1"),
        ],
    );
    assert!(matches!(refused.expect_err("refused")[..], [Refusal::CnameBesideOthers { .. }]));
}

pub(super) fn part(at: &str, record_type: RecordType, id: &str, value: &str) -> RecordSet {
    let mut part = set(at, record_type, value);
    part.key.set_identifier = Some(SetIdentifier::try_from(id.to_owned()).expect("an identifier"));
    part
}

#[test]
fn multivalue_answers_share_a_name_with_each_other_and_with_no_simple_record_set() {
    use RecordType::{Cname, Txt};
    let create = |record_set| Change { action: Action::Create, record_set };
    let at = "_acme-challenge.example.com";
    let (one, other) = (part(at, Txt, "\"a\"", "\"a\""), part(at, Txt, "\"b\"", "\"b\""));
    let made =
        plan(&zone(), &Present::new(), &none(), &[create(one.clone()), create(other)]).expect("a plan");
    assert_eq!(made.put.len(), 2);
    let there = present(&made.put);
    let unknown = part(at, Txt, "c", "\"a\"");
    for (change, refusal) in [
        (create(one.clone()), Refusal::Exists(one.key.clone())),
        (
            change(Action::Upsert, at, Txt, "\"c\""),
            Refusal::BesideMultiValue { name: name(at), record_type: Txt },
        ),
        (
            create(part("c.example.com", Cname, "x", "d.")),
            Refusal::NotMultiValue { name: name("c.example.com"), record_type: Cname },
        ),
        (
            Change { action: Action::Delete, record_set: unknown.clone() },
            Refusal::NotFound(unknown.key.clone()),
        ),
    ] {
        assert_eq!(plan(&zone(), &there, &none(), &[change]), Err(vec![refusal]));
    }
    let simple = present(&[set(at, Txt, "\"c\"")]);
    let refused = plan(&zone(), &simple, &none(), &[create(one.clone())]);
    assert_eq!(refused, Err(vec![Refusal::BesideSimple(one.key.clone())]));
    let delete = Change { action: Action::Delete, record_set: one.clone() };
    let taken = plan(&zone(), &there, &none(), &[delete]).expect("a plan");
    assert_eq!((taken.put.len(), taken.remove), (0, vec![one.key]));
}

#[test]
fn a_batch_has_bounds_and_an_upsert_counts_twice() {
    let values = |count: usize, length: usize| -> String {
        (0..count).map(|number| format!("{number:0length$}")).collect::<Vec<_>>().join("|")
    };
    let of = |action, values: String| change(action, "a.example.com", RecordType::Txt, &values);
    for (changes, refused) in [
        (vec![of(Action::Create, values(400, 8)); 2], None),
        (vec![of(Action::Create, values(401, 8))], Some(Refusal::TooManyValuesOfASet)),
        (vec![of(Action::Create, values(334, 8)); 3], Some(Refusal::TooManyValues)),
        (vec![of(Action::Upsert, values(250, 8)); 2], None),
        (vec![of(Action::Upsert, values(251, 8)); 2], Some(Refusal::TooManyValues)),
        (vec![of(Action::Create, values(8, 4000))], None),
        (vec![of(Action::Upsert, values(5, 4000))], Some(Refusal::TooManyCharacters)),
    ] {
        assert_eq!(check_size(&changes).err(), refused.map(|refusal| vec![refusal]));
    }
}
