//! Patterns with `*` for any number of characters and `?` for one.

/// Which of two letters are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Upper and lower case differ.
    Differs,
    /// They do not, in ASCII.
    Ignored,
}

/// What a pattern has in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    One,
    Any,
}

/// A pattern that a whole text has to match.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wildcard {
    tokens: Box<[Token]>,
    case: Case,
}

impl Wildcard {
    /// A pattern in which each `*` and `?` is a wildcard.
    pub(super) fn new(pattern: &str, case: Case) -> Wildcard {
        Wildcard::of(pattern.bytes().map(wild), case)
    }

    /// A pattern in which `\*`, `\?` and `\\` stand for the characters themselves.
    pub(super) fn with_escapes(pattern: &str, case: Case) -> Wildcard {
        let mut bytes = pattern.bytes().peekable();
        let mut tokens = Vec::with_capacity(pattern.len());
        while let Some(byte) = bytes.next() {
            let escaped = bytes.next_if(|next| byte == b'\\' && matches!(next, b'*' | b'?' | b'\\'));
            tokens.push(escaped.map_or_else(|| wild(byte), Token::Byte));
        }
        Wildcard::of(tokens, case)
    }

    fn of(tokens: impl IntoIterator<Item = Token>, case: Case) -> Wildcard {
        let folded = tokens.into_iter().map(|token| match (token, case) {
            (Token::Byte(byte), Case::Ignored) => Token::Byte(byte.to_ascii_lowercase()),
            (token, _) => token,
        });
        let mut tokens: Vec<Token> = folded.collect();
        // Several `*` in a row are one.
        tokens.dedup_by(|one, before| *one == Token::Any && *before == Token::Any);
        Wildcard { tokens: tokens.into(), case }
    }

    /// Whether the pattern matches the whole of a text. Takes at most the product of both lengths.
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        let (mut at, mut read) = (0, 0);
        // The last `*`, and how much of the text it and everything before it have matched.
        let mut star: Option<(usize, usize)> = None;
        while read < text.len() {
            match self.tokens.get(at) {
                Some(Token::Any) => {
                    star = Some((at, read));
                    at += 1;
                }
                Some(Token::One) => (at, read) = (at + 1, read + 1),
                Some(Token::Byte(expected)) if self.is_same(*expected, text[read]) => {
                    (at, read) = (at + 1, read + 1);
                }
                // The last `*` takes one byte more, and the rest is tried again.
                _ => match star {
                    Some((star_at, taken)) => {
                        star = Some((star_at, taken + 1));
                        (at, read) = (star_at + 1, taken + 1);
                    }
                    None => return false,
                },
            }
        }
        self.tokens[at..].iter().all(|rest| *rest == Token::Any)
    }

    fn is_same(&self, expected: u8, byte: u8) -> bool {
        match self.case {
            Case::Differs => expected == byte,
            Case::Ignored => expected == byte.to_ascii_lowercase(),
        }
    }

    /// The longest run of characters that each text has in it that matches.
    pub(super) fn literal(&self) -> Vec<u8> {
        let runs = self.tokens.split(|token| !matches!(token, Token::Byte(_)));
        let longest = runs.max_by_key(|run| run.len()).unwrap_or_default();
        let bytes = longest.iter().filter_map(|token| match token {
            Token::Byte(byte) => Some(*byte),
            Token::One | Token::Any => None,
        });
        bytes.collect()
    }
}

fn wild(byte: u8) -> Token {
    match byte {
        b'*' => Token::Any,
        b'?' => Token::One,
        byte => Token::Byte(byte),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_match_the_whole_text() {
        for (pattern, text, expected) in [
            ("/img/*", "/img/", true),
            ("/img/*", "/img/a/b.png", true),
            ("/img/*", "/image/a", false),
            ("/img/*/pics", "/img/a/b/pics", true),
            ("*.example.com", "www.example.com", true),
            ("*.example.com", "example.com", false),
            ("?.example.com", "a.example.com", true),
            ("?.example.com", "ab.example.com", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b-d", false),
            ("*", "", true),
            ("**", "x", true),
            ("", "", true),
            ("", "x", false),
            ("?", "", false),
            ("/A*", "/a1", false),
        ] {
            let matched = Wildcard::new(pattern, Case::Differs).matches(text.as_bytes());
            assert_eq!(matched, expected, "{pattern} {text}");
        }
        assert!(Wildcard::new("/A*", Case::Ignored).matches(b"/a1"));
        assert!(Wildcard::new("/a*", Case::Ignored).matches(b"/A1"));
    }

    #[test]
    fn an_escaped_wildcard_stands_for_itself() {
        for (pattern, text, expected) in [
            (r"a\*", "a*", true),
            (r"a\*", "ab", false),
            (r"a\?*", "a?bc", true),
            (r"a\\*", r"a\bc", true),
            (r"a\b", r"a\b", true),
            (r"\", r"\", true),
        ] {
            let matched = Wildcard::with_escapes(pattern, Case::Ignored).matches(text.as_bytes());
            assert_eq!(matched, expected, "{pattern} {text}");
        }
        assert!(Wildcard::new(r"a\*", Case::Differs).matches(r"a\bc".as_bytes()));
    }

    #[test]
    fn the_longest_literal_is_found() {
        for (pattern, literal) in
            [("/a/*", "/a/"), ("*.Example.com", ".example.com"), ("a*bcd?e", "bcd"), ("*", "")]
        {
            assert_eq!(Wildcard::new(pattern, Case::Ignored).literal(), literal.as_bytes());
        }
    }

    /// The definition, written down: slow, and plainly right.
    fn reference(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, _) => text.is_empty(),
            (Some((b'*', rest)), _) => (0..=text.len()).any(|taken| reference(rest, &text[taken..])),
            (Some((b'?', rest)), Some((_, after))) => reference(rest, after),
            (Some((byte, rest)), Some((first, after))) => byte == first && reference(rest, after),
            (Some(_), None) => false,
        }
    }

    proptest! {
        #[test]
        fn a_pattern_matches_what_its_definition_says(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let wildcard = Wildcard::new(&pattern, Case::Differs);
            let expected = reference(pattern.as_bytes(), text.as_bytes());
            prop_assert_eq!(wildcard.matches(text.as_bytes()), expected);
            if expected {
                let literal = wildcard.literal();
                prop_assert!(literal.is_empty() || text.as_bytes().windows(literal.len()).any(|part| part == literal));
            }
        }
    }
}
