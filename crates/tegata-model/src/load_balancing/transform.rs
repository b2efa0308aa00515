//! Transforms of listener rules: what is rewritten in a request before it goes to a target (ELB User Guide, "Transforms
//! for listener rules").

use serde::{Deserialize, Serialize};

use super::regular_expression::{self, RegexRefused};

/// The longest expression and the longest replacement, in characters.
pub const TEXT_MAX: usize = 1024;

/// What is rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Transform {
    /// The host, without its port.
    HostHeaderRewrite(Rewrite),
    /// The path with its query.
    UrlRewrite(Rewrite),
}

/// How a text is rewritten: the first part that matches is replaced. A text without such a part stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewrite {
    /// Which part.
    pub regex: String,
    /// By what. `$1` to `$99` stand for what a group has captured, `$0` for the whole part.
    pub replace: String,
}

/// A piece of a replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// This text.
    Text(String),
    /// What this group has captured; nothing when it took no part in the match.
    Group(usize),
}

/// Why transforms were refused. `kind` is the type on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransformRefused {
    /// Two of the same type.
    Repeated {
        /// Which type.
        kind: &'static str,
    },
    /// An expression or a replacement that is too long, or an empty expression.
    Length {
        /// `Regex` or `Replace`.
        what: &'static str,
    },
    /// A regular expression that is not taken.
    Regex {
        /// What was given.
        value: String,
        /// Why.
        refused: RegexRefused,
    },
    /// A replacement with a group that the expression does not have.
    NoSuchGroup {
        /// Which.
        group: usize,
        /// How many it has.
        groups: usize,
    },
    /// A replacement with characters that cannot stand in a request.
    Replacement {
        /// What was given.
        value: String,
    },
}

impl Transform {
    /// Its type on the wire.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Transform::HostHeaderRewrite(_) => "host-header-rewrite",
            Transform::UrlRewrite(_) => "url-rewrite",
        }
    }

    /// How it rewrites.
    #[must_use]
    pub fn rewrite(&self) -> &Rewrite {
        match self {
            Transform::HostHeaderRewrite(rewrite) | Transform::UrlRewrite(rewrite) => rewrite,
        }
    }
}

impl Rewrite {
    /// The pieces of the replacement. A `$` without a digit behind it is a character like others; of several digits two
    /// count when the expression has that many groups.
    #[must_use]
    pub fn pieces(&self, groups: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = self.replace.as_str();
        while let Some((before, after)) = rest.split_once('$') {
            text.push_str(before);
            let digits = after.bytes().take(2).take_while(u8::is_ascii_digit).count();
            let number = |digits: usize| after[..digits].parse::<usize>().ok();
            let found = match digits {
                2 => number(2)
                    .filter(|group| *group <= groups)
                    .map(|group| (group, 2))
                    .or(number(1).map(|group| (group, 1))),
                1 => number(1).map(|group| (group, 1)),
                _ => None,
            };
            match found {
                Some((group, length)) => {
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(Piece::Group(group));
                    rest = &after[length..];
                }
                None => {
                    text.push('$');
                    rest = after;
                }
            }
        }
        text.push_str(rest);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        pieces
    }

    fn check(&self) -> Result<(), TransformRefused> {
        if self.regex.is_empty() || self.regex.chars().count() > TEXT_MAX {
            return Err(TransformRefused::Length { what: "Regex" });
        }
        if self.replace.chars().count() > TEXT_MAX {
            return Err(TransformRefused::Length { what: "Replace" });
        }
        let groups = regular_expression::check(&self.regex)
            .map_err(|refused| TransformRefused::Regex { value: self.regex.clone(), refused })?;
        if !self.replace.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TransformRefused::Replacement { value: self.replace.clone() });
        }
        let missing = self.pieces(groups).into_iter().find_map(|piece| match piece {
            Piece::Group(group) if group > groups => Some(group),
            _ => None,
        });
        missing.map_or(Ok(()), |group| Err(TransformRefused::NoSuchGroup { group, groups }))
    }
}

/// Whether a rule may have these transforms.
///
/// # Errors
/// See [`TransformRefused`].
pub fn check(transforms: &[Transform]) -> Result<(), TransformRefused> {
    for (place, transform) in transforms.iter().enumerate() {
        if transforms[..place].iter().any(|other| other.kind() == transform.kind()) {
            return Err(TransformRefused::Repeated { kind: transform.kind() });
        }
        transform.rewrite().check()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrite(regex: &str, replace: &str) -> Rewrite {
        Rewrite { regex: regex.to_owned(), replace: replace.to_owned() }
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn a_replacement_has_groups_and_text() {
        for (replace, groups, expected) in [
            ("internal.$1.example", 1, vec![text("internal."), Piece::Group(1), text(".example")]),
            ("/$1x$2", 2, vec![text("/"), Piece::Group(1), text("x"), Piece::Group(2)]),
            ("$10", 1, vec![Piece::Group(1), text("0")]),
            ("$10", 10, vec![Piece::Group(10)]),
            ("$0$", 0, vec![Piece::Group(0), text("$")]),
            ("a$b$$1", 1, vec![text("a$b$"), Piece::Group(1)]),
            ("", 0, vec![]),
        ] {
            assert_eq!(rewrite("x", replace).pieces(groups), expected, "{replace}");
        }
    }

    #[test]
    fn each_rule_refuses_what_breaks_it() {
        let host = |regex: &str, replace: &str| Transform::HostHeaderRewrite(rewrite(regex, replace));
        let url = |regex: &str, replace: &str| Transform::UrlRewrite(rewrite(regex, replace));
        let long = "x".repeat(1025);
        assert_eq!(check(&[host("^a(.+)$", "b$1"), url("^/a/(.*)$", "/$1")]), Ok(()));
        for (transforms, expected) in [
            (vec![url("a", "b"), url("c", "d")], TransformRefused::Repeated { kind: "url-rewrite" }),
            (vec![url("", "b")], TransformRefused::Length { what: "Regex" }),
            (vec![url(&long, "b")], TransformRefused::Length { what: "Regex" }),
            (vec![url("a", &long)], TransformRefused::Length { what: "Replace" }),
            (vec![url("(a)", "$2")], TransformRefused::NoSuchGroup { group: 2, groups: 1 }),
            (vec![host("a", "b\r\nc")], TransformRefused::Replacement { value: "b\r\nc".to_owned() }),
        ] {
            assert_eq!(check(&transforms), Err(expected), "{transforms:?}");
        }
        assert!(matches!(check(&[url("(?=a)", "b")]), Err(TransformRefused::Regex { .. })));
    }

    #[test]
    fn a_stored_transform_reads_as_it_was_written() {
        let transform = Transform::UrlRewrite(rewrite("^/a/(.*)$", "/$1"));
        let stored = serde_json::to_string(&transform).expect("plain data");
        assert_eq!(serde_json::from_str::<Transform>(&stored).expect("what was written"), transform);
    }
}
