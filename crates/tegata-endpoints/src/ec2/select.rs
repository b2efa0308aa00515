//! Which things an answer has: by identifiers, by filters, a page at a time.

use tegata_aws::generated::ec2::{Filter, Tag as WireTag};
use tegata_model::tag::Tag;
use tegata_operations::Error;

use super::refusal::invalid;

/// How many filters and values a request may have (EC2 API Reference, `Filter`).
const FILTERS_MAX: usize = 50;
const VALUES_MAX: usize = 200;

/// A thing that can be in an answer.
pub(super) struct Item<'a, T> {
    /// Its identifier. Things are answered in its order.
    pub(super) id: String,
    /// Its tags.
    pub(super) tags: &'a [Tag],
    /// What it has for each filter of its kind.
    pub(super) values: Vec<(&'static str, Vec<String>)>,
    /// What is answered.
    pub(super) shape: T,
}

/// What a request selects.
#[derive(Default)]
pub(super) struct Selection {
    /// By identifiers: each of them has to be there.
    pub(super) ids: Option<Vec<String>>,
    /// By filters: all of them have to let a thing pass.
    pub(super) filters: Option<Vec<Filter>>,
    /// Where the page begins: behind this identifier.
    pub(super) next_token: Option<String>,
    /// How long the page may be.
    pub(super) max_results: Option<i64>,
}

impl Selection {
    /// The page that is asked for, and the token of the next one.
    ///
    /// # Errors
    /// `missing` of an identifier that is not there; an unknown filter.
    pub(super) fn of<T>(
        self,
        items: Vec<Item<'_, T>>,
        missing: impl Fn(&str) -> Error,
    ) -> Result<(Vec<T>, Option<String>), Error> {
        let ids = self.ids.filter(|ids| !ids.is_empty());
        if let Some(id) = ids.iter().flatten().find(|id| items.iter().all(|item| item.id != **id)) {
            return Err(missing(id));
        }
        let filters = self.filters.unwrap_or_default();
        let values = filters.iter().map(|filter| filter.values.as_ref().map_or(0, Vec::len)).sum::<usize>();
        if filters.len() > FILTERS_MAX || values > VALUES_MAX {
            return Err(invalid(format!(
                "A request has at most {FILTERS_MAX} filters with {VALUES_MAX} values."
            )));
        }
        let mut found = Vec::new();
        for item in items {
            let is_named = ids.as_ref().is_none_or(|ids| ids.contains(&item.id));
            let mut passes = is_named && self.next_token.as_ref().is_none_or(|token| item.id > *token);
            for filter in &filters {
                passes &= lets_pass(filter, &item)?;
            }
            if passes {
                found.push((item.id, item.shape));
            }
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let size = self.max_results.and_then(|size| usize::try_from(size).ok()).unwrap_or(usize::MAX);
        let next = match found.get(size.saturating_sub(1)) {
            Some((last, _)) if found.len() > size => Some(last.clone()),
            _ => None,
        };
        found.truncate(size);
        Ok((found.into_iter().map(|(_, shape)| shape).collect(), next))
    }
}

fn lets_pass<T>(filter: &Filter, item: &Item<'_, T>) -> Result<bool, Error> {
    let name = filter.name.as_deref().unwrap_or_default();
    let patterns = filter.values.as_deref().unwrap_or_default();
    let is_wanted = |value: &str| patterns.iter().any(|pattern| matches(pattern, value));
    if let Some(key) = name.strip_prefix("tag:") {
        let tag = item.tags.iter().find(|tag| tag.key == key);
        return Ok(tag.is_some_and(|tag| is_wanted(tag.value.as_deref().unwrap_or_default())));
    }
    if name == "tag-key" {
        return Ok(item.tags.iter().any(|tag| is_wanted(&tag.key)));
    }
    let known = item.values.iter().find(|(known, _)| *known == name);
    let (_, values) = known.ok_or_else(|| invalid(format!("The filter '{name}' is invalid")))?;
    Ok(values.iter().any(|value| is_wanted(value)))
}

/// Whether a value matches a filter's: `*` stands for any characters and `?` for one, unless a backslash comes before
/// (EC2 User Guide, "Filtering").
pub(super) fn matches(pattern: &str, value: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let value: Vec<char> = value.chars().collect();
    let (mut at, mut read) = (0, 0);
    // Where the last star was, and what it has taken.
    let mut star: Option<(usize, usize)> = None;
    loop {
        let (piece, width) = match (pattern.get(at), pattern.get(at + 1)) {
            (Some('\\'), Some(next)) => (Piece::Letter(*next), 2),
            (Some('*'), _) => (Piece::Any, 1),
            (Some('?'), _) => (Piece::One, 1),
            (Some(letter), _) => (Piece::Letter(*letter), 1),
            (None, _) => (Piece::End, 0),
        };
        let goes_on = match (piece, value.get(read)) {
            (Piece::Any, _) => {
                star = Some((at + 1, read));
                at += 1;
                continue;
            }
            (Piece::End, None) => return true,
            (Piece::One, Some(_)) => true,
            (Piece::Letter(letter), Some(found)) => letter == *found,
            (Piece::End, Some(_)) | (Piece::One | Piece::Letter(_), None) => false,
        };
        if goes_on {
            (at, read) = (at + width, read + 1);
            continue;
        }
        match &mut star {
            Some((after, taken)) if *taken < value.len() => {
                *taken += 1;
                (at, read) = (*after, *taken);
            }
            _ => return false,
        }
    }
}

/// A piece of a pattern.
enum Piece {
    Any,
    One,
    Letter(char),
    End,
}

/// Tags as EC2 answers them.
pub(super) fn wire_tags(tags: &[Tag]) -> Option<Vec<WireTag>> {
    let tag = |tag: &Tag| WireTag {
        key: Some(tag.key.clone()),
        value: Some(tag.value.clone().unwrap_or_default()),
    };
    Some(tags.iter().map(tag).collect())
}

/// One value of a filter.
pub(super) fn one(value: impl ToString) -> Vec<String> {
    std::iter::once(value).map(|value| value.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_ec2_says() {
        for (pattern, value, expected) in [
            ("web", "web", true),
            ("web", "Web", false),
            ("*", "", true),
            ("w*b", "web", true),
            ("w*b", "wb", true),
            ("w?b", "wb", false),
            ("*e*b*", "a web site", true),
            ("a\\*b", "a*b", true),
            ("a\\*b", "axb", false),
            ("a\\\\*", "a\\x", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, value), expected, "{pattern} {value}");
        }
    }

    /// What is plain to see and slow.
    fn reference(pattern: &[char], value: &[char]) -> bool {
        match (pattern, value) {
            ([], []) => true,
            (['*', rest @ ..], _) => (0..=value.len()).any(|taken| reference(rest, &value[taken..])),
            (['?', rest @ ..], [_, others @ ..]) => reference(rest, others),
            ([letter, rest @ ..], [found, others @ ..]) => letter == found && reference(rest, others),
            _ => false,
        }
    }

    fn words(alphabet: &[char], longest: usize) -> Vec<Vec<char>> {
        let mut all = vec![Vec::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            let longer = |word: &Vec<char>, letter: &char| [word.as_slice(), &[*letter]].concat();
            last = last
                .iter()
                .flat_map(|word| alphabet.iter().map(move |letter| longer(word, letter)))
                .collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn every_short_pattern_matches_every_short_value_as_it_should() {
        let values = words(&['a', 'b'], 5);
        for pattern in words(&['a', 'b', '*', '?'], 5) {
            for value in &values {
                let (text, of): (String, String) = (pattern.iter().collect(), value.iter().collect());
                assert_eq!(matches(&text, &of), reference(&pattern, value), "{text} {of}");
            }
        }
    }
}
