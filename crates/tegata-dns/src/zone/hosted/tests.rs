use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const SOA: u16 = 6;
const TXT: u16 = 16;

fn name(text: &str) -> RecordName {
    text.parse().expect("a name")
}

fn txt(text: &str) -> RecordSet {
    RecordSet::of_values(TXT, 60, vec![text.as_bytes().to_vec()])
}

fn zone() -> Zone {
    Zone::new(name("example.com"))
}

/// The names that exist, in their order.
fn names(zone: &Zone) -> Vec<String> {
    zone.nodes.keys().map(RecordName::plain).collect()
}

#[test]
fn names_between_exist_as_long_as_something_is_below_them() {
    let mut zone = zone();
    for below in ["c.b.a.example.com", "x.b.a.example.com"] {
        zone.put(&name(below), &[txt("here")]).expect("in the zone");
    }
    let all = ["example.com", "a.example.com", "b.a.example.com", "c.b.a.example.com", "x.b.a.example.com"];
    assert_eq!(names(&zone), all);
    zone.put(&name("b.a.example.com"), &[txt("here too")]).expect("in the zone");
    zone.put(&name("x.b.a.example.com"), &[]).expect("in the zone");
    assert_eq!(names(&zone), all[..4]);
    zone.put(&name("c.b.a.example.com"), &[]).expect("in the zone");
    assert_eq!(names(&zone), all[..3], "a name with records stays without names below it");
    zone.put(&name("b.a.example.com"), &[]).expect("in the zone");
    assert_eq!(names(&zone), ["example.com"]);
    zone.put(&name("d.example.com"), &[]).expect("nothing is nothing");
    assert_eq!(names(&zone), ["example.com"]);
    assert!(zone.put(&name("example.org"), &[txt("elsewhere")]).is_err());
}

#[test]
fn the_soa_has_the_serial_of_the_zone_whenever_it_is_put() {
    let mut zone = zone();
    let soa = RecordSet::of_values(SOA, 900, vec![[&[0, 0][..], &[9; 20]].concat()]);
    let serial = |zone: &Zone| {
        let sets = zone.node(zone.apex().canonical()).expect("the apex");
        let value = sets[0].values().next().expect("a value");
        u32::from_be_bytes(value[2..6].try_into().expect("four octets"))
    };
    zone.set_serial(7);
    zone.put(&name("example.com"), std::slice::from_ref(&soa)).expect("in the zone");
    assert_eq!(serial(&zone), 7);
    zone.set_serial(8);
    assert_eq!(serial(&zone), 8);
    zone.put(&name("example.com"), &[soa]).expect("in the zone");
    assert_eq!(serial(&zone), 8);
}

proptest! {
    /// A zone that changes name by name is the same as one that is built of the end; and a copy from before keeps what
    /// it had.
    #[test]
    fn a_zone_after_changes_equals_one_built_whole(
        steps in prop::collection::vec((prop::collection::vec(0..3usize, 0..4), 0..3usize), 0..60),
        copied_at in 0..60usize,
    ) {
        let (mut changed, mut end) = (zone(), BTreeMap::new());
        let mut copied = None;
        for (number, (labels, records)) in steps.iter().enumerate() {
            if number == copied_at {
                copied = Some((changed.clone(), end.clone()));
            }
            let mut text: String = labels.iter().map(|label| ["a", "b-1", "*"][*label].to_owned() + ".").collect();
            text.push_str("example.com");
            let sets: Vec<RecordSet> = (0..*records).map(|_| txt(&number.to_string())).collect();
            changed.put(&name(&text), &sets).expect("in the zone");
            end.insert(name(&text), sets);
        }
        for (changed, end) in copied.into_iter().chain([(changed, end)]) {
            let mut whole = zone();
            for (name, sets) in end.iter().filter(|(_, sets)| !sets.is_empty()) {
                whole.put(name, sets).expect("in the zone");
            }
            prop_assert!(changed.nodes == whole.nodes, "{:?} is not {:?}", names(&changed), names(&whole));
        }
    }
}
