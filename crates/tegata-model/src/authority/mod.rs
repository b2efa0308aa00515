//! Authorities: the certification authorities that this instance runs, and how they are laid out.
//!
//! ```text
//!            older root (RSA)
//!             │ cross-signs │
//!   root (RSA-2048)      root (P-256)
//!    ├ intermediate 1     ├ intermediate 1
//!    └ intermediate 2     └ intermediate 2
//! ```
//!
//! The shape is that of Amazon Trust Services (ACM User Guide, "Certificate characteristics"): a leaf
//! verifies from the new root alone and, through the cross-certificate, from the older root alone.

mod plan;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::validity::Window;
use crate::{AuthorityId, Tenant};

pub use plan::{
    INTERMEDIATES_PER_FAMILY, KeyStrength, PlannedAuthority, PlannedIntermediate, SUCCEEDED_BEFORE,
    intermediate_name, plan_hierarchy, plan_intermediates, root_warning,
};

/// What an authority's certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The older self-signed root: anchors clients whose trust stores are old.
    OlderRoot,
    /// A self-signed root.
    Root,
    /// A root's name and key, signed by the older root.
    CrossCertificate,
    /// Signs leaves; may sign no authority (path length 0).
    Intermediate,
}

/// Which keys an authority signs with, and so which leaves it signs: families are not mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyFamily {
    /// RSA.
    Rsa,
    /// Elliptic curves.
    Ec,
}

/// One certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Which.
    pub id: AuthorityId,
    /// Whose it is; `None` for the instance's own hierarchy, which signs for every account.
    pub tenant: Option<Tenant>,
    /// What it is for.
    pub role: Role,
    /// What it signs with.
    pub key_family: KeyFamily,
    /// Its common name.
    pub name: String,
    /// The certificate, in DER.
    pub certificate_der: Vec<u8>,
    /// Who signed it; `None` for a root.
    pub issuer: Option<AuthorityId>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Role {
    /// The name kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::OlderRoot => "older-root",
            Role::Root => "root",
            Role::CrossCertificate => "cross-certificate",
            Role::Intermediate => "intermediate",
        }
    }

    /// The role of a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Role> {
        [Role::OlderRoot, Role::Root, Role::CrossCertificate, Role::Intermediate]
            .into_iter()
            .find(|role| role.as_str() == name)
    }
}

impl KeyFamily {
    /// The name kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            KeyFamily::Rsa => "rsa",
            KeyFamily::Ec => "ec",
        }
    }

    /// The family of a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<KeyFamily> {
        [KeyFamily::Rsa, KeyFamily::Ec].into_iter().find(|family| family.as_str() == name)
    }
}

/// From when to when an authority is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Which authority.
    pub id: AuthorityId,
    /// Whose it is; `None` for the instance's own hierarchy.
    pub tenant: Option<Tenant>,
    /// What it is for.
    pub role: Role,
    /// What it signs with.
    pub key_family: KeyFamily,
    /// From when to when.
    pub window: Window,
}
