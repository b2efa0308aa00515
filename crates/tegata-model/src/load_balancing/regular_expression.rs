//! Regular expressions of rule conditions and transforms, as far as Elastic Load Balancing takes them (ELB User Guide,
//! "Listener rules": no look-around, back-references, atomic groups, possessive quantifiers, subroutines, recursion or
//! `\p{…}`).
//!
//! The syntax is that of RE2. The crate `regex` takes a little more, which is refused here, so that an expression that is
//! taken means the same at AWS.

use regex::bytes::RegexBuilder;
use regex_syntax::ast::{self, Ast, ClassSetItem, Flag, FlagsItemKind, GroupKind, Visitor, visit};

/// Octets that a compiled expression may take. Within it, compiling takes milliseconds.
pub const COMPILED_MAX: usize = 256 * 1024;
/// How deep groups may be nested.
const NESTED_MAX: u32 = 32;

/// Why a regular expression was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegexRefused {
    /// Something that Elastic Load Balancing does not take.
    #[error("{0} are not supported")]
    Unsupported(&'static str),
    /// No regular expression.
    #[error("{0}")]
    Syntax(String),
    /// It would take more than [`COMPILED_MAX`].
    #[error("it is too large once its repetitions are written out")]
    TooLarge,
}

/// Whether a text is a regular expression that is taken; returns how many groups it captures.
///
/// # Errors
/// See [`RegexRefused`].
pub fn check(text: &str) -> Result<usize, RegexRefused> {
    let parsed = ast::parse::ParserBuilder::new().nest_limit(NESTED_MAX).build().parse(text);
    let parsed = parsed.map_err(|error| refused(error.kind()))?;
    visit(&parsed, Taken)?;
    // Without Unicode, as in RE2: `\d` and `\w` are ASCII, and a class takes few octets.
    let compiled = RegexBuilder::new(text).unicode(false).size_limit(COMPILED_MAX).build();
    match compiled {
        Ok(compiled) => Ok(compiled.captures_len() - 1),
        Err(regex::Error::CompiledTooBig(_)) => Err(RegexRefused::TooLarge),
        Err(error) => Err(RegexRefused::Syntax(last_line(&error.to_string()))),
    }
}

fn refused(kind: &ast::ErrorKind) -> RegexRefused {
    match kind {
        ast::ErrorKind::UnsupportedLookAround => RegexRefused::Unsupported("lookaheads and lookbehinds"),
        ast::ErrorKind::UnsupportedBackreference => RegexRefused::Unsupported("backreferences"),
        other => RegexRefused::Syntax(other.to_string()),
    }
}

/// Errors of the crate show the expression and a marker below it, then what is wrong.
fn last_line(message: &str) -> String {
    message.lines().next_back().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// Finds what the crate takes and RE2 does not.
struct Taken;

impl Visitor for Taken {
    type Output = ();
    type Err = RegexRefused;

    fn finish(self) -> Result<(), RegexRefused> {
        Ok(())
    }

    fn visit_pre(&mut self, node: &Ast) -> Result<(), RegexRefused> {
        match node {
            Ast::Flags(set) => check_flags(&set.flags),
            Ast::Group(group) => match &group.kind {
                GroupKind::NonCapturing(flags) => check_flags(flags),
                GroupKind::CaptureIndex(_) | GroupKind::CaptureName { .. } => Ok(()),
            },
            Ast::ClassUnicode(_) => Err(UNICODE),
            // `a++`, which other engines read as possessive, and this crate as a repetition of `a+`.
            Ast::Repetition(repetition) if matches!(*repetition.ast, Ast::Repetition(_)) => {
                Err(RegexRefused::Unsupported("possessive quantifiers"))
            }
            Ast::Assertion(assertion) => match assertion.kind {
                ast::AssertionKind::WordBoundaryStart
                | ast::AssertionKind::WordBoundaryEnd
                | ast::AssertionKind::WordBoundaryStartAngle
                | ast::AssertionKind::WordBoundaryEndAngle
                | ast::AssertionKind::WordBoundaryStartHalf
                | ast::AssertionKind::WordBoundaryEndHalf => {
                    Err(RegexRefused::Unsupported("one-sided word boundaries"))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), RegexRefused> {
        match item {
            ClassSetItem::Unicode(_) => Err(UNICODE),
            ClassSetItem::Bracketed(_) => Err(CLASSES),
            _ => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, _: &ast::ClassSetBinaryOp) -> Result<(), RegexRefused> {
        Err(CLASSES)
    }
}

const UNICODE: RegexRefused = RegexRefused::Unsupported("Unicode character classes");
const CLASSES: RegexRefused = RegexRefused::Unsupported("character classes within character classes");

fn check_flags(flags: &ast::Flags) -> Result<(), RegexRefused> {
    let is_known = |kind: &FlagsItemKind| match kind {
        FlagsItemKind::Negation => true,
        FlagsItemKind::Flag(flag) => matches!(
            flag,
            Flag::CaseInsensitive | Flag::MultiLine | Flag::DotMatchesNewLine | Flag::SwapGreed
        ),
    };
    match flags.items.iter().all(|item| is_known(&item.kind)) {
        true => Ok(()),
        // `(?R)` is a flag to this crate.
        false => Err(RegexRefused::Unsupported("recursion and flags other than i, m, s and U")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_elastic_load_balancing_does_not_take_is_refused_by_name() {
        for (text, named) in [
            ("(?=a)", "lookaheads"),
            ("(?<!a)b", "lookaheads"),
            (r"(a)\1", "backreferences"),
            ("a++", "possessive"),
            ("a*+", "possessive"),
            ("a{2}+", "possessive"),
            (r"\p{L}", "Unicode"),
            (r"\pL", "Unicode"),
            (r"[a\p{L}]", "Unicode"),
            ("(?R)", "recursion"),
            ("(?x)a b", "flags"),
            ("(?u)a", "flags"),
            ("[a-z&&[^b]]", "classes"),
            (r"\b{start}a", "boundaries"),
        ] {
            let refused = check(text).expect_err(text).to_string();
            assert!(refused.contains(named), "{text}: {refused}");
        }
        for text in ["(?>a)", "(?1)", "(?&name)", "(", "[", "*", "a{2,1}", r"\"] {
            assert!(matches!(check(text), Err(RegexRefused::Syntax(_))), "{text}");
        }
    }

    #[test]
    fn usual_expressions_are_taken_with_their_groups() {
        for (text, groups) in [
            ("^/api/v[0-9]+/(.*)$", 1),
            (r"^(\w+)\.example\.com$", 1),
            ("(?i)(a)(?:b)(?P<c>c)", 2),
            ("a??b*?[^/]{1,3}", 0),
            (r"[[:alpha:]]\d\bx", 0),
        ] {
            assert_eq!(check(text), Ok(groups), "{text}");
        }
    }

    #[test]
    fn what_explodes_is_refused() {
        for text in
            ["((((a{99}){99}){99}){99})", "(a{1000}){1000}", "(((((((((x{2}){9}){9}){9}){9}){9}){9}){9}){9})"]
        {
            assert_eq!(check(text), Err(RegexRefused::TooLarge), "{text}");
        }
        assert!(check(&"(".repeat(60)).is_err());
        assert!(check(&format!("{}{}", "(".repeat(60), ")".repeat(60))).is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,128}") {
            let _ = check(&text);
        }
    }
}
