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

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::AuthorityId;

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

/// How large the keys of the hierarchy are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyStrength {
    /// RSA-2048 and P-256, as Amazon Root CA 1 and 3.
    #[default]
    Usual,
    /// RSA-4096 and P-384, as Amazon Root CA 2 and 4.
    High,
}

/// One certificate that the hierarchy is going to have; issuers stand before those they sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAuthority {
    /// What it is for.
    pub role: Role,
    /// What it signs with.
    pub key_family: KeyFamily,
    /// Its common name.
    pub name: String,
    /// Which entry of the plan signs it; `None` for itself.
    pub issuer: Option<usize>,
    /// Whose key it carries; `None` for one of its own.
    pub key_of: Option<usize>,
    /// First and last day of its validity, both included.
    pub valid: (Date, Date),
}

/// How many intermediates each family has: more than one, so that nobody pins them.
pub const INTERMEDIATES_PER_FAMILY: usize = 2;

/// Lays out a hierarchy for `organisation`, beginning on `today`.
///
/// Roots live 20 years and the older one 22, intermediates 8: within what the CA/B Forum's Baseline
/// Requirements (§6.3.2) and root programs accept, and as Amazon Trust Services does.
#[must_use]
pub fn plan_hierarchy(organisation: &str, strength: KeyStrength, today: Date) -> Vec<PlannedAuthority> {
    let years = |count: i16| {
        today
            .checked_add(jiff::Span::new().years(i64::from(count)))
            .and_then(Date::yesterday)
            .unwrap_or(Date::MAX)
    };
    let root_life = (today, years(20));
    let (rsa_bits, ec_bits) = match strength {
        KeyStrength::Usual => (2048, 256),
        KeyStrength::High => (4096, 384),
    };
    let mut plan = vec![PlannedAuthority {
        role: Role::OlderRoot,
        key_family: KeyFamily::Rsa,
        name: format!("{organisation} Services Root CA"),
        issuer: None,
        key_of: None,
        valid: (today, years(22)),
    }];
    for (number, family) in [(1, KeyFamily::Rsa), (3, KeyFamily::Ec)] {
        let name = format!("{organisation} Root CA {number}");
        let root = plan.len();
        plan.push(PlannedAuthority {
            role: Role::Root,
            key_family: family,
            name: name.clone(),
            issuer: None,
            key_of: None,
            valid: root_life,
        });
        plan.push(PlannedAuthority {
            role: Role::CrossCertificate,
            key_family: family,
            name,
            issuer: Some(0),
            key_of: Some(root),
            valid: root_life,
        });
        for ordinal in 1..=INTERMEDIATES_PER_FAMILY {
            let name = match family {
                KeyFamily::Rsa => format!("{organisation} RSA {rsa_bits} M{ordinal:02}"),
                KeyFamily::Ec => format!("{organisation} ECDSA {ec_bits} M{ordinal:02}"),
            };
            plan.push(PlannedAuthority {
                role: Role::Intermediate,
                key_family: family,
                name,
                issuer: Some(root),
                key_of: None,
                valid: (today, years(8)),
            });
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_stand_before_those_they_sign_and_families_are_not_mixed() {
        let plan = plan_hierarchy("Tegata", KeyStrength::Usual, Date::constant(2026, 11, 23));
        for (place, planned) in plan.iter().enumerate() {
            if let Some(issuer) = planned.issuer {
                assert!(issuer < place, "{}", planned.name);
                assert!(plan[issuer].valid.1 >= planned.valid.1, "{} outlives its issuer", planned.name);
            }
            if planned.role == Role::Intermediate {
                let issuer = &plan[planned.issuer.expect("an intermediate has an issuer")];
                assert_eq!(issuer.key_family, planned.key_family);
            }
        }
    }

    #[test]
    fn each_family_has_a_root_a_cross_certificate_and_two_intermediates() {
        let plan = plan_hierarchy("Tegata", KeyStrength::High, Date::constant(2026, 11, 23));
        for family in [KeyFamily::Rsa, KeyFamily::Ec] {
            let count = |role| plan.iter().filter(|p| p.role == role && p.key_family == family).count();
            assert_eq!(
                (count(Role::Root), count(Role::CrossCertificate), count(Role::Intermediate)),
                (1, 1, 2)
            );
        }
    }
}
