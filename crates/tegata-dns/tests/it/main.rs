//! The server, asked by dig.

mod dig;
mod hostile;
mod proofs;

use std::collections::BTreeMap;
use std::sync::Arc;

use tegata_dns::resolver::Random;
use tegata_dns::server::Surroundings;
use tegata_dns::zone::{RecordSet, Zone, parse_value};
use tegata_names::RecordName;

/// A zone of record sets: name, type, and values as text.
fn zone(apex: &str, record_sets: &[(&str, &str, &[String])]) -> Zone {
    let name = |text: &str| match text {
        "." => RecordName::root(),
        text => text.parse().expect("a name"),
    };
    let mut zone = Zone::new(name(apex));
    let mut names = BTreeMap::<RecordName, Vec<RecordSet>>::new();
    for (owner, kind, values) in record_sets {
        let parsed = values.iter().map(|value| parse_value(kind, value).expect(value));
        let (kinds, values): (Vec<u16>, Vec<Vec<u8>>) = parsed.unzip();
        names.entry(name(owner)).or_default().push(RecordSet::of_values(kinds[0], 60, values));
    }
    for (name, record_sets) in names {
        zone.put(&name, &record_sets).expect("in the zone");
    }
    zone
}

/// Random bytes, which Tegata itself gives from outside of this crate.
#[expect(clippy::disallowed_methods, reason = "tests are surroundings of their own")]
fn random() -> Random {
    Arc::new(|bytes| aws_lc_rs::rand::fill(bytes).expect("randomness"))
}

/// What servers of tests take from their surroundings.
fn surroundings() -> Surroundings {
    Surroundings {
        random: random(),
        now: Arc::new(|| "2026-11-23T00:00:00Z".parse().expect("a time")),
        metrics: tegata_dns::server::QueryMetrics::default(),
    }
}
