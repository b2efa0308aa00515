//! Route 53's sentences for what is wrong with names and change batches. Clients look for parts of them, such as
//! `but it was not found`.

use tegata_model::zone::change::{
    CHARACTERS_MAX, Refusal, SETS_OF_A_NAME_MAX, VALUES_MAX, VALUES_OF_A_SET_MAX,
};
use tegata_model::zone::{AliasTarget, NameError, RecordKey, RecordType, SetIdentifier};

/// What is wrong with a name.
pub(super) fn name(error: &NameError) -> String {
    let (problem, words, encountered) = match error {
        NameError::Empty(name) => ("DomainNameEmpty", "Domain name is empty", name),
        NameError::LabelEmpty(name) => ("DomainLabelEmpty", "Domain label is empty", name),
        NameError::LabelLong(label) => ("DomainLabelTooLong", "Domain label is too long", label),
        NameError::Long(name) => ("DomainNameTooLong", "Domain name is too long", name),
        NameError::Character(character) => {
            ("UnsupportedCharacter", "Value contains unsupported characters", character)
        }
    };
    format!("FATAL problem: {problem} ({words}) encountered with '{encountered}'")
}

/// What is wrong with a batch, in one bracketed list.
pub(super) fn batch(refusals: &[Refusal]) -> String {
    format!("[{}]", refusals.iter().map(refusal).collect::<Vec<_>>().join(", "))
}

fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooManyValues => format!("Number of records limit of {VALUES_MAX} exceeded."),
        Refusal::TooManyCharacters => format!("Number of characters limit of {CHARACTERS_MAX} exceeded."),
        Refusal::TooManyValuesOfASet => {
            format!("Cannot have more than {VALUES_OF_A_SET_MAX} records in a RRSet.")
        }
        Refusal::OutsideZone { name, apex } => {
            format!("RRSet with DNS name {name} is not permitted in zone {apex}")
        }
        Refusal::NotFound(key) => format!("Tried to delete {} but it was not found", spoken(key)),
        Refusal::OtherValues(key) => {
            format!("Tried to delete {} but the values provided do not match the current values", spoken(key))
        }
        Refusal::Kept(RecordType::Soa) => "A HostedZone must contain exactly one SOA record.".to_owned(),
        Refusal::Kept(_) => {
            "A HostedZone must contain at least one NS record for the zone itself.".to_owned()
        }
        Refusal::Exists(key) => format!("Tried to create {} but it already exists", spoken(key)),
        Refusal::CnameAtApex { apex } => {
            format!("RRSet of type CNAME with DNS name {apex} is not permitted at apex in zone {apex}")
        }
        Refusal::SoaBelowApex { name, apex } => {
            format!("RRSet of type SOA with DNS name {name} is not permitted in zone {apex}")
        }
        Refusal::OneValueOnly { name, record_type } => {
            format!("RRSet of type {record_type} with DNS name {name} may have one value only.")
        }
        Refusal::CnameBesideOthers { name, apex } => format!(
            "RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the same \
             DNS name in zone {apex}"
        ),
        // Two spaces, as in Route 53's own sentence.
        Refusal::BesideCname { name, record_type, apex } => format!(
            "RRSet of type {record_type} with DNS name {name} is not permitted because a conflicting RRSet of type  \
             CNAME with the same DNS name already exists in zone {apex}"
        ),
        Refusal::BesideMultiValue { name, record_type } => format!(
            "RRSet with DNS name {name}, type {record_type} cannot be created as other RRSets exist with the same name \
             and type."
        ),
        Refusal::BesideSimple(key) => format!(
            "{} cannot be created because a non multivalue answer rrset exists with the same name and type.",
            with_identifier(key)
        ),
        Refusal::NotMultiValue { name, record_type } => format!(
            "RRSet of type {record_type} with DNS name {name} cannot be a multivalue answer: leave SetIdentifier and \
             MultiValueAnswer out."
        ),
        Refusal::AliasType { name, record_type } => {
            format!("RRSet of type {record_type} with DNS name {name} cannot be an alias.")
        }
        Refusal::AliasMultiValue(key) => format!(
            "{} cannot be an alias with MultiValueAnswer: leave SetIdentifier and MultiValueAnswer out.",
            with_identifier(key)
        ),
        Refusal::AliasOutsideZone { target, record_type, belongs_to } => {
            let advice = belongs_to.as_ref().map(|zone| format!(" (its zone is {zone})")).unwrap_or_default();
            format!(
                "{}, but the alias target name does not lie within the target zone{advice}",
                tried_alias(target, *record_type)
            )
        }
        Refusal::AliasTargetMissing { target, record_type } => {
            format!("{}, but that target was not found", tried_alias(target, *record_type))
        }
        Refusal::TooManySets(key) => format!(
            "{} cannot be created as {SETS_OF_A_NAME_MAX} RRSets exist with the same name and type.",
            with_identifier(key)
        ),
        Refusal::TooLargeTogether(key) => format!(
            "{} cannot be created as the RRSets with the same name and type would have more than {VALUES_MAX} records \
             or {CHARACTERS_MAX} characters.",
            with_identifier(key)
        ),
    }
}

fn tried_alias(target: &AliasTarget, record_type: RecordType) -> String {
    let AliasTarget { hosted_zone, name, .. } = target;
    format!("Tried to create an alias that targets {name}, type {record_type} in zone {hosted_zone}")
}

fn spoken(key: &RecordKey) -> String {
    let RecordKey { name, record_type, set_identifier } = key;
    match set_identifier {
        None => format!("resource record set [name='{name}', type='{record_type}']"),
        Some(id) => {
            let id = id.as_str();
            format!("resource record set [name='{name}', type='{record_type}', set-identifier='{id}']")
        }
    }
}

fn with_identifier(key: &RecordKey) -> String {
    let id = key.set_identifier.as_ref().map_or("", SetIdentifier::as_str);
    format!("RRSet with DNS name {}, type {}, SetIdentifier {id}", key.name, key.record_type)
}

#[cfg(test)]
mod tests {
    use tegata_model::HostedZoneId;

    use super::*;

    fn key(set_identifier: Option<&str>) -> RecordKey {
        let set_identifier = set_identifier.and_then(|id| SetIdentifier::try_from(id.to_owned()).ok());
        let name = "a.example.com".parse().expect("a name");
        RecordKey { name, record_type: RecordType::Txt, set_identifier }
    }

    #[test]
    fn refusals_have_route_53s_words() {
        let apex = || "example.com".parse().expect("a name");
        let name = || "a.example.com".parse().expect("a name");
        let target = || AliasTarget {
            hosted_zone: HostedZoneId("Z1".to_owned()),
            name: name(),
            evaluate_target_health: false,
        };
        let refusals = [
            Refusal::TooManyValues,
            Refusal::TooManyCharacters,
            Refusal::TooManyValuesOfASet,
            Refusal::OutsideZone { name: "a.example.org".parse().expect("a name"), apex: apex() },
            Refusal::NotFound(key(None)),
            Refusal::OtherValues(key(None)),
            Refusal::Kept(RecordType::Soa),
            Refusal::Kept(RecordType::Ns),
            Refusal::Exists(key(None)),
            Refusal::Exists(key(Some("\"one\""))),
            Refusal::CnameAtApex { apex: apex() },
            Refusal::SoaBelowApex { name: name(), apex: apex() },
            Refusal::OneValueOnly { name: name(), record_type: RecordType::Cname },
            Refusal::CnameBesideOthers { name: name(), apex: apex() },
            Refusal::BesideCname { name: name(), record_type: RecordType::A, apex: apex() },
            Refusal::BesideMultiValue { name: name(), record_type: RecordType::Txt },
            Refusal::BesideSimple(key(Some("one"))),
            Refusal::NotMultiValue { name: name(), record_type: RecordType::Cname },
            Refusal::AliasType { name: name(), record_type: RecordType::Ns },
            Refusal::AliasMultiValue(key(Some("one"))),
            Refusal::AliasOutsideZone { target: target(), record_type: RecordType::A, belongs_to: None },
            Refusal::AliasOutsideZone {
                target: target(),
                record_type: RecordType::A,
                belongs_to: Some(HostedZoneId("Z35SXDOTRQ7X7K".to_owned())),
            },
            Refusal::AliasTargetMissing { target: target(), record_type: RecordType::Aaaa },
            Refusal::TooManySets(key(Some("one"))),
            Refusal::TooLargeTogether(key(Some("one"))),
        ];
        let words: Vec<String> = refusals.iter().map(refusal).collect();
        insta::assert_snapshot!(words.join("\n"));
        assert_eq!(batch(&refusals[..2]), format!("[{}, {}]", words[0], words[1]));
    }
}
