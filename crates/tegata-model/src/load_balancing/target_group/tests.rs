use proptest::prelude::*;

use super::*;

pub(crate) fn request(name: &str) -> NewTargetGroup {
    NewTargetGroup {
        name: name.to_owned(),
        protocol: Some(Protocol::Http),
        protocol_version: None,
        port: Some(8080),
        target_type: Some(TargetType::Ip),
        ip_family: None,
        vpc: Some("vpc-1".to_owned()),
        health_check: HealthCheckChange::default(),
        tags: vec![],
    }
}

pub(crate) fn plan(
    request: NewTargetGroup,
    of_that_name: Option<&TargetGroup>,
) -> Result<Creation, CreationRefused> {
    let tenant = Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    };
    plan_creation(&tenant, TargetGroupId(1), request, of_that_name, 0, Timestamp::UNIX_EPOCH)
}

pub(crate) fn made(request: NewTargetGroup) -> TargetGroup {
    match plan(request, None) {
        Ok(Creation::New(made)) => *made,
        other => panic!("expected a new target group, got {other:?}"),
    }
}

#[test]
fn a_group_has_elbs_defaults() {
    let made = made(request("web"));
    assert_eq!(made.health_check, HealthCheck::default());
    assert_eq!(made.health_check.port.to_string(), "traffic-port");
    assert_eq!(made.health_check.matcher.as_str(), "200");
    assert_eq!(made.settings.ip_family, IpFamily::Ipv4);
}

#[test]
fn the_same_wish_again_gives_the_existing_one_and_another_is_refused() {
    let first = made(request("web"));
    assert_eq!(plan(request("web"), Some(&first)), Ok(Creation::Existing(Box::new(first.clone()))));
    let other = NewTargetGroup { port: Some(8081), ..request("web") };
    assert_eq!(plan(other, Some(&first)), Err(CreationRefused::Taken));
}

#[test]
fn a_group_needs_protocol_port_and_network() {
    let without = NewTargetGroup { protocol: None, ..request("web") };
    assert_eq!(plan(without, None), Err(CreationRefused::NoProtocol));
    let without = NewTargetGroup { port: None, ..request("web") };
    assert_eq!(plan(without, None), Err(CreationRefused::NoPort));
    for vpc in [None, Some(String::new())] {
        let without = NewTargetGroup { vpc, ..request("web") };
        assert_eq!(plan(without, None), Err(CreationRefused::NoVpc));
    }
}

#[test]
fn bad_health_checks_are_refused() {
    let with = |edit: fn(&mut HealthCheckChange)| {
        let mut change = HealthCheckChange::default();
        edit(&mut change);
        HealthCheck::default().changed(Protocol::Http, &change)
    };
    assert_eq!(with(|c| c.enabled = Some(false)), Err(HealthCheckRefused::Disabled));
    assert_eq!(
        with(|c| c.timeout_seconds = Some(30)),
        Err(HealthCheckRefused::Timeout { timeout: 30, interval: 30 })
    );
    for path in ["healthz", "", "/a b", "/\r\nHost: x", "/é"] {
        let change = HealthCheckChange { path: Some(path.to_owned()), ..HealthCheckChange::default() };
        let refused = HealthCheckRefused::Path { path: path.to_owned() };
        assert_eq!(HealthCheck::default().changed(Protocol::Http, &change), Err(refused));
    }
    for port in ["0", "65536", "http", "", "+80", "-1"] {
        let change = HealthCheckChange { port: Some(port.to_owned()), ..HealthCheckChange::default() };
        let refused = HealthCheckRefused::Port { port: port.to_owned() };
        assert_eq!(HealthCheck::default().changed(Protocol::Http, &change), Err(refused));
    }
}

#[test]
fn matchers_are_lists_of_statuses_and_ranges() {
    let matcher: Matcher = "200,301-302".parse().expect("a list");
    assert_eq!(matcher.ranges(), [(200, 200), (301, 302)]);
    for wrong in ["", "199", "600", "200-", "302-301", "200,", "2xx", "+200", "200 ,201"] {
        assert!(wrong.parse::<Matcher>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn matchers_never_panic_and_have_ranges_when_taken(text in "[0-9,-]{0,20}") {
        if let Ok(matcher) = text.parse::<Matcher>() {
            prop_assert!(matcher.ranges().iter().all(|(low, high)| low <= high));
            prop_assert!(!matcher.ranges().is_empty());
        }
    }
}

#[test]
fn the_health_check_fits_the_version_of_the_protocol() {
    let of = |version| NewTargetGroup { protocol_version: Some(version), ..request("web") };
    let made = |request| match plan(request, None) {
        Ok(Creation::New(made)) => made.health_check,
        other => panic!("{other:?}"),
    };
    let check = made(of(ProtocolVersion::Grpc));
    assert_eq!(check.path, "/AWS.ALB/healthcheck");
    assert_eq!(check.grpc_matcher.as_ref().map(GrpcMatcher::as_str), Some("12"));
    let codes = |http: Option<&str>, grpc: Option<&str>| HealthCheckChange {
        matcher: http.map(str::to_owned),
        grpc_matcher: grpc.map(str::to_owned),
        ..HealthCheckChange::default()
    };
    let changed = check.changed(Protocol::Http, &codes(None, Some("0-5"))).expect("a good matcher");
    assert_eq!(changed.grpc_matcher.map(|matcher| matcher.ranges()), Some(vec![(0, 5)]));
    assert_eq!(
        check.changed(Protocol::Http, &codes(Some("200"), None)),
        Err(HealthCheckRefused::MatcherOfOtherVersion)
    );
    let refused = HealthCheckRefused::GrpcMatcher { matcher: "100".to_owned() };
    assert_eq!(check.changed(Protocol::Http, &codes(None, Some("100"))), Err(refused));
    for version in [ProtocolVersion::Http1, ProtocolVersion::Http2] {
        let check = made(of(version));
        assert_eq!((check.path.as_str(), &check.grpc_matcher), ("/", &None));
        assert_eq!(
            check.changed(Protocol::Http, &codes(None, Some("0"))),
            Err(HealthCheckRefused::MatcherOfOtherVersion)
        );
    }
}

#[test]
fn groups_of_network_load_balancers_are_checked_by_a_connection_until_configured() {
    let of = |protocol| NewTargetGroup { protocol: Some(protocol), ..request("web") };
    for protocol in [Protocol::Tcp, Protocol::Tls, Protocol::Udp, Protocol::TcpUdp] {
        let check = made(of(protocol)).health_check;
        assert_eq!((check.protocol, check.timeout_seconds), (Protocol::Tcp, 10));
        let http = HealthCheckChange { protocol: Some(Protocol::Http), ..HealthCheckChange::default() };
        let http = check.changed(protocol, &http).expect("HTTP");
        assert_eq!((http.timeout_seconds, http.matcher.as_str(), http.path.as_str()), (6, "200-399", "/"));
        for (change, what) in [
            (HealthCheckChange { path: Some("/".to_owned()), ..HealthCheckChange::default() }, "path"),
            (
                HealthCheckChange { matcher: Some("200".to_owned()), ..HealthCheckChange::default() },
                "matcher HTTP code",
            ),
        ] {
            assert_eq!(check.changed(protocol, &change), Err(HealthCheckRefused::OfHttp { what }));
        }
        let version = NewTargetGroup { protocol_version: Some(ProtocolVersion::Http1), ..of(protocol) };
        assert_eq!(plan(version, None), Err(CreationRefused::VersionWithoutHttp { protocol }));
    }
    let to_599 = HealthCheckChange { matcher: Some("200-599".to_owned()), ..HealthCheckChange::default() };
    let of_http = HealthCheck::default().changed(Protocol::Http, &to_599);
    assert_eq!(of_http, Err(HealthCheckRefused::Matcher { matcher: "200-599".to_owned() }));
}

#[test]
fn listeners_forward_to_groups_that_fit() {
    use super::super::protocol::Protocol as L;
    let all =
        [Protocol::Http, Protocol::Https, Protocol::Tcp, Protocol::Tls, Protocol::Udp, Protocol::TcpUdp];
    for (listener, fitting) in [
        (L::Http, &[Protocol::Http, Protocol::Https][..]),
        (L::Https, &[Protocol::Http, Protocol::Https]),
        (L::Tcp, &[Protocol::Tcp, Protocol::TcpUdp]),
        (L::Tls, &[Protocol::Tcp, Protocol::Tls]),
        (L::Udp, &[Protocol::Udp, Protocol::TcpUdp]),
        (L::TcpUdp, &[Protocol::TcpUdp]),
    ] {
        for protocol in all {
            assert_eq!(protocol.fits(listener), fitting.contains(&protocol), "{listener:?} {protocol:?}");
        }
    }
}
