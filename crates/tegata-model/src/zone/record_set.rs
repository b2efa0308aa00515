//! Record sets: what they are found by, and what they are answered with.

use serde::{Deserialize, Serialize};

use super::{AliasTarget, RecordName, RecordType};

/// A record set: all records of a name and type or, when it has a set identifier, a part of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSet {
    /// What it is found by.
    pub key: RecordKey,
    /// What it is answered with.
    pub data: RecordData,
}

/// What a record set is found by in its zone. The order is that of DNSSEC by name, then by type and set identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordKey {
    /// Its name.
    pub name: RecordName,
    /// Its type.
    pub record_type: RecordType,
    /// Tells it from others of its name and type, with which it shares answers by a routing policy (Route 53 Developer
    /// Guide, "Choosing a routing policy"). The only policy that is built is multivalue answer: each answer has the values
    /// of up to eight record sets. `None` for simple routing: it is the only one of its name and type.
    pub set_identifier: Option<SetIdentifier>,
}

/// What a record set is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordData {
    /// Values of its own.
    Records {
        /// Seconds that resolvers may keep them.
        ttl: u32,
        /// In the caller's order, which says nothing.
        values: Vec<RecordValue>,
    },
    /// What another name has, with that one's TTL.
    Alias(AliasTarget),
}

/// A value, parsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordValue {
    /// As the caller wrote it: clients compare what they wrote with what they read, letter by letter.
    pub text: String,
    /// As it is on the wire (RFC 1035 §3.2.1, RDATA), names in it in lower case and not compressed.
    #[serde(with = "hex")]
    pub rdata: Vec<u8>,
}

/// What tells record sets of one name and type apart: 1 to 128 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetIdentifier(String);

/// A text that is empty or has more than 128 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a set identifier has 1 to 128 characters")]
pub struct SetIdentifierLength;

impl SetIdentifier {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SetIdentifier {
    type Error = SetIdentifierLength;

    fn try_from(text: String) -> Result<SetIdentifier, SetIdentifierLength> {
        if (1..=128).contains(&text.chars().count()) {
            Ok(SetIdentifier(text))
        } else {
            Err(SetIdentifierLength)
        }
    }
}

impl RecordKey {
    /// The key of a record set that is the only one of its name and type.
    #[must_use]
    pub fn simple(name: RecordName, record_type: RecordType) -> RecordKey {
        RecordKey { name, record_type, set_identifier: None }
    }
}

impl RecordSet {
    /// A record set with values that is the only one of its name and type.
    #[must_use]
    pub fn simple(
        name: RecordName,
        record_type: RecordType,
        ttl: u32,
        values: Vec<RecordValue>,
    ) -> RecordSet {
        RecordSet { key: RecordKey::simple(name, record_type), data: RecordData::Records { ttl, values } }
    }

    /// Its own values; an alias has none.
    #[must_use]
    pub fn values(&self) -> &[RecordValue] {
        match &self.data {
            RecordData::Records { values, .. } => values,
            RecordData::Alias(_) => &[],
        }
    }

    /// Whether another record set of its key is answered alike: the order of values does not count.
    #[must_use]
    pub fn is_same_as(&self, other: &RecordSet) -> bool {
        let sorted = |values: &[RecordValue]| {
            let mut texts: Vec<String> = values.iter().map(|value| value.text.clone()).collect();
            texts.sort();
            texts
        };
        self.key == other.key
            && match (&self.data, &other.data) {
                (RecordData::Alias(own), RecordData::Alias(others)) => own == others,
                (
                    RecordData::Records { ttl: own, values },
                    RecordData::Records { ttl: others, values: other_values },
                ) => own == others && sorted(values) == sorted(other_values),
                (RecordData::Alias(_), RecordData::Records { .. })
                | (RecordData::Records { .. }, RecordData::Alias(_)) => false,
            }
    }
}

impl RecordValue {
    /// The value of a record that has a name and nothing else, as CNAME and NS do.
    #[must_use]
    pub fn name(name: &RecordName) -> RecordValue {
        RecordValue { text: name.to_string(), rdata: name.to_wire() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HostedZoneId;

    #[test]
    fn what_is_stored_is_read_again() {
        let value = RecordValue { text: "192.0.2.1".to_owned(), rdata: vec![192, 0, 2, 1] };
        let data = RecordData::Records { ttl: 60, values: vec![value] };
        let stored = serde_json::to_string(&data).expect("text");
        assert_eq!(stored, r#"{"records":{"ttl":60,"values":[{"text":"192.0.2.1","rdata":"c0000201"}]}}"#);
        assert_eq!(serde_json::from_str::<RecordData>(&stored).expect("data"), data);
        let data = RecordData::Alias(AliasTarget {
            hosted_zone: HostedZoneId("Z1".to_owned()),
            name: "*.example.com".parse().expect("a name"),
            evaluate_target_health: true,
        });
        let stored = serde_json::to_string(&data).expect("text");
        assert_eq!(
            stored,
            r#"{"alias":{"hosted_zone":"Z1","name":"\\052.example.com.","evaluate_target_health":true}}"#
        );
        assert_eq!(serde_json::from_str::<RecordData>(&stored).expect("data"), data);
    }

    #[test]
    fn a_set_identifier_has_1_to_128_characters() {
        for (text, is_one) in
            [("", false), ("a", true), (&"\u{e4}".repeat(128), true), (&"a".repeat(129), false)]
        {
            assert_eq!(SetIdentifier::try_from(text.to_owned()).is_ok(), is_one);
        }
    }
}
