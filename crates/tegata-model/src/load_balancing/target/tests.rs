use proptest::prelude::*;

use super::super::target_group::tests::{made, request};
use super::super::target_group::{NewTargetGroup, TargetType};
use super::*;

fn named(id: &str, port: Option<u16>) -> TargetNamed {
    TargetNamed { id: id.to_owned(), port, availability_zone: None }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn no_instances() -> BTreeMap<String, IpAddr> {
    BTreeMap::new()
}

#[test]
fn only_addresses_of_one_host_and_family_are_targets() {
    let v4 = made(request("web"));
    let v6 = made(NewTargetGroup { ip_family: Some(IpFamily::Ipv6), ..request("web") });
    for (group, id, good) in [
        (&v4, "127.0.0.1", true),
        (&v4, "10.1.2.3", true),
        (&v4, "0.0.0.0", false),
        (&v4, "255.255.255.255", false),
        (&v4, "224.0.0.1", false),
        (&v4, "169.254.169.254", false),
        (&v4, "::1", false),
        (&v4, "localhost", false),
        (&v4, "127.0.0.1:80", false),
        (&v6, "::1", true),
        (&v6, "fe80::1", false),
        (&v6, "::ffff:169.254.169.254", false),
        (&v6, "127.0.0.1", false),
    ] {
        assert_eq!(address(group, id, &no_instances()).is_ok(), good, "{id}");
    }
}

#[test]
fn an_instance_is_where_the_settings_say() {
    let group = made(NewTargetGroup { target_type: Some(TargetType::Instance), ..request("web") });
    let here: IpAddr = "127.0.0.1".parse().expect("an address");
    let instances = BTreeMap::from([("i-0123456789abcdef0".to_owned(), here)]);
    assert_eq!(address(&group, "i-0123456789abcdef0", &instances), Ok(here));
    let unknown = "i-0aaaaaaaaaaaaaaaa";
    assert_eq!(
        address(&group, unknown, &instances),
        Err(RegistrationRefused::UnknownInstance { id: unknown.to_owned() })
    );
    assert!(matches!(address(&group, "127.0.0.1", &instances), Err(RegistrationRefused::Instance { .. })));
}

#[test]
fn a_target_without_a_port_has_the_groups() {
    let group = made(request("web"));
    let requests = [named("127.0.0.1", None), named("127.0.0.1", Some(8080)), named("127.0.0.1", Some(9))];
    let kept = plan_registration(&group, &[], &requests, &no_instances(), at(0)).expect("two targets");
    let ports: Vec<u16> = kept.iter().map(|registration| registration.target.port).collect();
    assert_eq!(ports, [9, 8080]);
}

#[test]
fn a_deregistered_target_drains_and_then_is_gone() {
    let group = made(request("web"));
    let requests = [named("127.0.0.1", None), named("127.0.0.2", None)];
    let kept = plan_registration(&group, &[], &requests, &no_instances(), at(0)).expect("two targets");
    let drained = plan_deregistration(&group, &kept, &requests[..1], at(100));
    assert_eq!(drained[0].draining_until, Some(at(400)));
    assert_eq!(drained[1].draining_until, None);

    let health_at = |second| health(Some(&drained[0]), true, None, true, at(second)).state;
    assert_eq!(health_at(399), TargetState::Draining);
    assert_eq!(health_at(400), TargetState::Unused);
    assert_eq!(still_there(&drained, at(400)).count(), 1);

    // Deregistering again does not prolong it; registering again brings it back.
    assert_eq!(
        plan_deregistration(&group, &drained, &requests[..1], at(200))[0].draining_until,
        Some(at(400))
    );
    let back =
        plan_registration(&group, &drained, &requests[..1], &no_instances(), at(200)).expect("two targets");
    assert!(back.iter().all(|registration| registration.draining_until.is_none()));
}

#[test]
fn without_a_delay_a_target_goes_at_once() {
    let mut group = made(request("web"));
    group.attributes.insert("deregistration_delay.timeout_seconds".to_owned(), "0".to_owned());
    let requests = [named("127.0.0.1", None)];
    let kept = plan_registration(&group, &[], &requests, &no_instances(), at(0)).expect("a target");
    assert_eq!(plan_deregistration(&group, &kept, &requests, at(0)), []);
}

#[test]
fn health_says_why_a_target_gets_no_requests() {
    let group = made(request("web"));
    let kept =
        plan_registration(&group, &[], &[named("127.0.0.1", None)], &no_instances(), at(0)).expect("one");
    let target = Some(&kept[0]);
    let seen = TargetHealth::HEALTHY;
    let reason = |health: TargetHealth| health.reason.map(|reason| reason.as_str());
    assert_eq!(health(target, true, Some(&seen), true, at(0)), seen);
    assert_eq!(reason(health(target, false, Some(&seen), true, at(0))), Some("Target.NotInUse"));
    assert_eq!(reason(health(target, true, None, true, at(0))), Some("Elb.RegistrationInProgress"));
    assert_eq!(reason(health(target, true, None, false, at(0))), Some("Elb.InternalError"));
    assert_eq!(reason(health(None, true, None, true, at(0))), Some("Target.NotRegistered"));
}

#[test]
fn a_group_is_bounded() {
    let group = made(request("web"));
    let many: Vec<TargetNamed> = (1..=PER_REQUEST_MAX + 1)
        .map(|port| named("127.0.0.1", Some(u16::try_from(port).expect("small"))))
        .collect();
    let refused = plan_registration(&group, &[], &many, &no_instances(), at(0));
    assert_eq!(refused, Err(RegistrationRefused::TooMany));
    assert_eq!(plan_registration(&group, &[], &[], &no_instances(), at(0)), Err(RegistrationRefused::None));
}

proptest! {
    #[test]
    fn registering_and_deregistering_never_repeats_a_target(
        steps in proptest::collection::vec((any::<bool>(), 1_u16..6, 0_i64..1000), 0..40)
    ) {
        let group = made(request("web"));
        let mut present = Vec::new();
        let mut now = 0;
        for (register, port, later) in steps {
            now += later;
            let requests = [named("127.0.0.1", Some(port))];
            present = if register {
                plan_registration(&group, &present, &requests, &no_instances(), at(now)).expect("few targets")
            } else {
                plan_deregistration(&group, &present, &requests, at(now))
            };
            let in_service =
                present.iter().any(|r: &Registration| r.target.port == port && r.draining_until.is_none());
            prop_assert_eq!(in_service, register);
            let mut targets: Vec<&Target> = present.iter().map(|registration| &registration.target).collect();
            targets.dedup();
            prop_assert_eq!(targets.len(), present.len());
        }
    }
}
