use domain::base::iana::Rcode;
use domain::base::{Message, MessageBuilder, Name, Rtype};
use proptest::prelude::*;

use super::*;

fn snapshot() -> Snapshot {
    let values = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    let sets: Vec<(&str, &str, Vec<String>)> = [
        ("example.com", "SOA", "ns1.example.net. admin.example.net. 1 7200 900 1209600 300"),
        ("example.com", "NS", "ns1.example.net.|ns2.example.net."),
        ("example.com", "A", "192.0.2.1|192.0.2.2"),
        ("www.example.com", "CNAME", "example.com"),
        ("out.example.com", "CNAME", "elsewhere.example.net."),
        ("loop.example.com", "CNAME", "loop.example.com."),
        ("\\052.wild.example.com", "TXT", "\"a wildcard\""),
        ("deep.ent.example.com", "A", "192.0.2.3"),
        ("child.example.com", "NS", "ns.child.example.com."),
        ("ns.child.example.com", "A", "192.0.2.53"),
        ("mail.example.com", "MX", "10 mx.example.com."),
        ("caa.example.com", "CAA", "0 issue \"ca.example.net\""),
    ]
    .into_iter()
    .map(|(name, kind, text)| (name, kind, values(text)))
    .chain([("big.example.com", "TXT", (0..100).map(|n| format!("\"{n:050}\"")).collect())])
    .collect();
    let sets = sets.iter().map(|(name, kind, values)| RecordSet { name, kind, ttl: 60, values });
    Snapshot::default().with_zone(Zone::new("Example.COM.", sets).expect("a zone"))
}

fn query(name: &str, kind: Rtype) -> Vec<u8> {
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(7);
    let mut question = builder.question();
    question.push((name.parse::<Name<Vec<u8>>>().expect("a name"), kind)).expect("room");
    question.finish()
}

/// What was answered: code, whether authoritative, and the sections as text.
fn asked(name: &str, kind: Rtype) -> (Rcode, bool, String) {
    let bytes = answer(&snapshot(), &query(name, kind), Transport::Tcp).expect("an answer");
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

#[test]
fn a_loop_of_aliases_ends() {
    let (rcode, _, sections) = asked("loop.example.com.", Rtype::A);
    assert_eq!(rcode, Rcode::NOERROR);
    assert!(sections.matches("cname").count() <= 9);
}

#[test]
fn what_does_not_fit_is_cut_over_udp_and_whole_over_tcp() {
    let query = query("big.example.com.", Rtype::TXT);
    let udp = answer(&snapshot(), &query, Transport::Udp).expect("an answer");
    assert!(udp.len() <= 512);
    assert!(Message::from_octets(&udp).expect("a message").header().tc());
    let tcp = answer(&snapshot(), &query, Transport::Tcp).expect("an answer");
    assert_eq!(Message::from_octets(&tcp).expect("a message").header_counts().ancount(), 100);
}

#[test]
fn names_are_escaped_in_octal() {
    let wire = canonical_name("\\052.Example.com").expect("a name");
    assert_eq!(wire, canonical_name("*.example.com.").expect("a name"));
    assert_eq!(presentation_name(&wire), "\\052.example.com.");
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
        if let Some(bytes) = answer(&snapshot(), &bytes, Transport::Udp) {
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
        let _ = answer(&snapshot(), &bytes, Transport::Udp);
    }

    #[test]
    fn random_values_never_panic(kind in 0usize..17, value in "\\PC{0,60}") {
        let _ = parse_value(SUPPORTED_TYPES[kind], &value);
    }

    #[test]
    fn names_come_back_as_they_went(name in "([a-z0-9_*-]{1,10}\\.){1,5}") {
        if let Ok(wire) = canonical_name(&name) {
            prop_assert_eq!(canonical_name(&presentation_name(&wire)).expect("a name"), wire);
        }
    }
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
