//! Route 53's escapes: a backslash and three octal digits (Route 53 Developer Guide, "DNS domain name format").

/// A piece of a text in which backslashes escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A character that stands for itself.
    Plain(char),
    /// An octet, written as a backslash and three octal digits.
    Octal(u8),
    /// A character behind a backslash that is not a digit: values of records have `\"` and `\\`, names do not.
    Quoted(char),
}

/// A backslash that escapes nothing: at the end of the text, or before digits that are not the octal form of an octet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an escape: write a backslash and three octal digits up to 377")]
pub struct BadEscape(
    /// The backslash, with at most three characters behind it.
    pub String,
);

/// The pieces of a text. Which of them are allowed is for the reader to say.
///
/// # Errors
/// An item is an error for each backslash that escapes nothing.
pub fn pieces(text: &str) -> impl Iterator<Item = Result<Piece, BadEscape>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.chars();
        let first = characters.next()?;
        rest = characters.as_str();
        if first != '\\' {
            return Some(Ok(Piece::Plain(first)));
        }
        let bad = || BadEscape(format!("\\{}", rest.chars().take(3).collect::<String>()));
        let Some(escaped) = rest.chars().next() else { return Some(Err(bad())) };
        if !escaped.is_ascii_digit() {
            rest = &rest[escaped.len_utf8()..];
            return Some(Ok(Piece::Quoted(escaped)));
        }
        let digits = rest.get(..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
        let Some(octet) = digits.and_then(|digits| u8::from_str_radix(digits, 8).ok()) else {
            let bad = bad();
            rest = &rest[1..];
            return Some(Err(bad));
        };
        rest = &rest[3..];
        Some(Ok(Piece::Octal(octet)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_three_octal_digits_or_another_character() {
        use Piece::{Octal, Plain, Quoted};
        for (text, expected) in [
            ("a\\052b", vec![Plain('a'), Octal(b'*'), Plain('b')]),
            ("\\377", vec![Octal(255)]),
            ("\\\"\\\\", vec![Quoted('"'), Quoted('\\')]),
            ("\\\u{e4}", vec![Quoted('\u{e4}')]),
        ] {
            assert_eq!(pieces(text).collect::<Result<Vec<_>, _>>().as_deref(), Ok(&expected[..]), "{text}");
        }
        for (text, escape) in [
            ("\\", "\\"),
            ("\\05", "\\05"),
            ("\\400x", "\\400"),
            ("\\189", "\\189"),
            ("\\1\u{e4}", "\\1\u{e4}"),
        ] {
            assert_eq!(pieces(text).find_map(Result::err), Some(BadEscape(escape.to_owned())), "{text}");
        }
    }
}
