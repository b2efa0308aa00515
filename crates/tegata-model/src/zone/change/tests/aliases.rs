//! Where aliases may point, and when they are the same.

use super::*;
use crate::zone::{AliasTarget, RecordData};

const OF_LOAD_BALANCERS: &str = "Z35SXDOTRQ7X7K";
const WEB: &str = "web-00000000000000ab.us-east-1.elb.tegata.test";

fn alias(at: &str, record_type: RecordType, zone: &str, target: &str) -> RecordSet {
    let target = AliasTarget {
        hosted_zone: HostedZoneId(zone.to_owned()),
        name: name(target),
        evaluate_target_health: false,
    };
    RecordSet { key: RecordKey::simple(name(at), record_type), data: RecordData::Alias(target) }
}

fn change_to(action: Action, record_set: RecordSet) -> Change {
    Change { action, record_set }
}

fn load_balancers() -> LoadBalancerNames {
    let zone = HostedZoneId(OF_LOAD_BALANCERS.to_owned());
    LoadBalancerNames {
        apexes: [(zone.clone(), name("us-east-1.elb.tegata.test"))].into(),
        names: [(name(WEB), zone)].into(),
    }
}

fn refused(there: &[RecordSet], record_set: RecordSet) -> Vec<Refusal> {
    let change = change_to(Action::Upsert, record_set);
    plan(&zone(), &present(there), &load_balancers(), &[change]).err().unwrap_or_default()
}

#[test]
fn an_alias_points_to_a_load_balancer_or_to_a_record_set_of_its_type_in_its_zone() {
    use RecordType::{A, Aaaa, Cname, Mx, Ns, Txt};
    let there = [
        set("a.example.com", A, "192.0.2.1"),
        set("m.example.com", Mx, "10 mx.example.net."),
        set("c.example.com", Cname, "a.example.com."),
        part("p.example.com", Txt, "one", "x"),
    ];
    for good in [
        alias("example.com", A, OF_LOAD_BALANCERS, WEB),
        alias("example.com", Aaaa, OF_LOAD_BALANCERS, WEB),
        alias("example.com", A, "Z1", "a.example.com"),
        alias("\\052.example.com", A, "Z1", "A.example.com."),
        alias("n.example.com", Mx, "Z1", "m.example.com"),
        alias("n.example.com", Cname, "Z1", "c.example.com"),
        alias("n.example.com", Txt, "Z1", "p.example.com"),
    ] {
        assert_eq!(refused(&there, good.clone()), [], "{good:?}");
    }
    for (bad, is_outside) in [
        (alias("example.com", A, "Z1", "b.example.com"), false),
        (alias("example.com", Aaaa, "Z1", "a.example.com"), false),
        (alias("a.example.com", A, "Z1", "a.example.com"), false),
        (alias("example.com", Mx, OF_LOAD_BALANCERS, WEB), false),
        (alias("example.com", A, OF_LOAD_BALANCERS, &WEB.replace("ab", "ac")), false),
        (alias("example.com", A, "ZOTHER", WEB), false),
        (alias("example.com", A, "Z1", "a.example.org"), true),
        (alias("example.com", A, OF_LOAD_BALANCERS, "a.example.com"), true),
    ] {
        let refusals = refused(&there, bad.clone());
        let as_expected = match refusals.as_slice() {
            [Refusal::AliasOutsideZone { belongs_to: None, .. }] => is_outside,
            [Refusal::AliasTargetMissing { .. }] => !is_outside,
            _ => false,
        };
        assert!(as_expected, "{bad:?}: {refusals:?}");
    }
    let mut part = alias("example.com", A, "Z1", "a.example.com");
    part.key.set_identifier = Some(SetIdentifier::try_from("one".to_owned()).expect("an identifier"));
    assert_eq!(refused(&there, part.clone()), [Refusal::AliasMultiValue(part.key)]);
    let delegation = alias("sub.example.com", Ns, "Z1", "a.example.com");
    assert!(matches!(refused(&there, delegation)[..], [Refusal::AliasType { record_type: Ns, .. }]));
}

#[test]
fn an_alias_to_a_load_balancer_in_its_own_zone_is_given_the_right_one() {
    let refusals = refused(&[], alias("example.com", RecordType::A, "Z1", WEB));
    let [Refusal::AliasOutsideZone { belongs_to, .. }] = refusals.as_slice() else { panic!("{refusals:?}") };
    assert_eq!(belongs_to.as_ref().map(|zone| zone.0.as_str()), Some(OF_LOAD_BALANCERS));
}

#[test]
fn a_batch_may_make_a_target_before_its_alias_and_not_after_it() {
    let target = change_to(Action::Create, set("a.example.com", RecordType::A, "192.0.2.1"));
    let alias = change_to(Action::Create, alias("example.com", RecordType::A, "Z1", "a.example.com"));
    let planned = |changes: &[Change]| plan(&zone(), &Present::new(), &none(), changes);
    assert_eq!(planned(&[target.clone(), alias.clone()]).expect("a plan").put.len(), 2);
    let refused = planned(&[alias, target]).expect_err("refused");
    assert!(matches!(refused[..], [Refusal::AliasTargetMissing { .. }]));
}

#[test]
fn an_alias_is_deleted_as_it_is_and_not_otherwise() {
    use RecordType::A;
    let there = [set("a.example.com", A, "192.0.2.1"), alias("example.com", A, "Z1", "a.example.com")];
    let deleted = |record_set: RecordSet| {
        plan(&zone(), &present(&there), &none(), &[change_to(Action::Delete, record_set)])
    };
    assert_eq!(deleted(there[1].clone()).expect("a plan").remove, [there[1].key.clone()]);
    let mut evaluated = there[1].clone();
    if let RecordData::Alias(target) = &mut evaluated.data {
        target.evaluate_target_health = true;
    }
    for other in [
        evaluated,
        alias("example.com", A, "Z1", "b.example.com"),
        alias("example.com", A, "Z2", "a.example.com"),
        set("example.com", A, "192.0.2.1"),
    ] {
        assert!(matches!(deleted(other).expect_err("refused")[..], [Refusal::OtherValues(_)]));
    }
    // Its target may go: then it has nothing to answer with.
    deleted(there[0].clone()).expect("a plan");
}
