//! Issuers: who signs a certificate. Chosen once, by the request, and kept with the certificate.
//!
//! A further kind of issuer (a private authority of an account, an upstream ACME server) is a variant of [`Issuer`], is
//! chosen in [`super::request::choose_issuer`], and signs where the compiler then asks for it:
//! [`Issuer::choose_authority`] and the job that issues.

use serde::{Deserialize, Serialize};

use crate::AuthorityId;
use crate::authority::{KeyFamily, Role, Term};
use crate::validity::Window;

#[cfg(test)]
mod tests;

/// Who signs the versions of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issuer {
    /// The instance's own hierarchy: one of the intermediates for the certificate's kind of key. Which one is chosen for
    /// each version and kept in it ([`super::Version::authority`]), so that no client comes to rely on one.
    Own,
}

impl Issuer {
    /// The authority that signs a leaf with this kind of key and this time. `None` when there is none that has begun.
    ///
    /// Of those that are valid all the while, `random` chooses one, so that no client comes to rely on one. Without any,
    /// it is the one that is valid longest, and the leaf ends with it.
    #[must_use]
    pub fn choose_authority(
        self,
        authorities: &[Term],
        family: KeyFamily,
        leaf: Window,
        random: u32,
    ) -> Option<AuthorityId> {
        let may_sign = |term: &&Term| match self {
            Issuer::Own => {
                term.tenant.is_none() && term.role == Role::Intermediate && term.key_family == family
            }
        };
        let candidates = authorities.iter().filter(may_sign);
        let begun: Vec<&Term> = candidates.filter(|term| term.window.not_before <= leaf.not_before).collect();
        let lasting: Vec<&&Term> =
            begun.iter().filter(|term| leaf.not_after <= term.window.not_after).collect();
        match lasting.len() {
            0 => begun.iter().max_by_key(|term| term.window.not_after).map(|term| term.id),
            count => Some(lasting[random as usize % count].id),
        }
    }
}
