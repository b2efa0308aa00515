//! Issuers: who signs a certificate. Chosen once, by the request, and kept with the certificate.
//!
//! A further kind of issuer (a private authority of an account, an upstream ACME server) is a variant of [`Issuer`], is
//! chosen in [`super::request::choose_issuer`], and signs where the compiler then asks for it: [`crate::authority::choose_intermediate`] and
//! the job that issues.

use serde::{Deserialize, Serialize};

/// Who signs the versions of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issuer {
    /// The instance's own hierarchy: one of the intermediates for the certificate's kind of key. Which one is chosen for
    /// each version and kept in it ([`super::Version::authority`]), so that no client comes to rely on one.
    Own,
}
