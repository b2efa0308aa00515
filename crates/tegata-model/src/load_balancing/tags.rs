//! Tags of load balancers, listeners and target groups.

use crate::tag::{self, Tag, TagRefused};

/// Why tags were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagsRefused {
    /// One request gives the same key twice.
    Repeated {
        /// The key.
        key: String,
    },
    /// More would be on the thing than it may carry.
    TooMany,
    /// A key that begins with `aws:`.
    Reserved {
        /// The key.
        key: String,
    },
}

/// Writes `added` over `present`: a key that is there already takes the new value.
///
/// # Errors
/// See [`TagsRefused`].
pub fn add(present: &[Tag], added: &[Tag]) -> Result<Vec<Tag>, TagsRefused> {
    for (place, tag) in added.iter().enumerate() {
        if added[..place].iter().any(|earlier| earlier.key == tag.key) {
            return Err(TagsRefused::Repeated { key: tag.key.clone() });
        }
    }
    tag::add(present, added).map_err(|refused| match refused {
        TagRefused::TooMany(_) => TagsRefused::TooMany,
        TagRefused::Reserved(key) => TagsRefused::Reserved { key },
    })
}

/// Takes the tags with these keys off; keys that are not there are passed over.
#[must_use]
pub fn remove(present: &[Tag], keys: &[String]) -> Vec<Tag> {
    present.iter().filter(|tag| !keys.contains(&tag.key)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: Some(value.to_owned()) }
    }

    #[test]
    fn a_key_is_given_once_and_never_reserved() {
        assert_eq!(add(&[tag("a", "1")], &[tag("a", "2")]), Ok(vec![tag("a", "2")]));
        let repeated = add(&[], &[tag("a", "1"), tag("a", "2")]);
        assert_eq!(repeated, Err(TagsRefused::Repeated { key: "a".to_owned() }));
        let reserved = add(&[], &[tag("AWS:x", "1")]);
        assert_eq!(reserved, Err(TagsRefused::Reserved { key: "AWS:x".to_owned() }));
        let many: Vec<Tag> = (0..51).map(|n| tag(&format!("k{n}"), "")).collect();
        assert_eq!(add(&[], &many), Err(TagsRefused::TooMany));
    }

    #[test]
    fn removing_goes_by_key() {
        let keys = ["a".to_owned(), "absent".to_owned()];
        assert_eq!(remove(&[tag("a", "1"), tag("b", "2")], &keys), [tag("b", "2")]);
    }
}
