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

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::AuthorityId;
use crate::validity::Window;

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

/// How long an intermediate is valid, in years.
const INTERMEDIATE_YEARS: i16 = 8;

/// How many intermediates each family has: more than one, so that nobody pins them.
pub const INTERMEDIATES_PER_FAMILY: usize = 2;

/// Lays out a hierarchy for `organisation`, beginning on `today`.
///
/// Roots live 20 years and the older one 22, intermediates 8: within what the CA/B Forum's Baseline
/// Requirements (§6.3.2) and root programs accept, and as Amazon Trust Services does.
#[must_use]
pub fn plan_hierarchy(organisation: &str, strength: KeyStrength, today: Date) -> Vec<PlannedAuthority> {
    let years = |count| last_day(today, count);
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
                valid: (today, years(INTERMEDIATE_YEARS)),
            });
        }
    }
    plan
}

/// The last day of `count` years that begin on `today`.
fn last_day(today: Date, count: i16) -> Date {
    today
        .checked_add(jiff::Span::new().years(i64::from(count)))
        .and_then(Date::yesterday)
        .unwrap_or(Date::MAX)
}

/// How long before its end an intermediate gets a successor: longer than any leaf is valid, so that there is always one
/// which outlives what it signs, and long enough for an operator to see that it failed.
pub const SUCCEEDED_BEFORE: SignedDuration = SignedDuration::from_hours(366 * 24);

/// How long before the end of a root an operator is warned, in days; each once.
const ROOT_WARNED_DAYS: [i64; 6] = [0, 30, 90, 180, 365, 730];

/// From when to when an authority is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Which authority.
    pub id: AuthorityId,
    /// What it is for.
    pub role: Role,
    /// What it signs with.
    pub key_family: KeyFamily,
    /// From when to when.
    pub window: Window,
}

/// An intermediate that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedIntermediate {
    /// The root that signs it.
    pub root: AuthorityId,
    /// What it signs with.
    pub key_family: KeyFamily,
    /// Which of its family it is, counted from 1 and with those that have ended: the number in its name.
    pub ordinal: usize,
    /// First and last day of its validity, both included.
    pub valid: (Date, Date),
}

/// The intermediates that are missing at `now`: each family has [`INTERMEDIATES_PER_FAMILY`] that are valid for longer
/// than [`SUCCEEDED_BEFORE`], or for as long as their root. None is made under a root that has ended.
#[must_use]
pub fn plan_intermediates(authorities: &[Term], now: Timestamp) -> Vec<PlannedIntermediate> {
    let today = TimeZone::UTC.to_datetime(now).date();
    let roots = authorities.iter().filter(|term| {
        term.role == Role::Root && term.window.not_before <= now && now < term.window.not_after
    });
    let mut planned = Vec::new();
    for root in roots {
        let of_family = || {
            authorities
                .iter()
                .filter(|term| term.role == Role::Intermediate && term.key_family == root.key_family)
        };
        let long_enough = root.window.not_after.min(now + SUCCEEDED_BEFORE);
        let lasting = of_family().filter(|term| term.window.not_after >= long_enough).count();
        let root_ends = TimeZone::UTC.to_datetime(root.window.not_after).date();
        let last = last_day(today, INTERMEDIATE_YEARS).min(root_ends);
        let made = of_family().count();
        planned.extend((lasting..INTERMEDIATES_PER_FAMILY).enumerate().map(|(number, _)| {
            PlannedIntermediate {
                root: root.id,
                key_family: root.key_family,
                ordinal: made + number + 1,
                valid: (today, last),
            }
        }));
    }
    planned
}

/// Which warning about the end of a root is due at `now`: the fewest days of those that have been reached. `None` while
/// the end is far.
#[must_use]
pub fn root_warning(root: &Term, now: Timestamp) -> Option<i64> {
    let left = now.duration_until(root.window.not_after);
    ROOT_WARNED_DAYS.into_iter().find(|days| left <= SignedDuration::from_hours(24 * days))
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
    fn term(role: Role, key_family: KeyFamily, number: u128, from: &str, to: &str) -> Term {
        let window = Window { not_before: at(from), not_after: at(to) };
        Term { id: AuthorityId(uuid::Uuid::from_u128(number)), role, key_family, window }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn hierarchy() -> Vec<Term> {
        let mut terms =
            vec![term(Role::Root, KeyFamily::Ec, 1, "2026-11-28T00:00:00Z", "2046-11-27T23:59:59Z")];
        terms.extend([2, 3].map(|number| {
            term(Role::Intermediate, KeyFamily::Ec, number, "2026-11-28T00:00:00Z", "2034-11-27T23:59:59Z")
        }));
        terms
    }

    #[test]
    fn intermediates_get_successors_a_year_before_they_end() {
        let terms = hierarchy();
        assert_eq!(plan_intermediates(&terms, at("2033-11-20T00:00:00Z")), []);
        let planned = plan_intermediates(&terms, at("2033-12-01T10:00:00Z"));
        let ordinals: Vec<usize> = planned.iter().map(|planned| planned.ordinal).collect();
        assert_eq!(ordinals, [3, 4]);
        assert_eq!(planned[0].valid, (Date::constant(2033, 12, 1), Date::constant(2041, 11, 30)));
        assert_eq!(planned[0].root, terms[0].id);
        assert_eq!(
            plan_intermediates(&terms, at("2036-03-21T00:00:00Z")).len(),
            2,
            "after their end as well"
        );
    }

    #[test]
    fn the_last_intermediates_end_with_their_root() {
        let mut terms = hierarchy();
        let late = at("2046-06-01T00:00:00Z");
        let planned = plan_intermediates(&terms, late);
        assert_eq!(planned[0].valid.1, Date::constant(2046, 11, 27));
        terms.extend([4, 5].map(|number| {
            let (from, to) = ("2046-06-01T00:00:00Z", "2046-11-27T23:59:59Z");
            term(Role::Intermediate, KeyFamily::Ec, number, from, to)
        }));
        assert_eq!(plan_intermediates(&terms, late), [], "and are made once");
        assert_eq!(plan_intermediates(&hierarchy(), at("2046-11-28T00:00:00Z")), [], "the root has ended");
        assert_eq!(plan_intermediates(&hierarchy(), at("2026-11-27T00:00:00Z")), [], "it has not begun");
    }

    #[test]
    fn the_end_of_a_root_is_warned_of_step_by_step() {
        let root = hierarchy()[0];
        for (now, warning) in [
            ("2044-01-01T00:00:00Z", None),
            ("2045-01-01T00:00:00Z", Some(730)),
            ("2045-12-01T00:00:00Z", Some(365)),
            ("2046-11-01T00:00:00Z", Some(30)),
            ("2047-01-01T00:00:00Z", Some(0)),
        ] {
            assert_eq!(root_warning(&root, at(now)), warning, "{now}");
        }
    }
}
