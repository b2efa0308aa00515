//! Key algorithms, as calls and commands write them.

/// Every algorithm that a list may show: without them ACM lists RSA-2048 alone.
pub(crate) const KEY_TYPES: [&str; 7] =
    ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"];

/// A key algorithm as commands take it: ACM writes hyphens in some answers and underscores in others.
pub(super) fn key(algorithm: &str) -> String {
    algorithm.replace('-', "_")
}
