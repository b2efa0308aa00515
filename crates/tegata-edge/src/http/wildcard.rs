//! Patterns with `*` for any number of characters and `?` for one.

/// Whether a pattern matches the whole of a text, byte by byte; `is_same` compares two bytes. Takes at most the product
/// of both lengths.
pub(super) fn matches(pattern: &str, text: &str, is_same: fn(&u8, &u8) -> bool) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    // The last `*`, and how much of the text it and everything before it have matched.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(expected) if *expected == b'?' || is_same(expected, &text[read]) => {
                at += 1;
                read += 1;
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
    pattern[at..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
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
            assert_eq!(matches(pattern, text, u8::eq), expected, "{pattern} {text}");
        }
        assert!(matches("/A*", "/a1", u8::eq_ignore_ascii_case));
    }
}
