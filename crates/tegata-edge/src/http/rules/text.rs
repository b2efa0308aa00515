//! What a text of a request has to match: patterns with wildcards, and regular expressions.

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::literal::Extractor;

use super::wildcard::{Case, Wildcard};
use crate::vocabulary::Pattern;

/// Octets that a compiled expression may take, and its cache in each thread.
const COMPILED_MAX: usize = 256 * 1024;
/// How many literals an expression may begin with to be found by them.
const LITERALS_MAX: usize = 32;

/// A pattern that is ready to be matched.
#[derive(Debug)]
pub(super) enum TextPattern {
    Wildcard(Wildcard),
    Regex(Regex),
}

impl TextPattern {
    /// # Errors
    /// When an expression is none, or too large.
    pub(super) fn new(pattern: &Pattern, case: Case) -> Result<TextPattern, regex::Error> {
        Ok(match pattern {
            Pattern::Wildcard(text) => TextPattern::Wildcard(Wildcard::new(text, case)),
            Pattern::Regex(text) => TextPattern::Regex(regex(text, case)?),
        })
    }

    /// Whether a text matches.
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        match self {
            TextPattern::Wildcard(wildcard) => wildcard.matches(text),
            TextPattern::Regex(regex) => regex.is_match(text),
        }
    }

    /// Texts of which each text that matches has one in it, upper and lower case aside where it is ignored. Empty when
    /// there are no such texts.
    pub(super) fn literals(&self) -> Vec<Vec<u8>> {
        let literals = match self {
            TextPattern::Wildcard(wildcard) => vec![wildcard.literal()],
            TextPattern::Regex(regex) => literals(regex.as_str()),
        };
        if literals.iter().any(Vec::is_empty) { Vec::new() } else { literals }
    }
}

/// Compiles an expression as RE2 does, without Unicode.
///
/// # Errors
/// When it is none, or too large.
pub(super) fn regex(text: &str, case: Case) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text)
        .unicode(false)
        .case_insensitive(case == Case::Ignored)
        .size_limit(COMPILED_MAX)
        .dfa_size_limit(COMPILED_MAX)
        .build()
}

/// The texts that what an expression matches begins with. Case is left aside: a match that differs in case alone begins
/// with the same letters.
fn literals(expression: &str) -> Vec<Vec<u8>> {
    let parsed = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(expression);
    let Ok(parsed) = parsed else { return Vec::new() };
    let found = Extractor::new().extract(&parsed);
    match found.literals() {
        Some(literals) if literals.len() <= LITERALS_MAX => {
            literals.iter().map(|literal| literal.as_bytes().to_vec()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compiled(text: &str, case: Case) -> TextPattern {
        TextPattern::new(&Pattern::Regex(text.to_owned()), case).expect("an expression")
    }

    #[test]
    fn an_expression_matches_a_part_and_knows_how_matches_begin() {
        let one = compiled("^/api/v[12]/.*$", Case::Differs);
        assert!(one.matches(b"/api/v1/x") && !one.matches(b"/API/v1/x"));
        assert_eq!(one.literals(), [b"/api/v1/", b"/api/v2/"]);
        let other = compiled(r"(\w+)\.example\.com", Case::Ignored);
        assert!(other.matches(b"x.a.EXAMPLE.com.y"));
        assert_eq!(other.literals(), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let large = Pattern::Regex("(a{1000}){1000}".to_owned());
        assert!(TextPattern::new(&large, Case::Differs).is_err());
    }

    proptest! {
        /// The literals leave out nothing that matches.
        #[test]
        fn what_matches_has_a_literal_in_it(
            expression in "(\\^)?[abAB](\\[ab\\]|a|b|\\.|a\\*|b\\?|\\(a\\|b\\)){0,5}(\\$)?",
            text in "[abAB]{0,8}",
        ) {
            for case in [Case::Differs, Case::Ignored] {
                let pattern = compiled(&expression, case);
                let literals = pattern.literals();
                if pattern.matches(text.as_bytes()) && !literals.is_empty() {
                    let (text, fold) = (text.to_ascii_lowercase(), |literal: &Vec<u8>| literal.to_ascii_lowercase());
                    let has = |literal: Vec<u8>| text.as_bytes().windows(literal.len()).any(|part| part == literal);
                    prop_assert!(literals.iter().map(fold).any(has));
                }
            }
        }
    }
}
