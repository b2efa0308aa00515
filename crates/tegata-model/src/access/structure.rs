//! Bounds on how policies are built, checked before anything else reads them: expressions are trees, and what reads,
//! copies and frees trees goes as deep into the stack as they are.

/// The deepest nesting of brackets.
const NESTED_MAX: usize = 64;
/// The most words and signs in one policy, strings and commas apart: a chain of them is a tree as deep.
const TOKENS_MAX: usize = 2000;

/// Where a text is too deep or too long in one piece, and which bound it breaks.
pub(super) fn check(text: &str) -> Result<(), (usize, String)> {
    let bytes = text.as_bytes();
    let (mut at, mut nested, mut tokens) = (0, 0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let begin = at;
        at += 1;
        match byte {
            b'"' => at = after_string(bytes, at),
            b'/' if bytes.get(at) == Some(&b'/') => at = after_line(bytes, at),
            b',' => {}
            b';' => tokens = 0,
            byte if byte.is_ascii_whitespace() => {}
            byte if is_of_a_word(*byte) => {
                at += bytes[at..].iter().take_while(|byte| is_of_a_word(**byte)).count();
                tokens += 1;
            }
            byte => {
                tokens += 1;
                match byte {
                    b'(' | b'[' | b'{' => nested += 1,
                    b')' | b']' | b'}' => nested = nested.saturating_sub(1),
                    _ => {}
                }
            }
        }
        if nested > NESTED_MAX {
            return Err((begin, format!("brackets are nested more than {NESTED_MAX} deep")));
        }
        if tokens > TOKENS_MAX {
            let cause = format!("one policy has more than {TOKENS_MAX} tokens; split it into several");
            return Err((begin, cause));
        }
    }
    Ok(())
}

fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn after_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

fn after_line(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| **byte != b'\n').count()
}
