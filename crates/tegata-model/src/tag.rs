//! Tags: what owners write on their things. AWS general reference, "Tagging your AWS resources".

use serde::{Deserialize, Serialize};

/// One tag. Keys are case-sensitive and unique on a thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tag {
    /// 1 to 128 characters; `aws:` is not for callers.
    pub key: String,
    /// 0 to 256 characters; `None` where the caller sent none.
    pub value: Option<String>,
}

/// How many tags a thing may carry (ACM User Guide, "Tag restrictions").
pub const TAGS_MAX: usize = 50;

/// Why tags were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagRefused {
    /// More than [`TAGS_MAX`] would be on the thing; holds all that would be.
    TooMany(Vec<Tag>),
    /// A key that begins with `aws:`.
    Reserved(String),
}

/// Writes `added` over `present`: a key that is there already takes the new value.
///
/// # Errors
/// When a key is reserved, or too many tags would result.
pub fn add(present: &[Tag], added: &[Tag]) -> Result<Vec<Tag>, TagRefused> {
    let mut result = present.to_vec();
    for tag in added {
        check_key(&tag.key)?;
        match result.iter_mut().find(|candidate| candidate.key == tag.key) {
            Some(existing) => existing.value.clone_from(&tag.value),
            None => result.push(tag.clone()),
        }
    }
    if result.len() > TAGS_MAX { Err(TagRefused::TooMany(result)) } else { Ok(result) }
}

/// Takes tags off: a key without a value goes whatever its value, a key with a value only on equality.
/// Unknown keys are passed over (ACM API reference, `RemoveTagsFromCertificate`).
///
/// # Errors
/// When a key is reserved.
pub fn remove(present: &[Tag], removed: &[Tag]) -> Result<Vec<Tag>, TagRefused> {
    removed.iter().try_for_each(|tag| check_key(&tag.key))?;
    let goes = |tag: &Tag| {
        removed.iter().any(|gone| {
            gone.key == tag.key
                && gone.value.as_ref().is_none_or(|value| tag.value.as_deref().unwrap_or_default() == value)
        })
    };
    Ok(present.iter().filter(|tag| !goes(tag)).cloned().collect())
}

/// AWS keeps keys that begin with `aws:` for itself, in any case.
fn check_key(key: &str) -> Result<(), TagRefused> {
    let is_reserved = key.to_ascii_lowercase().starts_with("aws:");
    if is_reserved { Err(TagRefused::Reserved(key.to_owned())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: Some(value.to_owned()) }
    }

    #[test]
    fn the_same_key_takes_the_new_value() {
        let tags = add(&[tag("a", "1")], &[tag("a", "2"), tag("b", "3")]).expect("two tags");
        assert_eq!(tags, [tag("a", "2"), tag("b", "3")]);
    }

    #[test]
    fn the_fifty_first_tag_is_refused() {
        let fifty: Vec<Tag> = (0..50).map(|n| tag(&format!("k{n}"), "")).collect();
        assert!(add(&[], &fifty).is_ok());
        assert!(matches!(add(&fifty, &[tag("one-more", "")]), Err(TagRefused::TooMany(_))));
    }

    #[test]
    fn aws_keys_are_reserved() {
        let refused = TagRefused::Reserved("aws:x".to_owned());
        assert_eq!(add(&[], &[tag("aws:x", "")]), Err(refused.clone()));
        assert_eq!(remove(&[], &[tag("aws:x", "")]), Err(refused));
    }

    #[test]
    fn a_tag_with_a_value_goes_only_on_equality() {
        let present = [tag("a", "1"), tag("b", "2")];
        let other_value = [tag("a", "other")];
        assert_eq!(remove(&present, &other_value), Ok(present.to_vec()));
        let any_value = [Tag { key: "a".to_owned(), value: None }];
        assert_eq!(remove(&present, &any_value), Ok(vec![tag("b", "2")]));
    }
}
