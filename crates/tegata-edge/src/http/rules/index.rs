//! Which rules a request can match at all, without testing all of them.
//!
//! Most conditions ask for a text that has to be somewhere in the host, the path, the query or a header: `/orders/` for
//! `/orders/*`. Each rule is filed under the texts of one of its conditions, the one that fewest rules share. One pass over
//! each of these places finds which texts are there, and only rules under them are tested, in their order. Rules without
//! such a text are always tested.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use http::header::HeaderName;

use super::condition::{Place, Test};
use super::error::RuleError;
use super::facts::Facts;

/// From how many rules on looking texts up costs less than testing each rule.
const INDEXED_FROM: usize = 16;

/// Rules by the texts that they ask for.
#[derive(Debug)]
pub(super) struct Index {
    /// Those that are always tested.
    always: Bits,
    host: Option<Literals>,
    path: Option<Literals>,
    query: Option<Literals>,
    headers: Vec<(HeaderName, Literals)>,
}

/// The texts that are looked for in one place.
#[derive(Debug)]
struct Literals {
    finder: AhoCorasick,
    /// The rules under each text.
    rules: Vec<Vec<u32>>,
}

/// A set of small numbers.
#[derive(Debug, Clone)]
pub(super) struct Bits(Vec<u64>);

impl Index {
    /// `None` when there are too few rules for it to be of use.
    ///
    /// # Errors
    /// When the texts are too large to be looked for.
    pub(super) fn new(rules: &[&[Test]]) -> Result<Option<Index>, RuleError> {
        if rules.len() < INDEXED_FROM {
            return Ok(None);
        }
        let known: Vec<Vec<(Place, Vec<Vec<u8>>)>> = rules
            .iter()
            .map(|tests| {
                let literals = tests.iter().filter_map(Test::literals);
                literals
                    .map(|(place, texts)| (place, texts.iter().map(|text| folded(text)).collect()))
                    .collect()
            })
            .collect();
        let mut shared: HashMap<(&Place, &[u8]), usize> = HashMap::new();
        for (place, texts) in known.iter().flatten() {
            for text in texts {
                *shared.entry((place, text)).or_default() += 1;
            }
        }
        let mut always = Bits::of(rules.len());
        let mut filed: HashMap<&Place, Vec<(&[u8], u32)>> = HashMap::new();
        for (number, conditions) in (0_u32..).zip(&known) {
            let cost = |(place, texts): &&(Place, Vec<Vec<u8>>)| {
                let sharing = texts.iter().filter_map(|text| shared.get(&(place, text.as_slice())));
                let shortest = texts.iter().map(Vec::len).min().unwrap_or_default();
                (sharing.sum::<usize>(), std::cmp::Reverse(shortest))
            };
            match conditions.iter().min_by_key(cost) {
                Some((place, texts)) => {
                    let texts = texts.iter().map(|text| (text.as_slice(), number));
                    filed.entry(place).or_default().extend(texts);
                }
                None => always.insert(number),
            }
        }
        let mut index = Index { always, host: None, path: None, query: None, headers: Vec::new() };
        for (place, texts) in filed {
            let literals = Literals::new(texts)?;
            match place {
                Place::Host => index.host = Some(literals),
                Place::Path => index.path = Some(literals),
                Place::Query => index.query = Some(literals),
                Place::Header(name) => index.headers.push((name.clone(), literals)),
            }
        }
        Ok(Some(index))
    }

    /// The rules that a request can match.
    pub(super) fn candidates(&self, facts: &Facts<'_>) -> Bits {
        let mut found = self.always.clone();
        for (literals, text) in
            [(&self.host, facts.host), (&self.path, facts.path), (&self.query, facts.query)]
        {
            if let Some(literals) = literals {
                literals.find(text, &mut found);
            }
        }
        for (name, literals) in &self.headers {
            facts.header(name).for_each(|value| literals.find(value, &mut found));
        }
        found
    }
}

impl Literals {
    fn new(texts: Vec<(&[u8], u32)>) -> Result<Literals, RuleError> {
        let mut by_text: HashMap<&[u8], Vec<u32>> = HashMap::new();
        for (text, number) in texts {
            by_text.entry(text).or_default().push(number);
        }
        let (texts, rules): (Vec<_>, Vec<_>) = by_text.into_iter().unzip();
        // Case is ignored everywhere: what is found is tested anyway.
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(texts)?;
        Ok(Literals { finder, rules })
    }

    /// Adds the rules whose texts are in `text`.
    fn find(&self, text: &str, found: &mut Bits) {
        // A text that is there often adds its rules once.
        let mut seen = Bits::of(self.rules.len());
        for it in self.finder.find_overlapping_iter(text) {
            let literal = it.pattern().as_u32();
            if !seen.contains(literal) {
                seen.insert(literal);
                self.rules[it.pattern().as_usize()].iter().for_each(|rule| found.insert(*rule));
            }
        }
    }
}

impl Bits {
    fn of(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    fn insert(&mut self, number: u32) {
        self.0[number as usize / 64] |= 1 << (number % 64);
    }

    fn contains(&self, number: u32) -> bool {
        self.0[number as usize / 64] & 1 << (number % 64) != 0
    }

    /// The numbers, the smallest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(word, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(word * 64 + bit)
            })
        })
    }
}

fn folded(text: &[u8]) -> Vec<u8> {
    text.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_in_their_order() {
        let mut bits = Bits::of(200);
        for number in [199, 0, 64, 63, 5] {
            bits.insert(number);
            assert!(bits.contains(number));
        }
        assert!(!bits.contains(1));
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 5, 63, 64, 199]);
    }
}
