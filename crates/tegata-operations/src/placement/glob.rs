//! Which requests for a name a rule may be for.

use tegata_model::load_balancing::Rule;
use tegata_model::load_balancing::condition::{Condition, Patterns};

/// Whether a rule may be for requests for `host`. What is asked of the rest of a request does not count, and a regular
/// expression may match.
pub(super) fn may_be_for(rule: &Rule, host: &str) -> bool {
    rule.conditions.iter().all(|condition| match condition {
        Condition::HostHeader { patterns: Patterns::Wildcards(patterns) } => {
            patterns.iter().any(|pattern| matches(pattern.to_ascii_lowercase().as_bytes(), host.as_bytes()))
        }
        _ => true,
    })
}

/// Whether a text matches a pattern with `*` for any number of characters and `?` for one.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at_pattern, mut at_text) = (0, 0);
    // Where to go on when what follows the last `*` does not match: that `*` takes one character more.
    let mut last_star: Option<(usize, usize)> = None;
    while at_text < text.len() {
        match pattern.get(at_pattern) {
            Some(b'*') => {
                last_star = Some((at_pattern, at_text));
                at_pattern += 1;
            }
            Some(letter) if *letter == b'?' || *letter == text[at_text] => {
                at_pattern += 1;
                at_text += 1;
            }
            _ => match last_star {
                Some((star, taken)) => {
                    last_star = Some((star, taken + 1));
                    at_pattern = star + 1;
                    at_text = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at_pattern..].iter().all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        for (pattern, text, does) in [
            ("www.example.com", "www.example.com", true),
            ("*.example.com", "www.example.com", true),
            ("*.example.com", "example.com", false),
            ("w?w.*", "www.example.com", true),
            ("*a*b", "xaxbxb", true),
            ("*a*b", "xaxbxc", false),
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), does, "{pattern} {text}");
        }
    }
}
