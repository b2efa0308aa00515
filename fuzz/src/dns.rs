//! The name servers: queries, and values of records.

use std::sync::LazyLock;

use tegata_dns::zone::{
    Query, RecordSet, SUPPORTED_TYPES, Snapshot, Transport, Zone, answer, parse_value, truncated,
};

static ZONES: LazyLock<Snapshot> = LazyLock::new(|| {
    let mut zone = Zone::new("example.com.".parse().expect("a name"));
    for (name, sets) in [
        (
            "example.com.",
            &[
                ("SOA", &["ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 60"][..]),
                ("NS", &["ns1.example.com.", "ns2.example.com."]),
            ][..],
        ),
        ("www.example.com.", &[("A", &["192.0.2.1", "192.0.2.2"])]),
        ("alias.example.com.", &[("CNAME", &["www.example.com."])]),
        ("*.wild.example.com.", &[("TXT", &["\"wild\""])]),
        ("sub.example.com.", &[("NS", &["ns.sub.example.com."])]),
    ] {
        let sets = sets.iter().map(|(kind, values)| {
            let parsed = values.iter().map(|value| parse_value(kind, value).expect("a value"));
            let (kinds, values): (Vec<u16>, Vec<Vec<u8>>) = parsed.unzip();
            RecordSet::of_values(kinds[0], 60, values)
        });
        let sets: Vec<RecordSet> = sets.collect();
        zone.put(&name.parse().expect("a name"), &sets).expect("in the zone");
    }
    Snapshot::default().with_zone(zone)
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

/// A record's value, of each type.
pub(crate) fn value(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for kind in SUPPORTED_TYPES {
        let _ = parse_value(kind, &text);
    }
}
