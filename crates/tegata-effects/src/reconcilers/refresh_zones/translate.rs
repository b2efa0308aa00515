//! From the model's record sets to those of the name servers.

use tegata_dns::zone::{Content, RecordSet};
use tegata_model::zone::{self as model, RecordData};

/// A record set as it is served.
pub(super) fn record_set(record_set: model::RecordSet) -> RecordSet {
    let content = match record_set.data {
        RecordData::Records { ttl, values } => {
            Content::Records { ttl, values: values.into_iter().map(|value| value.rdata).collect() }
        }
        RecordData::Alias(target) => Content::Alias(target.name),
    };
    RecordSet { kind: record_set.key.record_type.code(), content }
}
