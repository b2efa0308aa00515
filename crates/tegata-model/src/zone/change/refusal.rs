//! Why a batch is refused. The wire makes Route 53's sentences of it.

use crate::HostedZoneId;
use crate::zone::{AliasTarget, RecordKey, RecordName, RecordType};

/// What is wrong with a batch or with one of its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It has more than [`CHANGES_MAX`](super::CHANGES_MAX) changes or [`VALUES_MAX`](super::VALUES_MAX) values.
    TooManyValues,
    /// Its values have more than [`CHARACTERS_MAX`](super::CHARACTERS_MAX) characters.
    TooManyCharacters,
    /// A record set has more than [`VALUES_OF_A_SET_MAX`](super::VALUES_OF_A_SET_MAX) values.
    TooManyValuesOfASet,
    /// The name is not in the zone.
    OutsideZone {
        /// The name.
        name: RecordName,
        /// The zone's.
        apex: RecordName,
    },
    /// There is no record set to delete.
    NotFound(RecordKey),
    /// The record set to delete has other values or another TTL.
    OtherValues(RecordKey),
    /// The zone needs its record set of this type at its apex.
    Kept(RecordType),
    /// The record set to create exists.
    Exists(RecordKey),
    /// A CNAME at the apex, which has SOA and NS.
    CnameAtApex {
        /// The zone's name.
        apex: RecordName,
    },
    /// An SOA elsewhere than at the apex.
    SoaBelowApex {
        /// Its name.
        name: RecordName,
        /// The zone's.
        apex: RecordName,
    },
    /// Several values of a type that has one.
    OneValueOnly {
        /// The name.
        name: RecordName,
        /// The type.
        record_type: RecordType,
    },
    /// A CNAME at a name that has other records.
    CnameBesideOthers {
        /// The name.
        name: RecordName,
        /// The zone's.
        apex: RecordName,
    },
    /// Another record at a name that has a CNAME.
    BesideCname {
        /// The name.
        name: RecordName,
        /// The type of the other record.
        record_type: RecordType,
        /// The zone's name.
        apex: RecordName,
    },
    /// Simple routing where record sets with set identifiers are.
    BesideMultiValue {
        /// The name.
        name: RecordName,
        /// The type.
        record_type: RecordType,
    },
    /// A set identifier where a record set with simple routing is.
    BesideSimple(RecordKey),
    /// A set identifier for a type that has no multivalue answers.
    NotMultiValue {
        /// The name.
        name: RecordName,
        /// The type.
        record_type: RecordType,
    },
    /// An alias of a type that has none.
    AliasType {
        /// Its name.
        name: RecordName,
        /// The type.
        record_type: RecordType,
    },
    /// An alias with a set identifier: there are no multivalue answers of aliases.
    AliasMultiValue(RecordKey),
    /// An alias to a name that is not in the zone which it names.
    AliasOutsideZone {
        /// Where it points.
        target: AliasTarget,
        /// Its type.
        record_type: RecordType,
        /// The zone that the name is in, when the name is a load balancer's.
        belongs_to: Option<HostedZoneId>,
    },
    /// An alias to what is not there: a record set of its type in its own zone, or a load balancer.
    AliasTargetMissing {
        /// Where it points.
        target: AliasTarget,
        /// Its type.
        record_type: RecordType,
    },
    /// There are [`SETS_OF_A_NAME_MAX`](super::SETS_OF_A_NAME_MAX) record sets of the name and type already.
    TooManySets(RecordKey),
    /// The record sets of the name and type would be too large for one answer:
    /// [`VALUES_MAX`](super::VALUES_MAX) values, [`CHARACTERS_MAX`](super::CHARACTERS_MAX) characters.
    TooLargeTogether(RecordKey),
}
