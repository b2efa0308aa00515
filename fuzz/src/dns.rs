//! The name servers: queries, and values of records.

use std::sync::LazyLock;

use tegata_dns::zone::{
    Query, RecordSet, SUPPORTED_TYPES, Snapshot, Transport, Zone, answer, canonical_name, parse_value,
    presentation_name, truncated,
};

static ZONES: LazyLock<Snapshot> = LazyLock::new(|| {
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<String>>();
    let sets = [
        ("example.com.", "SOA", values(&["ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 60"])),
        ("example.com.", "NS", values(&["ns1.example.com.", "ns2.example.com."])),
        ("www.example.com.", "A", values(&["192.0.2.1", "192.0.2.2"])),
        ("alias.example.com.", "CNAME", values(&["www.example.com."])),
        ("*.wild.example.com.", "TXT", values(&["\"wild\""])),
        ("sub.example.com.", "NS", values(&["ns.sub.example.com."])),
    ];
    let sets = sets.iter().map(|(name, kind, values)| RecordSet { name, kind, ttl: 60, values });
    Snapshot::default().with_zone(Zone::new("example.com.", sets).expect("a zone"))
});

/// A query as it comes.
pub(crate) fn query(bytes: &[u8]) {
    let Some(query) = Query::read(bytes) else { return };
    let answered = [
        answer(&ZONES, &query, Transport::Udp, None).map(|answer| answer.bytes),
        truncated(&query, query.cookie().cloned()),
    ];
    for answered in answered.into_iter().flatten() {
        assert!(answered.len() <= 1232 && answered.len() >= 12);
        assert_eq!(answered[..2], bytes[..2], "the answer is to the query");
        assert_eq!(answered[2] & 0x80, 0x80, "the answer is one");
    }
    let _ = answer(&ZONES, &query, Transport::Tcp, None);
}

/// A record's value, of each type; and a name.
pub(crate) fn value(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for kind in SUPPORTED_TYPES {
        let _ = parse_value(kind, &text);
    }
    if let Ok(wire) = canonical_name(&text) {
        let shown = presentation_name(&wire);
        assert_eq!(canonical_name(&shown).expect("what is shown is a name"), wire);
    }
}
