//! Codec for X.509 (RFC 5280): keys, certificates, revocation lists, lint, chains, and looking at them.
//!
//! Signing is in two steps, so that what is going to be signed can be linted and put on record before a key
//! is used: [`profile`] gives the bytes to be signed, [`sign`] signs them.
//! Keys, signatures and digests are aws-lc's; DER is RustCrypto's `der` and `x509-cert`, whose to-be-signed
//! structures are private and whose revocation-list builder copies the issuer's own authority key identifier,
//! so those two are laid out here on `der`'s derives. Paths are verified by `rustls-webpki` on aws-lc.

pub mod ca_bundle;
pub mod certified;
pub mod chain;
pub mod client_certificate;
pub mod crl;
pub mod describe;
pub mod encrypted_key;
pub mod key;
pub mod key_file;
pub mod lint;
pub mod names;
pub mod ocsp;
pub mod pem;
pub mod profile;
pub mod revocation_file;
pub mod signing_request;
pub mod strict_pem;
pub mod validity;

mod encode;
mod key_name;

pub use certified::ReadCertificate;
pub use key::{KeyAlgorithm, PrivateKey, Signer};
pub use key_file::KeyFile;
pub use key_name::key_name;
pub use profile::{AuthorityName, Issuer, sign};

/// Why X.509 bytes could not be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not DER, or not of the structure that was expected.
    #[error("{what} cannot be read: {why}")]
    Form {
        /// What was read.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A value that a certificate cannot carry.
    #[error("{what} cannot be written: {why}")]
    Value {
        /// Which value.
        what: &'static str,
        /// Why not.
        why: String,
    },
    /// Longer or more than is accepted.
    #[error("{what} is larger than {limit}")]
    TooLarge {
        /// What is.
        what: &'static str,
        /// How large it may be.
        limit: usize,
    },
    /// A key that cannot be made or used.
    #[error("the key cannot be used: {0}")]
    Key(&'static str),
}

impl Error {
    fn form(what: &'static str, why: impl std::fmt::Display) -> Error {
        Error::Form { what, why: why.to_string() }
    }

    fn value(what: &'static str, why: impl std::fmt::Display) -> Error {
        Error::Value { what, why: why.to_string() }
    }
}
