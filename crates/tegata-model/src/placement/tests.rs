use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::known::{
    Known, KnownCertificate, KnownGroup, KnownListener, KnownLoadBalancer, KnownName, KnownTarget, Record,
};
use super::*;
use crate::certificate::Status;
use crate::{CertificateId, Tenant};

pub(super) fn tenant() -> Tenant {
    Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "eu-west-1".parse().expect("a region"),
    }
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time")
}

fn days(count: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * count)
}

fn socket(text: &str) -> SocketAddr {
    text.parse().expect("a socket")
}

fn certificate(names: &[&str]) -> KnownCertificate {
    KnownCertificate {
        id: CertificateId(Uuid::nil()),
        arn: "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000".to_owned(),
        source: CertificateSource::Own,
        region: "eu-west-1".to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        status: Status::Issued,
        not_before: Some(days(-10)),
        not_after: Some(days(180)),
        fingerprint: None,
    }
}

fn hop(name: &str, at: &str, protocol: Protocol) -> DeclaredHop {
    let (host, port) = at.rsplit_once(':').expect("a port");
    let certificate = match protocol {
        Protocol::Https | Protocol::Tls => Some(DeclaredCertificate::Outside { arn: None }),
        _ => None,
    };
    DeclaredHop {
        tenant: tenant(),
        name: name.to_owned(),
        kind: DeclaredKind::Instance,
        host: host.parse().expect("a host"),
        port: port.parse().expect("a port"),
        protocol,
        certificate,
        server_name: None,
        network: Network::Trusted,
        client_certificate: ClientCertificate::NotRequired,
        tls_versions: Vec::new(),
        forwards_to: Vec::new(),
        declared_at: now(),
    }
}

/// `www.example.com` → ALB → one target, with TLS at the ALB and HTTP in the clear to a declared instance: P1.
fn first_row() -> Known {
    let target = KnownTarget {
        name: "10.0.0.7".to_owned(),
        kind: HopKind::Other,
        socket: Some(socket("10.0.0.7:80")),
        port: 80,
        unhealthy: None,
    };
    let group = KnownGroup {
        name: "web".to_owned(),
        protocol: Protocol::Http,
        verifies: false,
        tls_versions: vec![TlsVersion::V1_2, TlsVersion::V1_3],
        targets: vec![target],
    };
    let listener = KnownListener {
        socket: socket("192.0.2.1:443"),
        protocol: Protocol::Https,
        policy: Some("ELBSecurityPolicy-TLS13-1-2-2021-06".to_owned()),
        tls_versions: vec![TlsVersion::V1_2, TlsVersion::V1_3],
        certificates: vec![certificate(&["www.example.com"])],
        answers: None,
        groups: vec![group],
    };
    let balancer = KnownLoadBalancer {
        kind: HopKind::ApplicationLoadBalancer,
        name: "site".to_owned(),
        dns_name: "site-1.eu-west-1.elb.tegata.test".to_owned(),
        addresses: vec!["192.0.2.1".parse().expect("an address")],
        network: Network::Untrusted,
        listeners: vec![listener],
    };
    let name = KnownName {
        zone: Some("example.com".to_owned()),
        records: vec![Record::Alias("site-1.eu-west-1.elb.tegata.test".to_owned())],
    };
    Known {
        tenant: tenant(),
        names: BTreeMap::from([("www.example.com".to_owned(), name)]),
        load_balancers: vec![balancer],
        declared: vec![hop("web-1", "10.0.0.7:80", Protocol::Http)],
        certificates: BTreeMap::new(),
    }
}

fn listener(known: &mut Known) -> &mut KnownListener {
    &mut known.load_balancers[0].listeners[0]
}

fn points_to(known: &mut Known, record: Record) {
    known.names.get_mut("www.example.com").expect("the name").records = vec![record];
}

fn address(text: &str) -> Record {
    Record::Address(text.parse::<IpAddr>().expect("an address"))
}

/// The second row: the target serves HTTPS under a certificate from outside.
fn second_row() -> Known {
    let mut known = first_row();
    listener(&mut known).groups[0].protocol = Protocol::Https;
    known.declared = vec![hop("web-1", "10.0.0.7:80", Protocol::Https)];
    known
}

fn codes(known: &Known) -> Vec<&'static str> {
    let placement = trace("www.example.com", known);
    check(&placement, &known.tenant, now()).iter().map(|finding| finding.fault.code()).collect()
}

#[test]
fn each_row_ends_tls_where_the_table_says() {
    // P1, P2, P3.
    assert_eq!(trace("www.example.com", &first_row()).tls_ends_at(), [HopKind::ApplicationLoadBalancer]);
    assert_eq!(trace("www.example.com", &second_row()).tls_ends_at(), [HopKind::Instance]);
    let mut lightsail = second_row();
    lightsail.declared[0].kind = DeclaredKind::Lightsail;
    assert_eq!(trace("www.example.com", &lightsail).tls_ends_at(), [HopKind::Lightsail]);
    // P4: a network load balancer passes TLS through.
    let mut passing = second_row();
    passing.load_balancers[0].kind = HopKind::NetworkLoadBalancer;
    let of_listener = listener(&mut passing);
    (of_listener.protocol, of_listener.certificates) = (Protocol::Tcp, Vec::new());
    of_listener.groups[0].protocol = Protocol::Tcp;
    let placement = trace("www.example.com", &passing);
    assert_eq!(
        placement.hops.iter().map(|hop| hop.tls).collect::<Vec<_>>(),
        [TlsRole::NotServed, TlsRole::PassesThrough, TlsRole::Ends]
    );
    // P11: a record that points to the instance itself.
    let mut direct = second_row();
    points_to(&mut direct, address("10.0.0.7"));
    direct.load_balancers.clear();
    assert_eq!(trace("www.example.com", &direct).tls_ends_at(), [HopKind::Instance]);
    for right in [first_row(), second_row(), lightsail, passing, direct] {
        assert_eq!(codes(&right), Vec::<&str>::new());
    }
}

#[test]
fn a_database_behind_an_instance_is_part_of_the_path() {
    let mut known = first_row();
    known.declared[0].forwards_to = vec!["db".to_owned()];
    let mut database = hop("db", "10.0.0.9:5432", Protocol::Postgresql);
    database.kind = DeclaredKind::Database;
    database.certificate = Some(DeclaredCertificate::Outside { arn: None });
    known.declared.push(database);
    let placement = trace("www.example.com", &known);
    assert_eq!(placement.tls_ends_at(), [HopKind::Database]);
    assert_eq!(placement.depth(3), 3);
    assert_eq!(placement.hops[1].tls, TlsRole::EndsAndBeginsAgain);
}

/// A name for a fault, how it is seeded into the first or the second row, and its code.
type Seeded = (fn() -> Known, fn(&mut Known), &'static [&'static str]);

#[test]
fn each_seeded_fault_is_found_and_nothing_else() {
    let seeded: &[Seeded] = &[
        (first_row, |it| it.names.clear(), &["no-record"]),
        (first_row, |it| it.load_balancers.clear(), &["alias-to-nothing"]),
        (first_row, |it| points_to(it, address("203.0.113.9")), &["record-points-elsewhere"]),
        (
            first_row,
            |it| {
                points_to(it, Record::Cname("b.example.com".to_owned()));
                let back =
                    KnownName { zone: None, records: vec![Record::Cname("www.example.com".to_owned())] };
                it.names.insert("b.example.com".to_owned(), back);
            },
            &["path-loop"],
        ),
        (first_row, |it| it.declared[0].forwards_to = vec!["db".to_owned()], &["forwards-to-nothing"]),
        (first_row, |it| it.load_balancers[0].listeners.clear(), &["no-listener"]),
        (first_row, |it| listener(it).protocol = Protocol::Http, &["no-tls-listener"]),
        (
            first_row,
            |it| {
                let mut plain = listener(it).clone();
                (plain.socket, plain.protocol) = (socket("192.0.2.1:80"), Protocol::Http);
                (plain.certificates, plain.tls_versions) = (Vec::new(), Vec::new());
                plain.groups.clear();
                plain.answers = Some(Answers::FixedResponse);
                it.load_balancers[0].listeners.insert(0, plain);
            },
            &["http-not-redirected"],
        ),
        (first_row, |it| listener(it).groups[0].targets.clear(), &["no-targets"]),
        (
            first_row,
            |it| listener(it).groups[0].targets[0].unhealthy = Some("Request timed out".to_owned()),
            &["target-unhealthy"],
        ),
        (first_row, |it| it.declared.clear(), &["undeclared-hop"]),
        (
            second_row,
            |it| {
                let arn = Some("arn:aws:acm:eu-west-1:123456789012:certificate/x".to_owned());
                it.declared[0].certificate = Some(DeclaredCertificate::Outside { arn });
            },
            &["certificate-missing"],
        ),
        (
            first_row,
            |it| listener(it).certificates[0].status = Status::PendingValidation,
            &["certificate-not-issued"],
        ),
        (first_row, |it| listener(it).certificates[0].not_after = Some(days(-1)), &["certificate-expired"]),
        (
            first_row,
            |it| listener(it).certificates[0].not_after = Some(days(2)),
            &["certificate-expires-soon"],
        ),
        (first_row, |it| listener(it).certificates[0].status = Status::Revoked, &["certificate-revoked"]),
        (
            first_row,
            |it| listener(it).certificates = vec![certificate(&["www.example.org", "*.www.example.com"])],
            &["certificate-not-for-name"],
        ),
        (
            second_row,
            |it| {
                let known = certificate(&["www.example.com"]);
                it.declared[0].certificate = Some(DeclaredCertificate::Own { arn: known.arn.clone() });
                it.certificates.insert(known.arn.clone(), known);
            },
            &["own-certificate-not-possible"],
        ),
        (
            second_row,
            |it| {
                let mut known = certificate(&["www.example.com"]);
                known.arn = known.arn.replace("eu-west-1", "ap-northeast-1");
                it.declared[0].kind = DeclaredKind::Cdn;
                it.declared[0].certificate = Some(DeclaredCertificate::Own { arn: known.arn.clone() });
                it.certificates.insert(known.arn.clone(), known);
            },
            &["certificate-of-another-region"],
        ),
        (first_row, |it| it.declared[0].network = Network::Untrusted, &["plain-text"]),
        (second_row, |it| listener(it).groups[0].protocol = Protocol::Http, &["protocol-differs"]),
        (
            second_row,
            |it| it.declared[0].tls_versions = vec![TlsVersion::V1_1],
            &["old-tls-versions", "older-tls-than-before", "no-common-tls-version"],
        ),
        (
            second_row,
            |it| {
                listener(it).tls_versions = vec![TlsVersion::V1_3];
                it.declared[0].tls_versions = vec![TlsVersion::V1_2, TlsVersion::V1_3];
            },
            &["older-tls-than-before"],
        ),
        (
            first_row,
            |it| listener(it).tls_versions = vec![TlsVersion::V1_0, TlsVersion::V1_2],
            &["old-tls-versions"],
        ),
        (
            second_row,
            |it| it.declared[0].client_certificate = ClientCertificate::Required,
            &["client-certificate-missing"],
        ),
        (second_row, |it| it.declared[0].network = Network::Untrusted, &["certificate-not-verified"]),
    ];
    let mut found = std::collections::BTreeSet::new();
    for (row, seed, expected) in seeded {
        let mut known = row();
        seed(&mut known);
        assert_eq!(codes(&known), *expected);
        found.extend(codes(&known));
    }
    assert!(found.len() >= 26, "{found:?}");
}

#[test]
fn a_network_load_balancer_passes_on_what_its_clients_speak() {
    let network = |listened: Protocol, to_targets: Protocol, target: Protocol| {
        let mut known = second_row();
        known.declared = vec![hop("web-1", "10.0.0.7:80", target)];
        known.load_balancers[0].kind = HopKind::NetworkLoadBalancer;
        let of_listener = listener(&mut known);
        of_listener.protocol = listened;
        if listened == Protocol::Tcp {
            of_listener.certificates.clear();
        }
        of_listener.groups[0].protocol = to_targets;
        (trace("www.example.com", &known).tls_ends_at(), codes(&known))
    };
    use Protocol::{Http, Https, Tcp, Tls};
    let nlb = vec![HopKind::NetworkLoadBalancer];
    assert_eq!(network(Tcp, Tcp, Https), (vec![HopKind::Instance], vec![]));
    assert_eq!(network(Tls, Tls, Https), (vec![HopKind::Instance], vec![]));
    assert_eq!(network(Tls, Tcp, Http), (nlb, vec![]));
    assert_eq!(network(Tls, Tcp, Https), (vec![HopKind::Instance], vec!["protocol-differs"]));
    assert_eq!(network(Tcp, Tcp, Http), (vec![], vec!["plain-text"]));
}

#[test]
fn a_target_group_that_verifies_certificates_may_be_on_any_network() {
    let mut known = second_row();
    known.declared[0].network = Network::Untrusted;
    listener(&mut known).groups[0].verifies = true;
    assert_eq!(codes(&known), Vec::<&str>::new());
}

#[test]
fn more_hops_than_a_picture_holds_are_left_out_and_said() {
    let mut known = first_row();
    let target = listener(&mut known).groups[0].targets[0].clone();
    listener(&mut known).groups[0].targets = vec![target; HOPS_MAX + 1];
    let placement = trace("www.example.com", &known);
    assert_eq!((placement.hops.len(), placement.is_truncated), (HOPS_MAX, true));
}

fn seen() -> SeenTls {
    SeenTls {
        version: Some(TlsVersion::V1_3),
        cipher_suite: "TLS_AES_128_GCM_SHA256".to_owned(),
        application_protocol: None,
        names: vec!["www.example.com".to_owned()],
        is_for_name: true,
        issuer: "CN=ca".to_owned(),
        not_before: days(-10),
        not_after: days(180),
        fingerprint: "aa".to_owned(),
        trusted: Trusted::ByInstance,
        key_fault: None,
        client_certificate: ClientCertificate::NotRequired,
    }
}

#[test]
fn what_is_served_is_compared_with_what_is_intended() {
    let mut known = second_row();
    listener(&mut known).certificates[0].fingerprint = Some("aa".to_owned());
    known.declared[0].network = Network::Untrusted;
    known.declared[0].tls_versions = vec![TlsVersion::V1_3];
    let placement = trace("www.example.com", &known);
    let judged = |place: usize, seen: SeenAtHop| -> Vec<&'static str> {
        judge(&placement, &[(place, seen)], now()).iter().map(|finding| finding.fault.code()).collect()
    };
    let tls = |change: fn(&mut SeenTls)| {
        let mut seen = seen();
        change(&mut seen);
        SeenAtHop::Tls(Box::new(seen))
    };
    assert_eq!(judged(1, tls(|_| {})), Vec::<&str>::new());
    assert_eq!(judged(1, tls(|it| it.fingerprint = "bb".to_owned())), ["other-certificate-served"]);
    assert_eq!(
        judged(2, tls(|it| (it.is_for_name, it.names) = (false, vec!["x.example".to_owned()]))),
        ["served-not-for-name"]
    );
    assert_eq!(judged(2, tls(|it| it.not_after = days(-1))), ["served-not-valid"]);
    assert_eq!(judged(2, tls(|it| it.not_after = days(3))), ["served-expires-soon"]);
    assert_eq!(
        judged(2, tls(|it| it.trusted = Trusted::No("self-signed".to_owned()))),
        ["served-not-trusted"]
    );
    assert_eq!(
        judged(2, tls(|it| it.client_certificate = ClientCertificate::Required)),
        ["client-certificate-asked"]
    );
    assert_eq!(judged(2, tls(|it| it.version = Some(TlsVersion::V1_2))), ["other-tls-version-served"]);
    assert_eq!(judged(2, tls(|it| it.key_fault = Some("no proof".to_owned()))), ["handshake-failed"]);
    assert_eq!(judged(2, SeenAtHop::PlainText), ["plain-text-served"]);
    assert_eq!(judged(2, SeenAtHop::Unreachable("refused".to_owned())), ["unreachable"]);
    assert_eq!(judged(2, SeenAtHop::NotPermitted("private".to_owned())), ["not-permitted"]);
    let plain = trace("www.example.com", &first_row());
    let over_tls = judge(&plain, &[(2, tls(|_| {}))], now());
    assert_eq!(over_tls, [Finding { hop: 2, fault: Fault::TlsServed }]);
    assert_eq!(judge(&plain, &[(2, SeenAtHop::PlainText)], now()), []);
}
