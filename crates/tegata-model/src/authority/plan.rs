//! What the instance's own hierarchy is going to have, and when an intermediate is followed by another.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{KeyFamily, Role, Term};
use crate::AuthorityId;

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

/// How many intermediates each family has: more than one, so that no client pins one.
pub const INTERMEDIATES_PER_FAMILY: usize = 2;

/// Lays out a hierarchy for `organisation`, beginning on `today`.
///
/// Roots live 20 years and the older one 22, intermediates 8: within what the CA/B Forum's Baseline
/// Requirements (§6.3.2) and root programs accept, and as Amazon Trust Services does.
#[must_use]
pub fn plan_hierarchy(organisation: &str, strength: KeyStrength, today: Date) -> Vec<PlannedAuthority> {
    let years = |count| last_day(today, count);
    let root_life = (today, years(20));
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
            let name = intermediate_name(organisation, family, strength, ordinal);
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

/// The common name of an intermediate, such as `Tegata RSA 2048 M03`; `ordinal` counts from 1 within its family.
#[must_use]
pub fn intermediate_name(
    organisation: &str,
    family: KeyFamily,
    strength: KeyStrength,
    ordinal: usize,
) -> String {
    let (algorithm, bits) = match (family, strength) {
        (KeyFamily::Rsa, KeyStrength::Usual) => ("RSA", 2048),
        (KeyFamily::Rsa, KeyStrength::High) => ("RSA", 4096),
        (KeyFamily::Ec, KeyStrength::Usual) => ("ECDSA", 256),
        (KeyFamily::Ec, KeyStrength::High) => ("ECDSA", 384),
    };
    format!("{organisation} {algorithm} {bits} M{ordinal:02}")
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
/// than [`SUCCEEDED_BEFORE`], or for as long as their root. None is made under a root that has ended. Only the instance's
/// own hierarchy is looked after: an account's authorities are the account's to replace.
#[must_use]
pub fn plan_intermediates(authorities: &[Term], now: Timestamp) -> Vec<PlannedIntermediate> {
    let today = TimeZone::UTC.to_datetime(now).date();
    let own = || authorities.iter().filter(|term| term.tenant.is_none());
    let roots = own().filter(|term| {
        term.role == Role::Root && term.window.not_before <= now && now < term.window.not_after
    });
    let mut planned = Vec::new();
    for root in roots {
        let of_family =
            || own().filter(|term| term.role == Role::Intermediate && term.key_family == root.key_family);
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
