//! What a zone has at its apex: the SOA and NS record sets that it is made with and must keep.

use super::{RecordKey, RecordName, RecordSet, RecordType, RecordValue};

/// TTL of a new zone's NS record set (Route 53 Developer Guide, "NS and SOA records").
const NS_TTL: u32 = 172_800;
/// TTL of a new zone's SOA record set (the same).
const SOA_TTL: u32 = 900;
/// Seconds between two looks of a secondary server, Route 53's default as the next three.
const REFRESH: u32 = 7200;
/// Seconds until a secondary server that got no answer looks again.
const RETRY: u32 = 900;
/// Seconds after which a secondary server without an answer stops serving the zone.
const EXPIRE: u32 = 1_209_600;
/// Seconds that resolvers may remember that there is no such record, at most.
const MINIMUM: u32 = 86_400;

/// What a new zone has at its apex: SOA and NS. Of several name servers the first is the zone's primary.
#[must_use]
pub fn apex_record_sets(apex: &RecordName, name_servers: &[RecordName]) -> [RecordSet; 2] {
    let primary = name_servers.first().unwrap_or(apex);
    [
        RecordSet::simple(apex.clone(), RecordType::Soa, SOA_TTL, vec![soa(primary)]),
        RecordSet::simple(
            apex.clone(),
            RecordType::Ns,
            NS_TTL,
            name_servers.iter().map(RecordValue::name).collect(),
        ),
    ]
}

/// The SOA record of a new zone (RFC 1035 §3.3.13). Name servers answer with the zone's own serial in place of this one.
fn soa(primary: &RecordName) -> RecordValue {
    let numbers = [1, REFRESH, RETRY, EXPIRE, MINIMUM];
    let mut rdata = primary.to_wire();
    rdata.extend(b"\x0ahostmaster");
    rdata.extend(primary.to_wire());
    rdata.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    let [serial, refresh, retry, expire, minimum] = numbers;
    let text = format!("{primary} hostmaster.{primary} {serial} {refresh} {retry} {expire} {minimum}");
    RecordValue { text, rdata }
}

/// Whether a record set is one that a zone must keep.
#[must_use]
pub fn is_kept(apex: &RecordName, key: &RecordKey) -> bool {
    key.name == *apex && matches!(key.record_type, RecordType::Soa | RecordType::Ns)
}
