//! Proofs looked up in a hierarchy on loopback: root, then a top-level domain, then zones.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_dns::resolver::{CaaOutcome, CnameOutcome, Mode, ProofResolver, Reach, Reserved, ResolverConfig};
use tegata_dns::server::Server;
use tegata_dns::zone::{Snapshot, Zone};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::surroundings;

const ROOT: Ipv4Addr = Ipv4Addr::new(127, 0, 1, 1);
const TOP: Ipv4Addr = Ipv4Addr::new(127, 0, 1, 2);
const ZONES: Ipv4Addr = Ipv4Addr::new(127, 0, 1, 3);

struct Hierarchy {
    port: u16,
    _stop: DropGuard,
}

fn zone(apex: &str, records: &[(&str, &str, &str)]) -> Zone {
    let soa = ["ns.test. admin.test. 1 7200 900 1209600 60".to_owned()];
    let values: Vec<Vec<String>> =
        records.iter().map(|(_, _, text)| text.split('|').map(str::to_owned).collect()).collect();
    let sets = records.iter().zip(&values).map(|((name, kind, _), values)| (*name, *kind, &values[..]));
    let all: Vec<_> = sets.chain([(apex, "SOA", &soa[..])]).collect();
    crate::zone(apex, &all)
}

impl Hierarchy {
    fn start() -> Hierarchy {
        let long: String =
            (0..60).map(|number| format!("{number} issue \"ca{number}.example.net\"|")).collect();
        let root = Snapshot::default()
            .with_zone(zone(".", &[("test.", "NS", "ns.test."), ("ns.test.", "A", "127.0.1.2")]));
        let top = Snapshot::default().with_zone(zone(
            "test.",
            &[
                ("test.", "NS", "ns.test."),
                ("ns.test.", "A", "127.0.1.2"),
                ("good.test.", "NS", "ns.good.test.|dead.good.test."),
                ("ns.good.test.", "A", "127.0.1.3"),
                ("dead.good.test.", "A", "127.0.1.99"),
                ("elsewhere.test.", "NS", "ns.good.test."),
                ("lame.test.", "NS", "ns.lame.test."),
                ("ns.lame.test.", "A", "127.0.1.3"),
                ("nowhere.test.", "NS", "ns.nothing.test."),
                ("inside.test.", "NS", "ns.inside.test."),
                ("ns.inside.test.", "A", "169.254.169.254"),
            ],
        ));
        let zones = Snapshot::default()
            .with_zone(zone(
                "good.test.",
                &[
                    ("good.test.", "NS", "ns.good.test."),
                    ("good.test.", "CAA", "0 issue \"ca.example.net\""),
                    ("ns.good.test.", "A", "127.0.1.3"),
                    ("_proof.good.test.", "CNAME", "_value.validations.test."),
                    ("_bare.good.test.", "CNAME", "value.validations.test."),
                    ("_other.good.test.", "CNAME", "_another.validations.test."),
                    ("_1.good.test.", "CNAME", "_2.good.test."),
                    ("_2.good.test.", "CNAME", "_3.good.test."),
                    ("_3.good.test.", "CNAME", "_4.good.test."),
                    ("_4.good.test.", "CNAME", "_5.good.test."),
                    ("_5.good.test.", "CNAME", "_value.validations.test."),
                    ("_0.good.test.", "CNAME", "_1.good.test."),
                    ("_loop.good.test.", "CNAME", "_loop.good.test."),
                    ("alias.good.test.", "CNAME", "caa.elsewhere.test."),
                    ("large.good.test.", "CAA", long.trim_end_matches('|')),
                ],
            ))
            .with_zone(zone(
                "elsewhere.test.",
                &[
                    ("elsewhere.test.", "NS", "ns.good.test."),
                    ("caa.elsewhere.test.", "CAA", "0 issue \"other.example.net\"|128 tbs \"unknown\""),
                    ("_proof.elsewhere.test.", "CNAME", "_value.validations.test."),
                ],
            ));
        let stop = CancellationToken::new();
        // All servers are on one port, as everywhere: a port that is free on all their addresses.
        let servers = (0..50)
            .find_map(|_| {
                let first = Server::bind((ROOT, 0).into()).ok()?;
                let port = first.address().port();
                let second = Server::bind((TOP, port).into()).ok()?;
                let third = Server::bind((ZONES, port).into()).ok()?;
                Some([(first, root.clone()), (second, top.clone()), (third, zones.clone())])
            })
            .expect("a port that is free on three addresses");
        let port = servers[0].0.address().port();
        let tasks = TaskTracker::new();
        for (server, snapshot) in servers {
            tasks.spawn(server.serve(
                Arc::new(ArcSwap::from_pointee(snapshot)),
                surroundings(),
                stop.clone(),
            ));
        }
        Hierarchy { port, _stop: stop.drop_guard() }
    }

    fn config(&self) -> ResolverConfig {
        ResolverConfig {
            mode: Mode::Roots(vec![SocketAddr::new(IpAddr::V4(ROOT), self.port)]),
            port: self.port,
            deadline: Duration::from_secs(20),
            server_timeout: Duration::from_millis(500),
            reserved_addresses: Reserved::Asked,
            hosted: Arc::new(|_| None),
            cookies: Arc::default(),
            random: crate::random(),
        }
    }
}

const VALUE: &str = "_value.validations.test.";

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_found_wrong_or_missing() {
    let hierarchy = Hierarchy::start();
    let resolver = ProofResolver::new(hierarchy.config());
    for proven in ["_proof.good.test.", "_bare.good.test", "_1.good.test.", "_proof.elsewhere.test."] {
        let proof = resolver.look_up_cname(proven, VALUE, Reach::Anywhere).await.expect("asked");
        assert_eq!(proof.outcome, CnameOutcome::Proven, "{proven}: {proof:#?}");
        assert!(
            proof.trace.iter().any(|line| line.contains("is delegated to")),
            "the way is told: {proof:#?}"
        );
    }
    for (name, told) in [
        ("_missing.good.test.", "there is no CNAME at _missing.good.test"),
        ("_other.good.test.", "but _value.validations.test was expected"),
        ("_0.good.test.", "more than 5 CNAMEs"),
        ("_loop.good.test.", "more than 5 CNAMEs"),
        ("_proof.nonexistent.test.", "there is no CNAME"),
    ] {
        let proof = resolver.look_up_cname(name, VALUE, Reach::Anywhere).await.expect("asked");
        let CnameOutcome::NotProven { why } = &proof.outcome else { panic!("{name}: {proof:#?}") };
        assert!(why.contains(told), "{name}: {why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_told_from_what_is_wrong() {
    let hierarchy = Hierarchy::start();
    let resolver = ProofResolver::new(hierarchy.config());
    for (name, told) in
        [("_proof.lame.test.", "REFUSED"), ("_proof.nowhere.test.", "none of their addresses can be used")]
    {
        let proof = resolver.look_up_cname(name, VALUE, Reach::Anywhere).await.expect("asked");
        let CnameOutcome::Unanswered { why } = &proof.outcome else { panic!("{name}: {proof:#?}") };
        assert!(why.contains(told), "{name}: {why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reserved_addresses_are_not_asked_unless_allowed() {
    let hierarchy = Hierarchy::start();
    let config = ResolverConfig { reserved_addresses: Reserved::Refused, ..hierarchy.config() };
    let proof = ProofResolver::new(config)
        .look_up_cname("_proof.inside.test.", VALUE, Reach::Anywhere)
        .await
        .expect("asked");
    assert!(matches!(proof.outcome, CnameOutcome::Unanswered { .. }));
    assert!(proof.trace.iter().any(|line| line.contains("reserved address")), "{proof:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_hosted_here_is_asked_directly() {
    let hierarchy = Hierarchy::start();
    let here = SocketAddr::new(IpAddr::V4(ZONES), hierarchy.port);
    let config = ResolverConfig {
        mode: Mode::Roots(Vec::new()),
        hosted: Arc::new(move |name| name.ends_with("good.test").then_some(here)),
        ..hierarchy.config()
    };
    let proof = ProofResolver::new(config)
        .look_up_cname("_proof.good.test.", VALUE, Reach::Anywhere)
        .await
        .expect("asked");
    assert_eq!(proof.outcome, CnameOutcome::Proven, "{proof:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_hosted_here_is_asked_as_often_as_it_takes() {
    let hierarchy = Hierarchy::start();
    let here = SocketAddr::new(IpAddr::V4(ZONES), hierarchy.port);
    let config = ResolverConfig {
        hosted: Arc::new(move |name| name.ends_with("good.test").then_some(here)),
        ..hierarchy.config()
    };
    let resolver = ProofResolver::new(config);
    // Several times as often as strangers get the same answer in a second.
    for _ in 0..600 {
        let proof =
            resolver.look_up_cname("_missing.good.test.", VALUE, Reach::Here).await.expect("it is here");
        assert!(matches!(proof.outcome, CnameOutcome::NotProven { .. }), "{proof:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn caa_is_looked_for_up_to_the_root() {
    let hierarchy = Hierarchy::start();
    let resolver = ProofResolver::new(hierarchy.config());
    for (name, found_at, count) in [
        ("good.test", Some("good.test."), 1),
        ("*.a.b.good.test", Some("good.test."), 1),
        ("alias.good.test", Some("alias.good.test."), 2),
        ("large.good.test", Some("large.good.test."), 60),
        ("elsewhere.test", None, 0),
    ] {
        let lookup = resolver.look_up_caa(name, Reach::Anywhere).await.expect("asked");
        match (&lookup.outcome, found_at) {
            (CaaOutcome::Found { at, records }, Some(wanted)) => {
                assert_eq!((at.as_str(), records.len()), (wanted, count), "{name}");
            }
            (CaaOutcome::None, None) => {}
            _ => panic!("{name}: {lookup:#?}"),
        }
    }
    let lookup = resolver.look_up_caa("www.lame.test", Reach::Anywhere).await.expect("asked");
    assert!(
        matches!(lookup.outcome, CaaOutcome::Unanswered { .. }),
        "no answer is no leave to issue: {lookup:#?}"
    );
}
