use super::*;

const OURS: [&str; 2] = ["ns1.example.net.", "ns2.example.net."];
const INSIDE: &str = "ns.example.com.";

fn address(last: u8) -> IpAddr {
    IpAddr::from([198, 51, 100, last])
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn desired(servers: &[&str]) -> DesiredDelegation {
    let inside = [(INSIDE.to_owned(), [address(53)].into())].into();
    DesiredDelegation {
        apex: "example.com.".to_owned(),
        servers: names(servers).into_iter().collect(),
        addresses: if servers.contains(&INSIDE) { inside } else { BTreeMap::new() },
    }
}

fn delegates(servers: &[(&str, &[u8])]) -> ParentAnswer {
    let of =
        |(name, glue): &(&str, &[u8])| ((*name).to_owned(), glue.iter().map(|last| address(*last)).collect());
    ParentAnswer::Delegates(servers.iter().map(of).collect())
}

fn authoritative(servers: &[&str]) -> ServerAnswer {
    ServerAnswer::Authoritative { servers: names(servers), is_signed: false }
}

fn server(name: &str, answers: &[(u8, ServerAnswer)]) -> NameServer {
    let answers = answers.iter().map(|(last, answer)| (address(*last), answer.clone())).collect();
    NameServer { name: name.to_owned(), answers }
}

/// A delegation as it should be, to our two servers.
fn good() -> Delegation {
    Delegation {
        way: names(&[".", "com."]),
        zone: Some("example.com.".to_owned()),
        parent: "com.".to_owned(),
        parent_answers: ["a.tld.", "b.tld."]
            .map(|server| (server.to_owned(), delegates(&[(OURS[0], &[]), (OURS[1], &[])])))
            .to_vec(),
        servers: vec![
            server(OURS[0], &[(1, authoritative(&OURS))]),
            server(OURS[1], &[(2, authoritative(&OURS))]),
        ],
        ..Delegation::default()
    }
}

fn codes(desired: Option<&DesiredDelegation>, seen: &Delegation) -> Vec<&'static str> {
    judge(desired, seen).iter().map(Finding::code).collect()
}

#[test]
fn nothing_is_found_when_the_parent_names_our_servers_and_they_answer() {
    assert_eq!(judge(Some(&desired(&OURS)), &good()), []);
    assert_eq!(judge(None, &good()), []);
    let mut without_ipv6 = good();
    without_ipv6.servers[0].answers.push((address(9), ServerAnswer::Unreachable));
    assert_eq!(judge(Some(&desired(&OURS)), &without_ipv6), []);
}

#[test]
fn each_fault_has_its_finding() {
    let foreign = "ns.registrar.example.";
    let seeded = |change: fn(&mut Delegation)| {
        let mut seen = good();
        change(&mut seen);
        seen
    };
    for (seen, expected) in [
        (seeded(|seen| seen.is_forwarded = true), &["forwarded"][..]),
        (seeded(|seen| seen.stop = Some(("com.".to_owned(), "no answer".to_owned()))), &["zone-unanswered"]),
        (
            seeded(|seen| {
                seen.parent_answers = vec![("a.tld.".to_owned(), ParentAnswer::Unusable("x".to_owned()))];
            }),
            &["zone-unanswered"],
        ),
        (
            seeded(|seen| {
                seen.parent_answers = vec![("a.tld.".to_owned(), ParentAnswer::NoName)];
                seen.servers.clear();
            }),
            &["unknown-at-parent"],
        ),
        (
            seeded(|seen| {
                seen.parent_answers = vec![("a.tld.".to_owned(), ParentAnswer::NoDelegation)];
                seen.servers.clear();
            }),
            &["not-delegated"],
        ),
        (seeded(|seen| seen.parent_answers[1].1 = ParentAnswer::NoName), &["parents-disagree"]),
        (
            seeded(|seen| {
                for (_, answer) in &mut seen.parent_answers {
                    *answer = delegates(&[(OURS[0], &[])]);
                }
            }),
            &["servers-differ"],
        ),
        (
            seeded(|seen| {
                for (_, answer) in &mut seen.parent_answers {
                    *answer = delegates(&[("ns.registrar.example.", &[])]);
                }
                seen.servers
                    .push(server("ns.registrar.example.", &[(7, authoritative(&["ns.registrar.example."]))]));
            }),
            &["servers-differ", "old-servers-answer"],
        ),
        (seeded(|seen| seen.servers[1].answers.clear()), &["server-without-address"]),
        (
            seeded(|seen| seen.servers[1].answers[0].1 = ServerAnswer::Silent("no answer".to_owned())),
            &["server-silent"],
        ),
        (
            seeded(|seen| seen.servers[1].answers[0].1 = ServerAnswer::Lame("REFUSED".to_owned())),
            &["server-lame"],
        ),
        (seeded(|seen| seen.servers[1].answers[0].1 = ServerAnswer::Private), &["private-address"]),
        (
            seeded(|seen| seen.servers[1].answers[0].1 = authoritative(&["ns.registrar.example."])),
            &["other-zone"],
        ),
        (seeded(|seen| seen.ds = names(&["1 13 2 AB"])), &["ds-without-signature"]),
    ] {
        assert_eq!(codes(Some(&desired(&OURS)), &seen), expected);
    }
    let moved = seeded(|seen| {
        for (_, answer) in &mut seen.parent_answers {
            *answer = delegates(&[(OURS[0], &[]), ("ns.registrar.example.", &[])]);
        }
    });
    let expected = Finding::ServersDiffer {
        parent: "com.".to_owned(),
        missing: [(OURS[1].to_owned(), BTreeSet::new())].into(),
        foreign: vec![foreign.to_owned()],
    };
    assert_eq!(judge(Some(&desired(&OURS)), &moved), [expected]);
}

#[test]
fn a_server_in_the_zone_needs_its_addresses_at_the_parent() {
    let with = |glue: &[u8], answers: &[(u8, ServerAnswer)]| Delegation {
        parent_answers: vec![("a.tld.".to_owned(), delegates(&[(INSIDE, glue)]))],
        servers: vec![server(INSIDE, answers)],
        ..good()
    };
    let desired = desired(&[INSIDE]);
    let answer = authoritative(&[INSIDE]);
    assert_eq!(judge(Some(&desired), &with(&[53], &[(53, answer.clone())])), []);
    assert_eq!(codes(Some(&desired), &with(&[], &[])), ["glue-missing"]);
    assert_eq!(codes(Some(&desired), &with(&[54], &[(54, answer)])), ["glue-differs"]);
    // It is not reached yet, and the parent is told its address with its name.
    let elsewhere = Delegation { servers: vec![server(INSIDE, &[])], ..good() };
    let found = judge(Some(&desired), &elsewhere);
    let [Finding::ServersDiffer { missing, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(missing[INSIDE], [address(53)].into());
}

#[test]
fn a_signed_zone_may_have_ds_records() {
    let mut seen = good();
    seen.ds = names(&["1 13 2 AB"]);
    for server in &mut seen.servers {
        server.answers[0].1 = ServerAnswer::Authoritative { servers: names(&OURS), is_signed: true };
    }
    assert_eq!(judge(Some(&desired(&OURS)), &seen), []);
}

#[test]
fn a_zone_elsewhere_is_judged_by_its_own_delegation() {
    let mut seen = good();
    seen.servers[0].answers[0].1 = ServerAnswer::Lame("REFUSED".to_owned());
    assert_eq!(codes(None, &seen), ["server-lame"]);
}
