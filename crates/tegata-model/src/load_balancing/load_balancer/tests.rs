use std::net::Ipv4Addr;

use super::*;

fn tenant() -> Tenant {
    Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    }
}

fn settings(name: &str) -> LoadBalancerSettings {
    LoadBalancerSettings {
        name: name.to_owned(),
        kind: Kind::Application,
        scheme: Scheme::InternetFacing,
        ip_address_type: IpAddressType::Ipv4,
        subnets: vec![],
        security_groups: vec![],
    }
}

fn loopback(last: u8) -> IpAddr {
    Ipv4Addr::new(127, 0, 0, last).into()
}

fn plan(
    settings: LoadBalancerSettings,
    of_that_name: Option<LoadBalancer>,
) -> Result<Creation, CreationRefused> {
    let addresses = [loopback(1), loopback(2), loopback(3)];
    let surroundings = Surroundings { of_that_name, owned: 0, addresses: &addresses };
    let request = NewLoadBalancer { settings, tags: vec![] };
    plan_creation(&tenant(), LoadBalancerId(7), request, &surroundings, Timestamp::UNIX_EPOCH)
}

fn made(creation: Result<Creation, CreationRefused>) -> LoadBalancer {
    match creation {
        Ok(Creation::New(made)) => *made,
        other => panic!("expected a new load balancer, got {other:?}"),
    }
}

#[test]
fn the_first_listener_opens_where_its_port_is_free() {
    let balancer = made(plan(settings("a"), None));
    assert_eq!(balancer.address, loopback(1));
    let addresses = [loopback(1), loopback(2), loopback(3)];
    for (port, occupied, expected) in [
        (443, &[][..], 1),
        (443, &[(1, 443)], 2),
        (443, &[(1, 80)], 2),
        (80, &[(1, 443), (2, 80)], 3),
        (8080, &[(1, 443), (1, 80)], 1),
        (8080, &[(1, 8080)], 2),
        // The web's other port has to be free only where that is possible.
        (443, &[(1, 80), (2, 80), (3, 80)], 1),
        (443, &[(1, 443), (2, 443), (3, 443)], 1),
    ] {
        let others: Vec<Occupied> =
            occupied.iter().map(|(last, port)| Occupied { address: loopback(*last), port: *port }).collect();
        assert_eq!(
            address_for(&balancer, port, &addresses, &others),
            loopback(expected),
            "{port} {occupied:?}"
        );
    }
}

#[test]
fn the_same_wish_again_gives_the_existing_one_and_another_is_refused() {
    let first = made(plan(settings("a"), None));
    assert_eq!(plan(settings("a"), Some(first.clone())), Ok(Creation::Existing(Box::new(first.clone()))));
    let other = LoadBalancerSettings { scheme: Scheme::Internal, ..settings("a") };
    assert_eq!(plan(other, Some(first)), Err(CreationRefused::Taken));
}

#[test]
fn what_cannot_be_made_is_refused() {
    assert_eq!(plan(settings("a_b"), None), Err(CreationRefused::Name(NameRefused::Characters)));
    let subnet = Subnet {
        id: "subnet-1".to_owned(),
        zone: None,
        allocation_id: None,
        private_ipv4_address: None,
        ipv6_address: None,
    };
    let twice = LoadBalancerSettings { subnets: vec![subnet.clone(), subnet], ..settings("a") };
    assert_eq!(plan(twice, None), Err(CreationRefused::Network));

    let request = NewLoadBalancer { settings: settings("a"), tags: vec![] };
    let full = Surroundings { of_that_name: None, owned: PER_TENANT_MAX, addresses: &[loopback(1)] };
    let refused = plan_creation(&tenant(), LoadBalancerId(7), request.clone(), &full, Timestamp::UNIX_EPOCH);
    assert_eq!(refused, Err(CreationRefused::TooMany));
    let nowhere = Surroundings { of_that_name: None, owned: 0, addresses: &[] };
    let refused = plan_creation(&tenant(), LoadBalancerId(7), request, &nowhere, Timestamp::UNIX_EPOCH);
    assert_eq!(refused, Err(CreationRefused::NoAddress));
}

#[test]
fn deletion_protection_holds() {
    let mut made = made(plan(settings("a"), None));
    assert_eq!(may_delete(&made), Ok(()));
    made.attributes.insert("deletion_protection.enabled".to_owned(), "true".to_owned());
    assert_eq!(may_delete(&made), Err(Protected));
}

#[test]
fn the_state_follows_from_the_listeners_faults() {
    let reason = "Port 80 is taken.".to_owned();
    let shut = || ListenerState::Shut { reason: reason.clone() };
    let in_part = ListenerState::OpenInPart { reason: reason.clone() };
    assert_eq!(state([]), State::Active);
    assert_eq!(state([ListenerState::Open]), State::Active);
    assert_eq!(state([ListenerState::Open, shut()]).as_str(), "active_impaired");
    assert_eq!(state([in_part]).as_str(), "active_impaired");
    assert_eq!(state([shut()]), State::Failed { reason: reason.clone() });
}

#[test]
fn an_internal_load_balancer_is_told_by_its_dns_name() {
    let made = made(plan(settings("Web"), None));
    assert_eq!(made.dns_name("tegata.test"), "web-0000000000000007.us-east-1.elb.tegata.test");
    let mut internal = made;
    internal.settings.scheme = Scheme::Internal;
    assert_eq!(internal.dns_name("tegata.test"), "internal-web-0000000000000007.us-east-1.elb.tegata.test");
}
