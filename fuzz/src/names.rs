//! Names as callers write them.

use tegata_model::DomainName;
use tegata_model::zone::RecordName;

/// A name that is taken is written as it is, and taken again.
pub(crate) fn names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(name) = text.parse::<DomainName>() {
        assert_eq!(name.as_str().parse::<DomainName>().expect("the same name"), name);
    }
    if let Ok(name) = text.parse::<RecordName>() {
        assert_eq!(name.to_string().parse::<RecordName>().expect("the same name"), name);
        assert!(!name.sort_key().is_empty());
    }
}
