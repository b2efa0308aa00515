use std::net::Ipv4Addr;

use proptest::prelude::*;
use uuid::Uuid;

use super::super::action::{ActionKind, FixedResponse, Forward, Stickiness, WeightedGroup};
use super::super::identifier::TargetGroupId;
use super::super::load_balancer::{IpAddressType, LoadBalancerSettings, Scheme};
use super::*;
use crate::certificate::tests::{at, requested};
use crate::certificate::{KeyHolder, Serial, Version};

fn certificate(number: u128) -> CertificateId {
    CertificateId(Uuid::from_u128(number))
}

fn answer() -> Action {
    Action {
        order: None,
        kind: ActionKind::FixedResponse(FixedResponse { status: 200, content_type: None, body: None }),
    }
}

fn load_balancer() -> LoadBalancer {
    LoadBalancer {
        id: LoadBalancerId(1),
        tenant: Tenant {
            account: "123456789012".parse().expect("an account"),
            region: "us-east-1".parse().expect("a region"),
        },
        settings: LoadBalancerSettings {
            name: "web".to_owned(),
            kind: Kind::Application,
            scheme: Scheme::InternetFacing,
            ip_address_type: IpAddressType::Ipv4,
            subnets: vec![],
            security_groups: vec![],
        },
        address: Ipv4Addr::LOCALHOST.into(),
        created_at: Timestamp::UNIX_EPOCH,
        attributes: Attributes::default(),
        tags: vec![],
    }
}

fn https(port: u16, number: u128) -> NewListener {
    NewListener {
        protocol: Some(Protocol::Https),
        port: Some(port),
        policy: None,
        certificates: vec![certificate(number)],
        mutual_authentication: None,
        alpn: None,
        actions: vec![answer()],
        tags: vec![],
    }
}

fn http(port: u16) -> NewListener {
    NewListener { protocol: Some(Protocol::Http), certificates: vec![], ..https(port, 0) }
}

fn policies() -> Vec<SecurityPolicy> {
    [DEFAULT_POLICY, "ELBSecurityPolicy-TLS13-1-3-2021-06"]
        .map(|name| SecurityPolicy {
            name: name.to_owned(),
            protocols: vec![],
            ciphers: vec![],
            mutual_authentication: false,
        })
        .to_vec()
}

fn with<T>(
    listeners: &[Listener],
    neighbour: Option<ListenerId>,
    plan: impl FnOnce(&Surroundings<'_>) -> T,
) -> T {
    let load_balancer = load_balancer();
    plan(&Surroundings { load_balancer: &load_balancer, listeners, neighbour, policies: &policies() })
}

fn create(id: u64, request: NewListener, listeners: &[Listener]) -> Result<Creation, ListenerRefused> {
    with(listeners, None, |around| plan_creation(ListenerId(id), request, around, Timestamp::UNIX_EPOCH))
}

fn made(creation: Result<Creation, ListenerRefused>) -> Listener {
    match creation {
        Ok(Creation::New(made)) => *made,
        other => panic!("expected a new listener, got {other:?}"),
    }
}

pub(crate) fn listener(port: u16) -> Listener {
    made(create(u64::from(port), http(port), &[]))
}

#[test]
fn an_https_listener_has_one_certificate_and_the_default_policy() {
    let made = made(create(1, https(443, 5), &[]));
    assert_eq!(made.tls().map(|tls| tls.policy.as_str()), Some(DEFAULT_POLICY));
    assert_eq!(made.certificates(), [certificate(5)]);
    assert_eq!((made.revision, made.address), (1, Ipv4Addr::LOCALHOST.into()));
}

#[test]
fn each_rule_refuses_what_breaks_it() {
    let two = vec![certificate(1), certificate(2)];
    let policy = || Some("ELBSecurityPolicy-None".to_owned());
    let unknown = ListenerRefused::UnknownPolicy { policy: "ELBSecurityPolicy-None".to_owned() };
    let fips = "ELBSecurityPolicy-TLS13-1-1-2021-06";
    let not_built = ListenerRefused::PolicyNotBuilt { policy: fips.to_owned() };
    for (request, expected) in [
        (NewListener { port: None, ..http(80) }, ListenerRefused::NoPort),
        (NewListener { protocol: None, ..http(80) }, ListenerRefused::NoProtocol),
        (
            NewListener { certificates: vec![], ..https(443, 1) },
            ListenerRefused::NoCertificate { protocol: Protocol::Https },
        ),
        (
            NewListener { certificates: two, ..https(443, 1) },
            ListenerRefused::NotOneCertificate { protocol: Protocol::Https },
        ),
        (
            NewListener { certificates: vec![certificate(1)], ..http(80) },
            ListenerRefused::CertificateWithoutTls { protocol: Protocol::Http },
        ),
        (
            NewListener { policy: policy(), ..http(80) },
            ListenerRefused::PolicyWithoutTls { protocol: Protocol::Http },
        ),
        (NewListener { policy: policy(), ..https(443, 1) }, unknown),
        (NewListener { policy: Some(fips.to_owned()), ..https(443, 1) }, not_built),
        (NewListener { actions: vec![], ..http(80) }, ListenerRefused::NotOneAction),
        (NewListener { actions: vec![answer(), answer()], ..http(80) }, ListenerRefused::NotOneAction),
    ] {
        assert_eq!(create(1, request, &[]), Err(expected));
    }
}

#[test]
fn a_port_is_one_listeners() {
    let first = made(create(1, https(443, 5), &[]));
    let listeners = [first.clone()];
    assert_eq!(create(2, https(443, 5), &listeners), Ok(Creation::Existing(Box::new(first))));
    assert_eq!(create(2, https(443, 6), &listeners), Err(ListenerRefused::PortTaken { port: 443 }));
    let taken = with(&[], Some(ListenerId(9)), |around| {
        plan_creation(ListenerId(2), http(80), around, Timestamp::UNIX_EPOCH)
    });
    assert_eq!(taken, Err(ListenerRefused::NoAddressFree { port: 80 }));
    let taken = with(&listeners, Some(ListenerId(9)), |around| {
        plan_creation(ListenerId(2), http(80), around, Timestamp::UNIX_EPOCH)
    });
    assert_eq!(taken, Err(ListenerRefused::AddressTaken { address: Ipv4Addr::LOCALHOST.into(), port: 80 }));
}

#[test]
fn what_a_change_did_is_taken_back_and_what_came_later_stays() {
    let add = |listener: &Listener, number| {
        add_certificates(listener, &[], &[certificate(number)], CERTIFICATES_USUAL).expect("added")
    };
    let remove =
        |listener: &Listener, number| remove_certificates(listener, &[certificate(number)]).expect("removed");
    let change = |listener: &Listener, change| {
        with(&[], None, |around| plan_change(listener, change, around)).expect("changed")
    };
    let first = made(create(1, https(443, 5), &[]));
    let list = |listener: &Listener| listener.tls().expect("TLS").certificates.clone();

    // Nothing came later.
    let one = add(&first, 1);
    assert_eq!(undo(&first, &one, &one), Listener { revision: 3, ..first.clone() });
    // Another certificate came later, in whichever order the two are taken back.
    let two = add(&one, 2);
    assert_eq!(list(&undo(&first, &one, &two)), [certificate(2)]);
    let without_second = undo(&one, &two, &two);
    assert_eq!(list(&undo(&first, &one, &without_second)), []);
    // What a removal took away comes back once.
    let removed = remove(&two, 1);
    assert_eq!(list(&undo(&two, &removed, &removed)), [certificate(2), certificate(1)]);
    assert_eq!(list(&undo(&two, &removed, &two)), list(&two));
    // Members that were changed again keep their later value.
    let moved = change(&first, ListenerChange { port: Some(444), ..ListenerChange::default() });
    let again = change(
        &moved,
        ListenerChange {
            port: Some(445),
            certificates: Some(vec![certificate(6)]),
            ..ListenerChange::default()
        },
    );
    assert_eq!(undo(&first, &moved, &again), again);
    let back = undo(&moved, &again, &again);
    assert_eq!((back.port, back.certificates()), (444, vec![certificate(5)]));
    // A protocol comes back with all that belongs to it.
    let plain =
        change(&first, ListenerChange { protocol: Some(Protocol::Http), ..ListenerChange::default() });
    let later = change(&plain, ListenerChange { port: Some(80), ..ListenerChange::default() });
    let back = undo(&first, &plain, &later);
    assert_eq!((back.port, &back.service), (80, &first.service));
    // Attributes one by one.
    let with_attribute = |listener: &Listener, key: &str| {
        let mut attributes = listener.attributes.clone();
        attributes.insert(key.to_owned(), "x".to_owned());
        listener.with_attributes(attributes)
    };
    let set = with_attribute(&first, "a");
    let later = with_attribute(&set, "b");
    assert_eq!(undo(&first, &set, &later).attributes.keys().collect::<Vec<_>>(), ["b"]);
}

fn of_network(request: NewListener) -> Result<Creation, ListenerRefused> {
    let mut network = load_balancer();
    network.settings.kind = Kind::Network;
    let policies = policies();
    let around =
        Surroundings { load_balancer: &network, listeners: &[], neighbour: None, policies: &policies };
    plan_creation(ListenerId(1), request, &around, Timestamp::UNIX_EPOCH)
}

#[test]
fn listeners_speak_what_their_kind_of_load_balancer_speaks() {
    let forward = Forward {
        groups: vec![WeightedGroup { group: TargetGroupId(1), weight: 1 }],
        stickiness: Stickiness::default(),
    };
    let to = |forward: &Forward| vec![Action { order: None, kind: ActionKind::Forward(forward.clone()) }];
    let tcp = NewListener { protocol: Some(Protocol::Tcp), actions: to(&forward), ..http(5000) };
    for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::TcpUdp] {
        let made = made(of_network(NewListener { protocol: Some(protocol), ..tcp.clone() }));
        assert_eq!((made.protocol(), made.kind(), made.certificates()), (protocol, Kind::Network, vec![]));
        let refused = create(1, NewListener { protocol: Some(protocol), ..tcp.clone() }, &[]);
        assert_eq!(refused, Err(ListenerRefused::ProtocolOfOtherKind { protocol, kind: Kind::Application }));
    }
    let tls = NewListener {
        protocol: Some(Protocol::Tls),
        alpn: Some(AlpnPolicy::Http2Preferred),
        certificates: vec![certificate(5)],
        ..tcp.clone()
    };
    let made = made(of_network(tls.clone()));
    let spoken = made.tls().expect("TLS");
    assert_eq!((spoken.alpn, spoken.policy.as_str()), (AlpnPolicy::Http2Preferred, DEFAULT_POLICY));
    let sticky = Stickiness { enabled: true, seconds: Some(60) };
    for (request, expected) in [
        (NewListener { actions: vec![answer()], ..tcp.clone() }, ListenerRefused::NotForward),
        (
            NewListener { actions: to(&Forward { stickiness: sticky, ..forward }), ..tcp.clone() },
            ListenerRefused::GroupStickiness,
        ),
        (NewListener { alpn: Some(AlpnPolicy::None), ..tcp.clone() }, ListenerRefused::AlpnWithoutTls),
        (
            NewListener { certificates: vec![], ..tls },
            ListenerRefused::NoCertificate { protocol: Protocol::Tls },
        ),
        (
            NewListener { certificates: vec![certificate(5)], ..tcp },
            ListenerRefused::CertificateWithoutTls { protocol: Protocol::Tcp },
        ),
    ] {
        assert_eq!(of_network(request), Err(expected));
    }
}

#[test]
fn a_load_balancer_has_fifty_listeners() {
    let listeners: Vec<Listener> = (1..=50).map(listener).collect();
    assert_eq!(create(99, http(99), &listeners), Err(ListenerRefused::TooMany));
}

#[test]
fn changing_the_default_leaves_the_list_as_it_is() {
    let made = made(create(1, https(443, 5), &[]));
    let made = add_certificates(&made, std::slice::from_ref(&made), &[certificate(5)], CERTIFICATES_USUAL)
        .expect("the default too");
    let change = ListenerChange { certificates: Some(vec![certificate(6)]), ..ListenerChange::default() };
    let changed = with(std::slice::from_ref(&made), None, |around| plan_change(&made, change, around));
    let changed = changed.expect("a good change");
    let tls = changed.tls().expect("HTTPS");
    assert_eq!(tls.default_certificate, certificate(6));
    assert_eq!(tls.certificates, [certificate(5)]);
    assert_eq!(changed.revision, made.revision + 1);
}

#[test]
fn turning_https_off_takes_policy_and_certificates_away() {
    let made = made(create(1, https(443, 5), &[]));
    let change = ListenerChange { protocol: Some(Protocol::Http), ..ListenerChange::default() };
    let changed = with(std::slice::from_ref(&made), None, |around| plan_change(&made, change, around));
    assert_eq!(changed.expect("a good change").certificates(), []);

    let plain = listener(80);
    let change = ListenerChange { protocol: Some(Protocol::Https), ..ListenerChange::default() };
    let refused = with(std::slice::from_ref(&plain), None, |around| plan_change(&plain, change, around));
    assert_eq!(refused, Err(ListenerRefused::NoCertificate { protocol: Protocol::Https }));
}

#[test]
fn a_change_may_not_take_another_listeners_port() {
    let (first, second) = (listener(80), listener(81));
    let listeners = [first, second.clone()];
    let change = ListenerChange { port: Some(80), ..ListenerChange::default() };
    let refused = with(&listeners, None, |around| plan_change(&second, change, around));
    assert_eq!(refused, Err(ListenerRefused::PortTaken { port: 80 }));
    let stays = ListenerChange { port: Some(81), ..ListenerChange::default() };
    assert!(with(&listeners, Some(second.id), |around| plan_change(&second, stays, around)).is_ok());
}

#[test]
fn the_default_certificate_cannot_be_removed() {
    let made = made(create(1, https(443, 5), &[]));
    assert_eq!(remove_certificates(&made, &[certificate(5)]), Err(CertificatesRefused::Default));
    let both = add_certificates(&made, std::slice::from_ref(&made), &[certificate(5)], CERTIFICATES_USUAL)
        .expect("the default too");
    assert_eq!(both.certificates(), [certificate(5)]);
    let one = remove_certificates(&both, &[certificate(5)]).expect("its copy in the list");
    assert_eq!(one.service, made.service);
    let same = remove_certificates(&made, &[certificate(77)]).expect("one that is not there is passed over");
    assert_eq!(same, made);
}

#[test]
fn a_load_balancer_has_twenty_five_certificates_besides_the_defaults() {
    let mut first = made(create(1, https(443, 1000), &[]));
    let second = made(create(2, https(444, 1001), std::slice::from_ref(&first)));
    for number in 0..25 {
        let all = [first.clone(), second.clone()];
        first = add_certificates(&first, &all, &[certificate(number)], CERTIFICATES_USUAL).expect("25 fit");
    }
    let all = [first.clone(), second.clone()];
    assert_eq!(
        add_certificates(&first, &all, &[certificate(25)], CERTIFICATES_USUAL),
        Err(CertificatesRefused::TooMany { most: CERTIFICATES_USUAL })
    );
    assert_eq!(
        add_certificates(&second, &all, &[certificate(25)], CERTIFICATES_USUAL),
        Err(CertificatesRefused::TooMany { most: CERTIFICATES_USUAL })
    );
    // One that another listener has already, or that is there already, is no further one.
    assert!(add_certificates(&second, &all, &[certificate(3)], CERTIFICATES_USUAL).is_ok());
    assert_eq!(add_certificates(&first, &all, &[certificate(3)], CERTIFICATES_USUAL), Ok(first.clone()));
    assert_eq!(
        add_certificates(&first, &all, &[certificate(1), certificate(2)], CERTIFICATES_USUAL),
        Err(CertificatesRefused::NotOne)
    );
    let without = CertificatesRefused::WithoutTls { protocol: Protocol::Http };
    assert_eq!(add_certificates(&listener(80), &all, &[certificate(1)], CERTIFICATES_USUAL), Err(without));
}

proptest! {
    #[test]
    fn certificates_are_each_served_once_and_the_revision_only_grows(
        steps in proptest::collection::vec((0_u8..3, 0_u128..6), 0..60)
    ) {
        let mut listener = made(create(1, https(443, 0), &[]));
        for (what, number) in steps {
            let before = listener.revision;
            let id = certificate(number);
            let all = [listener.clone()];
            let changed = match what {
                0 => add_certificates(&listener, &all, &[id], CERTIFICATES_USUAL).ok(),
                1 => remove_certificates(&listener, &[id]).ok(),
                _ => {
                    let change = ListenerChange { certificates: Some(vec![id]), ..ListenerChange::default() };
                    with(&all, None, |around| plan_change(&listener, change, around)).ok()
                }
            };
            if let Some(changed) = changed {
                listener = changed;
            }
            prop_assert!(listener.revision >= before);
            let served = listener.certificates();
            let mut distinct = served.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), served.len());
            prop_assert_eq!(listener.tls().map(|tls| tls.default_certificate), served.first().copied());
        }
    }
}

#[test]
fn a_certificate_without_its_key_is_not_served() {
    let now = at("2026-11-23T10:00:00Z");
    let mut issued = requested(&["example.com"], now);
    issued.version = Some(Version {
        number: 1,
        serial: Serial::from_random([7; 16]),
        not_before: now,
        not_after: at("2027-05-01T00:00:00Z"),
        issued_at: now,
        authority: None,
        issuer: "Tegata".to_owned(),
        signature_algorithm: "SHA256WITHECDSA".to_owned(),
    });
    assert_eq!(may_serve(&issued, Kind::Application, now), Ok(()));
    let key = KeyHolder::Requester { public_key_pem: "a public key".to_owned() };
    issued.managed_mut().expect("it was requested").key = key;
    assert_eq!(may_serve(&issued, Kind::Application, now), Err(NotServable::KeyNotHeld));
}

#[test]
fn mutual_authentication_is_for_tls_with_a_policy_that_has_it() {
    use crate::load_balancing::TrustStoreId;
    let verify = MutualAuthentication::Verify {
        trust_store: TrustStoreId(1),
        ignore_expiry: false,
        advertise_names: true,
    };
    let mutual = |allowed| SecurityPolicy {
        name: DEFAULT_POLICY.to_owned(),
        protocols: vec![],
        ciphers: vec![],
        mutual_authentication: allowed,
    };
    let of = |protocol: Protocol, policy: &str, policies: &[SecurityPolicy]| {
        let certificates = if protocol.is_tls() { vec![certificate(1)] } else { vec![] };
        let policy = (!policy.is_empty()).then(|| policy.to_owned());
        let requested = RequestedTls { policy, certificates, mutual_authentication: verify, alpn: None };
        service(protocol, protocol.kind(), requested, policies)
    };
    for protocol in [Protocol::Http, Protocol::Tls] {
        let refused = ListenerRefused::MutualAuthenticationWithoutHttps { protocol };
        assert_eq!(of(protocol, "", &[]), Err(refused));
    }
    let refused = ListenerRefused::PolicyWithMutualAuthentication { policy: DEFAULT_POLICY.to_owned() };
    assert_eq!(of(Protocol::Https, DEFAULT_POLICY, &[mutual(false)]), Err(refused));
    let served = of(Protocol::Https, DEFAULT_POLICY, &[mutual(true)]).expect("served");
    assert!(matches!(served, Service::Https(tls) if tls.mutual_authentication == verify));
    let named = SecurityPolicy { name: mutual_authentication::DEFAULT_POLICY.to_owned(), ..mutual(true) };
    let served = of(Protocol::Https, "", &[named]).expect("served");
    assert!(matches!(served, Service::Https(tls) if tls.policy == mutual_authentication::DEFAULT_POLICY));
}
