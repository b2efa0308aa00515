//! Randomness: the one place that draws it, apart from keys and signatures, which aws-lc makes.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_store::RandomSource;
use uuid::Uuid;

/// Where random bytes come from. Keys are drawn inside aws-lc and not here.
#[derive(Clone)]
pub struct Entropy(RandomSource);

impl Entropy {
    /// The operating system's, through aws-lc.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that draws randomness")]
    pub fn system() -> Entropy {
        Entropy::from_source(|bytes| {
            aws_lc_rs::rand::fill(bytes).expect("aws-lc aborts before it hands out no randomness");
        })
    }

    /// Any other source: for tests that replay.
    #[must_use]
    pub fn from_source(source: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Entropy {
        Entropy(Arc::new(source))
    }

    /// The source, for a [`Sealer`](tegata_store::Sealer)'s nonces.
    #[must_use]
    pub fn source(&self) -> RandomSource {
        Arc::clone(&self.0)
    }

    /// Fills `bytes`.
    pub fn fill(&self, bytes: &mut [u8]) {
        (self.0)(bytes);
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A UUID of version 7 (RFC 9562 §5.7): sorts by time, so that new rows land side by side.
    #[must_use]
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// `length` characters drawn evenly from `alphabet` (at most 256 of them).
    #[must_use]
    pub fn text(&self, alphabet: &[u8], length: usize) -> String {
        // Rejecting the uneven rest keeps every character equally likely.
        let usable = 256 - 256 % alphabet.len();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let [byte] = self.bytes();
            if usize::from(byte) < usable {
                text.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
            }
        }
        text
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_uses_its_alphabet_alone() {
        let text = Entropy::system().text(b"ABC", 300);
        assert_eq!(text.len(), 300);
        for letter in ['A', 'B', 'C'] {
            assert!(text.contains(letter), "300 draws of 3 letters miss {letter}");
        }
    }

    #[test]
    fn identifiers_sort_by_time() {
        let entropy = Entropy::system();
        let early = entropy.uuid("2026-01-01T00:00:00Z".parse().expect("a time"));
        let late = entropy.uuid("2026-01-01T00:00:01Z".parse().expect("a time"));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
