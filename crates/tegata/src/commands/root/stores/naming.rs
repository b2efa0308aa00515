//! How a root is named in a store, so that it is found again.

/// How much of a fingerprint names a root in a store.
const FINGERPRINT_CHARACTERS: usize = 16;
/// What begins the name of each root that Tegata puts anywhere.
const PREFIX: &str = "tegata-root-";

/// The name of a root in a store.
pub(super) fn name(fingerprint: &str) -> String {
    let part: String = fingerprint.chars().take(FINGERPRINT_CHARACTERS).collect();
    format!("{PREFIX}{part}")
}
