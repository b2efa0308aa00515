use domain::base::iana::{Class, OptRcode, Rcode};
use domain::base::{Message, MessageBuilder, Name, Rtype};
use proptest::prelude::*;

use std::collections::BTreeMap;

use tegata_names::RecordName;

use super::*;

/// A zone of record sets: name, type, TTL, and values as text.
pub(crate) fn zone<'a>(
    apex: &str,
    record_sets: impl IntoIterator<Item = (&'a str, &'a str, u32, Vec<String>)>,
) -> Zone {
    let mut zone = Zone::new(apex.parse().expect("a name"));
    let mut names = BTreeMap::<RecordName, Vec<RecordSet>>::new();
    for (name, kind, ttl, values) in record_sets {
        let parsed = values.iter().map(|value| parse_value(kind, value).expect(value));
        let (kinds, values): (Vec<u16>, Vec<Vec<u8>>) = parsed.unzip();
        let at_name = names.entry(name.parse().expect("a name")).or_default();
        at_name.push(RecordSet::of_values(kinds[0], ttl, values));
    }
    for (name, record_sets) in names {
        zone.put(&name, &record_sets).expect("in the zone");
    }
    zone
}

fn snapshot() -> Snapshot {
    let values = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    let sets = [
        ("example.com", "SOA", "ns1.example.net. admin.example.net. 1 7200 900 1209600 300"),
        ("example.com", "NS", "ns1.example.net.|ns2.example.net."),
        ("example.com", "A", "192.0.2.1|192.0.2.2"),
        ("www.example.com", "CNAME", "example.com"),
        ("out.example.com", "CNAME", "elsewhere.example.net."),
        ("loop.example.com", "CNAME", "loop.example.com."),
        ("ring1.example.com", "CNAME", "ring2.example.com."),
        ("ring2.example.com", "CNAME", "RING3.example.com."),
        ("ring3.example.com", "CNAME", "ring1.example.com."),
        ("into.example.com", "CNAME", "loop.example.com."),
        ("\\052.below.example.com", "CNAME", "x.below.example.com."),
        ("same.example.com", "TXT", "\"a\"|\"\\141\""),
        ("many.example.com", "MX", "10 mx.example.com."),
        ("many.example.com", "A", "192.0.2.1|192.0.2.2|192.0.2.3"),
        ("many.example.com", "TXT", "\"a longer text than an address\""),
        ("\\052.wild.example.com", "TXT", "\"a wildcard\""),
        ("deep.ent.example.com", "A", "192.0.2.3"),
        ("child.example.com", "NS", "ns.child.example.com."),
        ("ns.child.example.com", "A", "192.0.2.53"),
        ("mail.example.com", "MX", "10 mx.example.com."),
        ("caa.example.com", "CAA", "0 issue \"ca.example.net\""),
    ]
    .into_iter()
    .map(|(name, kind, text)| (name, kind, 60, values(text)))
    .chain([("big.example.com", "TXT", 60, (0..100).map(|n| format!("\"{n:050}\"")).collect())]);
    Snapshot::default().with_zone(zone("Example.COM.", sets))
}

fn query(name: &str, kind: Rtype) -> Vec<u8> {
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(7);
    let mut question = builder.question();
    question.push((name.parse::<Name<Vec<u8>>>().expect("a name"), kind)).expect("room");
    question.finish()
}

/// The answer to the bytes of a query.
fn answered(query: &[u8], transport: Transport) -> Option<Vec<u8>> {
    answer(&snapshot(), &Query::read(query)?, transport, None).map(|answer| answer.bytes)
}

/// A query with an OPT record that the caller fills.
fn query_with_opt(name: &str, payload: u16, dnssec_ok: bool, version: u8) -> Vec<u8> {
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(7);
    let mut question = builder.question();
    question.push((name.parse::<Name<Vec<u8>>>().expect("a name"), Rtype::TXT)).expect("room");
    let mut additional = question.additional();
    additional
        .opt(|opt| {
            opt.set_udp_payload_size(payload);
            opt.set_dnssec_ok(dnssec_ok);
            opt.set_version(version);
            Ok(())
        })
        .expect("room");
    additional.finish()
}

/// What was answered: code, whether authoritative, and the sections as text.
fn asked(name: &str, kind: Rtype) -> (Rcode, bool, String) {
    let bytes = answered(&query(name, kind), Transport::Tcp).expect("an answer");
    let message = Message::from_octets(bytes).expect("a message");
    let mut text = Vec::new();
    for item in &message {
        let (record, section) = item.expect("a record");
        text.push(format!("{section:?} {} {}", record.owner(), record.rtype()).to_lowercase());
    }
    (message.header().rcode(), message.header().aa(), text.join("; "))
}

#[test]
fn names_are_answered_with_what_stands_there() {
    for (name, kind, rcode, authoritative, sections) in [
        ("example.com.", Rtype::A, Rcode::NOERROR, true, "answer example.com a; answer example.com a"),
        (
            "www.example.com.",
            Rtype::A,
            Rcode::NOERROR,
            true,
            "answer www.example.com cname; answer example.com a; answer example.com a",
        ),
        ("www.example.com.", Rtype::CNAME, Rcode::NOERROR, true, "answer www.example.com cname"),
        ("out.example.com.", Rtype::A, Rcode::NOERROR, true, "answer out.example.com cname"),
        ("example.com.", Rtype::AAAA, Rcode::NOERROR, true, "authority example.com soa"),
        ("none.example.com.", Rtype::A, Rcode::NXDOMAIN, true, "authority example.com soa"),
        ("ent.example.com.", Rtype::A, Rcode::NOERROR, true, "authority example.com soa"),
        ("x.ent.example.com.", Rtype::A, Rcode::NXDOMAIN, true, "authority example.com soa"),
        ("a.wild.example.com.", Rtype::TXT, Rcode::NOERROR, true, "answer a.wild.example.com txt"),
        ("a.b.wild.example.com.", Rtype::TXT, Rcode::NOERROR, true, "answer a.b.wild.example.com txt"),
        ("a.wild.example.com.", Rtype::A, Rcode::NOERROR, true, "authority example.com soa"),
        (
            "x.child.example.com.",
            Rtype::A,
            Rcode::NOERROR,
            false,
            "authority child.example.com ns; additional ns.child.example.com a",
        ),
        ("child.example.com.", Rtype::DS, Rcode::NOERROR, true, "authority example.com soa"),
        ("example.org.", Rtype::A, Rcode::REFUSED, false, ""),
    ] {
        assert_eq!(asked(name, kind), (rcode, authoritative, sections.to_owned()), "{name} {kind}");
    }
}

/// `example.com` with aliases, and the service zone below it.
fn with_aliases() -> Snapshot {
    let values = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    let name = |text: &str| text.parse::<RecordName>().expect("a name");
    let (a, aaaa, cname, mx) = (1, 28, 5, 15);
    let soa = "ns1.example.net. admin.example.net. 1 7200 900 1209600 300";
    let mut zone = zone(
        "example.com",
        [
            ("example.com", "SOA", 900, values(soa)),
            ("a.example.com", "A", 300, values("192.0.2.1|192.0.2.2")),
            ("c.example.com", "CNAME", 300, values("a.example.com.")),
            ("m.example.com", "MX", 20, values("10 mx.example.net.")),
            ("glue.example.com", "NS", 300, values("ns.glue.example.com.")),
        ],
    );
    let mut alias = |at: &str, kinds: &[(u16, &str)]| {
        let alias = |(kind, to): &(u16, &str)| RecordSet { kind: *kind, content: Content::Alias(name(to)) };
        let sets: Vec<RecordSet> = kinds.iter().map(alias).collect();
        zone.put(&name(at), &sets).expect("in the zone");
    };
    alias("web.example.com", &[(a, "web.elb.example.com"), (aaaa, "web.elb.example.com")]);
    alias("\\052.w.example.com", &[(a, "web.example.com")]);
    alias("same.example.com", &[(a, "a.example.com"), (aaaa, "a.example.com"), (mx, "m.example.com")]);
    alias("alias-of-cname.example.com", &[(cname, "c.example.com")]);
    alias("gone.example.com", &[(a, "gone.elb.example.com")]);
    alias("ring1.example.com", &[(a, "ring2.example.com")]);
    alias("ring2.example.com", &[(a, "ring1.example.com")]);
    alias("ns.glue.example.com", &[(a, "a.example.com")]);
    let soa = RecordSet::of_values(6, 900, vec![parse_value("SOA", soa).expect("a value").1]);
    zone.put(
        &name("example.com"),
        &[soa, RecordSet { kind: a, content: Content::Alias(name("web.example.com")) }],
    )
    .expect("in the zone");
    let mut snapshot = Snapshot::default().with_zone(zone);
    snapshot.put_service_zone(self::zone(
        "elb.example.com",
        [
            (
                "elb.example.com",
                "SOA",
                60,
                values("ns1.example.net. admin.example.net. 1 7200 900 1209600 60"),
            ),
            ("web.elb.example.com", "A", 60, values("192.0.2.80")),
        ],
    ));
    snapshot
}

/// Code and answers of a query, one on each line: name, TTL and value.
fn answers_of(snapshot: &Snapshot, name: &str, kind: Rtype) -> (Rcode, String) {
    let query = query(name, kind);
    let answer =
        answer(snapshot, &Query::read(&query).expect("a query"), Transport::Udp, None).expect("an answer");
    let answer = Message::from_octets(answer.bytes).expect("a message");
    let records = answer.answer().expect("answers").limit_to::<domain::rdata::AllRecordData<_, _>>();
    let lines = records.map(|record| {
        let record = record.expect("a record");
        format!("{} {} {} {}", record.owner(), record.ttl().as_secs(), record.rtype(), record.data())
    });
    (answer.header().rcode(), lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn an_alias_is_answered_with_what_its_target_has() {
    let snapshot = with_aliases();
    for (name, kind, expected) in [
        ("example.com", Rtype::A, "example.com 60 A 192.0.2.80"),
        ("web.example.com", Rtype::A, "web.example.com 60 A 192.0.2.80"),
        ("web.example.com", Rtype::AAAA, ""),
        ("web.example.com", Rtype::ANY, "web.example.com 60 A 192.0.2.80"),
        ("x.w.example.com", Rtype::A, "x.w.example.com 60 A 192.0.2.80"),
        ("same.example.com", Rtype::A, "same.example.com 300 A 192.0.2.1\nsame.example.com 300 A 192.0.2.2"),
        ("same.example.com", Rtype::AAAA, ""),
        ("same.example.com", Rtype::MX, "same.example.com 20 MX 10 mx.example.net."),
        (
            "alias-of-cname.example.com",
            Rtype::A,
            "alias-of-cname.example.com 300 CNAME a.example.com.\na.example.com 300 A 192.0.2.1\n\
             a.example.com 300 A 192.0.2.2",
        ),
        ("gone.example.com", Rtype::A, ""),
        ("ring1.example.com", Rtype::A, ""),
        ("web.elb.example.com", Rtype::A, "web.elb.example.com 60 A 192.0.2.80"),
    ] {
        let expected = (Rcode::NOERROR, expected.to_owned());
        assert_eq!(answers_of(&snapshot, name, kind), expected, "{name} {kind}");
    }
    assert_eq!(answers_of(&snapshot, "other.elb.example.com", Rtype::A).0, Rcode::NXDOMAIN);
    assert!(snapshot.serves("x.elb.example.com") && !snapshot.serves("elb.example.net"));
}

#[test]
fn a_referral_has_the_addresses_of_servers_that_are_aliases() {
    let query = query("x.glue.example.com", Rtype::A);
    let snapshot = with_aliases();
    let answer =
        answer(&snapshot, &Query::read(&query).expect("a query"), Transport::Udp, None).expect("an answer");
    let answer = Message::from_octets(answer.bytes).expect("a message");
    assert_eq!(answer.header_counts().arcount(), 2);
}

#[test]
fn a_loop_of_aliases_ends_before_a_record_comes_again() {
    for (name, chain) in [
        ("loop.example.com.", vec!["loop"]),
        ("ring1.example.com.", vec!["ring1", "ring2", "ring3"]),
        ("into.example.com.", vec!["into", "loop"]),
        ("q.below.example.com.", vec!["q.below", "x.below"]),
    ] {
        let (rcode, _, sections) = asked(name, Rtype::A);
        let expected: Vec<String> =
            chain.iter().map(|owner| format!("answer {owner}.example.com cname")).collect();
        assert_eq!((rcode, sections), (Rcode::NOERROR, expected.join("; ")), "{name}");
    }
}

#[test]
fn a_record_stands_once_in_its_set() {
    assert_eq!(asked("same.example.com.", Rtype::TXT).2, "answer same.example.com txt");
    let set = |value: &str, ttl| ("a.test", "A", ttl, vec![value.to_owned()]);
    let sets = [set("192.0.2.1", 60), set("192.0.2.2", 30), set("192.0.2.1", 90)];
    let zones = Snapshot::default().with_zone(zone("test", sets));
    let query = query("a.test.", Rtype::A);
    let query = Query::read(&query).expect("a query");
    let answer = answer(&zones, &query, Transport::Udp, None).expect("an answer");
    let message = Message::from_octets(answer.bytes).expect("a message");
    let ttls: Vec<u32> = message
        .answer()
        .expect("a section")
        .map(|record| record.expect("a record").ttl().as_secs())
        .collect();
    assert_eq!(ttls, [30, 30], "one set has one TTL");
}

#[test]
fn any_is_answered_with_the_smallest_record_set() {
    assert_eq!(
        asked("many.example.com.", Rtype::ANY).2,
        "answer many.example.com a; answer many.example.com a; answer many.example.com a"
    );
}

#[test]
fn do_is_copied_and_other_flags_are_not() {
    for name in
        ["big.example.com.", "none.example.com.", "mail.example.com.", "x.child.example.com.", "x.test."]
    {
        for dnssec_ok in [true, false] {
            for transport in [Transport::Udp, Transport::Tcp] {
                let bytes =
                    answered(&query_with_opt(name, 1232, dnssec_ok, 0), transport).expect("an answer");
                let message = Message::from_octets(bytes).expect("a message");
                let opt = message.opt().expect("an OPT record");
                assert_eq!(opt.dnssec_ok(), dnssec_ok, "{name} {transport:?}");
                assert_eq!(opt.version(), 0);
            }
        }
    }
}

#[test]
fn datagrams_are_as_large_as_the_client_takes_and_1232_at_most() {
    for (payload, limit) in [(0, 512), (512, 512), (900, 900), (1232, 1232), (4096, 1232), (65535, 1232)] {
        let bytes = answered(&query_with_opt("big.example.com.", payload, false, 0), Transport::Udp);
        let bytes = bytes.expect("an answer");
        assert!(bytes.len() <= limit, "{payload}: {}", bytes.len());
        let message = Message::from_octets(bytes).expect("a message");
        assert!(message.header().tc() && message.opt().is_some(), "{payload}");
    }
}

#[test]
fn malformed_queries_are_told_so() {
    let good = query("www.example.com.", Rtype::A);
    let opt = [0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0];
    let with = |additional: u16, more: &[u8]| {
        let mut bytes = [&good[..], more].concat();
        bytes[10..12].copy_from_slice(&additional.to_be_bytes());
        bytes
    };
    let counted = |place: usize, count: u16| {
        let mut bytes = good.clone();
        bytes[place..place + 2].copy_from_slice(&count.to_be_bytes());
        bytes
    };
    let mut long_option = opt;
    long_option[10] = 100;
    let mut owned = vec![1, b'x'];
    owned.extend_from_slice(&opt);
    let short_cookie = [&opt[..10], &[7, 0, 10, 0, 3, 1, 2, 3]].concat();
    let mut in_answer = with(0, &opt);
    in_answer[7] = 1;
    for (what, bytes) in [
        ("two OPT records", with(2, &[opt, opt].concat())),
        ("65535 records promised", with(65535, &[])),
        ("an OPT record that is cut", with(1, &long_option)),
        ("an OPT record of a name", with(1, &owned)),
        ("an OPT record among the answers", in_answer),
        ("a cookie of three octets", with(1, &short_cookie)),
        ("no question", counted(4, 0)),
        ("two questions promised", counted(4, 2)),
        ("an answer promised", counted(6, 1)),
        ("a question that is cut", good[..good.len() - 3].to_vec()),
        ("a header alone", good[..12].to_vec()),
    ] {
        let answer = answered(&bytes, Transport::Udp).expect(what);
        let message = Message::from_octets(answer).expect("a message");
        assert_eq!(message.header().rcode(), Rcode::FORMERR, "{what}");
        assert_eq!((message.header().id(), message.header().qr()), (7, true), "{what}");
        assert_eq!(message.header_counts().ancount(), 0, "{what}");
    }
    assert!(answered(&good[..11], Transport::Udp).is_none(), "less than a header");
    let mut reply = good.clone();
    reply[2] |= 0x80;
    assert!(answered(&reply, Transport::Udp).is_none(), "an answer");
    let version = answered(&query_with_opt("www.example.com.", 1232, true, 1), Transport::Udp);
    let version = Message::from_octets(version.expect("an answer")).expect("a message");
    assert_eq!(version.opt_rcode(), OptRcode::BADVERS);
    assert_eq!(version.sole_question().expect("the question").qclass(), Class::IN);
}

#[test]
fn answers_that_say_the_same_have_one_subject() {
    let of = |name: &str, kind| {
        let query = query(name, kind);
        let query = Query::read(&query).expect("a query");
        let answer = answer(&snapshot(), &query, Transport::Udp, None).expect("an answer");
        (answer.kind, answer.subject)
    };
    for (one, other, kind, same) in [
        ("a.wild.example.com.", "b.wild.example.com.", Rtype::TXT, true),
        ("a.example.com.", "b.c.example.com.", Rtype::A, true),
        ("mail.example.com.", "big.example.com.", Rtype::A, true),
        ("a.child.example.com.", "b.child.example.com.", Rtype::A, true),
        ("a.test.", "b.test.", Rtype::A, true),
        ("same.example.com.", "big.example.com.", Rtype::TXT, false),
        ("a.example.com.", "mail.example.com.", Rtype::A, false),
    ] {
        assert_eq!(of(one, kind) == of(other, kind), same, "{one} and {other}");
    }
}

#[test]
fn what_does_not_fit_is_cut_over_udp_and_whole_over_tcp() {
    let query = query("big.example.com.", Rtype::TXT);
    let udp = answered(&query, Transport::Udp).expect("an answer");
    assert!(udp.len() <= 512);
    assert!(Message::from_octets(&udp).expect("a message").header().tc());
    let tcp = answered(&query, Transport::Tcp).expect("an answer");
    assert_eq!(Message::from_octets(&tcp).expect("a message").header_counts().ancount(), 100);
}

#[test]
fn bad_values_are_refused() {
    for (kind, value) in [
        ("A", "1.2.3"),
        ("A", "1.2.3.4 5.6.7.8"),
        ("AAAA", "1.2.3.4"),
        ("MX", "mail"),
        ("TXT", ""),
        ("CNAME", "a b"),
        ("A", "1.2.3.4\nwww 60 IN A 5.6.7.8"),
        ("CAA", "issue"),
        ("WKS", "x"),
        ("TXT", "\"open"),
    ] {
        assert!(parse_value(kind, value).is_err(), "{kind} {value}");
    }
    for (kind, value) in [
        ("TXT", "\"a b\" \"c\""),
        ("SRV", "1 2 3 host.example.com"),
        ("CAA", "128 issuewild \";\""),
        ("NAPTR", "10 100 \"U\" \"SIP+D2U\" \"\" _sip._udp.example.com."),
        ("SPF", "\"v=spf1 -all\""),
        ("DS", "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118"),
        ("HTTPS", "1 . alpn=\"h2\""),
        ("TLSA", "3 1 1 2bb183af5f22588179a53b0a98631fad1a2921182bb183af5f22588179a53b0a"),
        ("SSHFP", "2 1 123456789abcdef67890123456789abcdef67890"),
    ] {
        assert_eq!(parse_value(kind, value).err(), None, "{kind} {value}");
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic_and_what_is_answered_parses(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Some(bytes) = answered(&bytes, Transport::Udp) {
            prop_assert!(Message::from_octets(bytes).is_ok());
        }
    }

    #[test]
    fn a_changed_query_never_panics(place in 0usize..60, byte in any::<u8>(), cut in 0usize..60) {
        let mut bytes = query("a.b.wild.example.com.", Rtype::TXT);
        if let Some(at) = bytes.get_mut(place) {
            *at = byte;
        }
        bytes.truncate(bytes.len().max(cut) - cut.min(bytes.len()));
        let _ = answered(&bytes, Transport::Udp);
    }

    #[test]
    fn what_is_accepted_can_be_served_and_read(kind in 0usize..17, value in "(\\PC{0,60}|[a-z0-9. @\\\\\"*:=,-]{1,40})") {
        let kind = SUPPORTED_TYPES[kind];
        let values = [value];
        if let Ok((number, _)) = parse_value(kind, &values[0]) {
            let zone = zone("example.com", [("x.example.com", kind, 60, values.to_vec())]);
            let query = query("x.example.com.", Rtype::from_int(number));
            let query = Query::read(&query).expect("a query");
            let zones = Snapshot::default().with_zone(zone);
            let answer = answer(&zones, &query, Transport::Tcp, None).expect("an answer");
            let message = Message::from_octets(answer.bytes).expect("a message");
            for item in &message {
                let (record, _) = item.expect("a record");
                let read = record.into_any_record::<domain::rdata::AllRecordData<_, _>>();
                prop_assert!(read.is_ok(), "{kind} {}", values[0]);
            }
        }
    }
}

#[test]
fn what_is_wrong_with_a_value_is_said_in_route_53s_words() {
    let long = "x".repeat(256);
    for (kind, value, problem, encountered) in [
        ("CNAME", "a..b", "DomainLabelEmpty (Domain label is empty)", "a..b"),
        ("CNAME", "a..", "DomainLabelEmpty (Domain label is empty)", "a.."),
        ("NS", ".a", "DomainLabelEmpty (Domain label is empty)", ".a"),
        ("PTR", "a..b.", "DomainLabelEmpty (Domain label is empty)", "a..b."),
        ("MX", "10 mx..example.", "DomainLabelEmpty (Domain label is empty)", "mx..example."),
        ("SRV", "1 1 1 a..b.", "DomainLabelEmpty (Domain label is empty)", "a..b."),
        ("HTTPS", "1 a..b.", "DomainLabelEmpty (Domain label is empty)", "a..b."),
        ("NAPTR", "1 1 \"\" \"\" \"\" a..b.", "DomainLabelEmpty (Domain label is empty)", "a..b."),
        ("SOA", "a. b..c. 1 2 3 4 5", "DomainLabelEmpty (Domain label is empty)", "b..c."),
        ("CNAME", "@", "UnsupportedCharacter (Value contains unsupported characters)", "@"),
        ("CNAME", "\u{e4}.example", "UnsupportedCharacter (Value contains unsupported characters)", "\u{e4}"),
        ("A", "1.2.3", "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)", "1.2.3"),
        ("AAAA", "1.2.3.4", "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)", "1.2.3.4"),
        (
            "TXT",
            "v=spf1 -all",
            "InvalidCharacterString (Value should be enclosed in quotation marks)",
            "v=spf1 -all",
        ),
        ("SPF", "\"a\" b", "InvalidCharacterString (Value should be enclosed in quotation marks)", "\"a\" b"),
        ("TXT", "\"open", "InvalidCharacterString (Value should be enclosed in quotation marks)", "\"open"),
        (
            "TXT",
            &format!("\"a\" \"{long}\""),
            "CharacterStringTooLong (Value is too long)",
            &format!("\"{long}\""),
        ),
    ] {
        let refused = parse_value(kind, value).expect_err(value).to_string();
        assert_eq!(refused, format!("FATAL problem: {problem} encountered with '{encountered}'"), "{kind}");
    }
    let label = "x".repeat(64);
    let refused = parse_value("PTR", &format!("{label}.example.")).expect_err("refused").to_string();
    assert!(refused.contains("DomainLabelTooLong") && refused.ends_with(&format!("'{label}'")), "{refused}");
}

#[test]
fn record_sets_of_one_name_and_type_are_one_answer_of_up_to_eight() {
    let sets: Vec<(u32, Vec<String>)> = (0..10).map(|n| (60 - n, vec![format!("192.0.2.{n}")])).collect();
    let served = |count: usize| {
        let sets = sets[..count].iter().map(|(ttl, values)| ("m.example.com", "A", *ttl, values.clone()));
        Snapshot::default().with_zone(zone("example.com", sets))
    };
    let ask = |snapshot: &Snapshot, id: u16| {
        let mut query = query("m.example.com.", Rtype::A);
        query[..2].copy_from_slice(&id.to_be_bytes());
        let query = Query::read(&query).expect("a query");
        let answer = answer(snapshot, &query, Transport::Udp, None).expect("an answer");
        let message = Message::from_octets(answer.bytes).expect("a message");
        let records: Vec<String> = (&message)
            .into_iter()
            .map(|item| item.expect("a record").0)
            .map(|record| record.into_any_record::<domain::rdata::AllRecordData<_, _>>().expect("it is read"))
            .map(|record| format!("{} {}", record.ttl().as_secs(), record.data()))
            .collect();
        records
    };
    let few = served(3);
    assert_eq!(ask(&few, 0).len(), 3);
    assert!(ask(&few, 0).iter().all(|record| record.starts_with("58 ")), "one TTL, the shortest");
    assert_eq!(ask(&few, 0), ask(&few, 9));
    let many = served(10);
    assert_eq!(ask(&many, 0).len(), 8);
    let seen: std::collections::BTreeSet<String> = (0..10).flat_map(|id| ask(&many, id)).collect();
    assert_eq!(seen.len(), 10, "each is answered by and by");
}

#[test]
fn escapes_in_values_are_octal_and_zone_file_syntax_is_refused() {
    let (_, data) = parse_value("TXT", "\"\\101\\\\b\"").expect("a value");
    assert_eq!(data, b"\x03A\\b");
    for wrong in ["\"\\400\"", "a ; b", "( a", "a )", "\"a", "a\\"] {
        assert!(parse_value("TXT", wrong).is_err(), "{wrong}");
    }
    assert!(parse_value("CAA", "0 issue \"ca.example.net; account=(1)\"").is_ok());
}
