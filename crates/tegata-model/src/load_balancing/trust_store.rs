//! Trust stores: the authorities whose certificates listeners take from clients, and target groups from targets; and what
//! these authorities have revoked (ELB User Guide, "Mutual authentication with TLS").

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::identifier::TrustStoreId;
use super::tags::{self, TagsRefused};
use crate::Tenant;
use crate::tag::Tag;

/// How many trust stores a tenant may have (ELB quota "Trust stores per account").
pub const PER_TENANT_MAX: usize = 20;
/// How many revocation lists a trust store may have (ELB quota "Revocation lists per trust store").
pub const REVOCATIONS_MAX: usize = 30;
/// How many revoked certificates a trust store may have, on all its lists (ELB quota "Revocation entries per trust store").
pub const REVOKED_ENTRIES_MAX: u64 = 500_000;

/// A trust store as it is stored, its bundle and its revocation lists apart. New members need a serde default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustStore {
    /// Which.
    pub id: TrustStoreId,
    /// Whose and where.
    pub tenant: Tenant,
    /// Unique in the tenant; never changes.
    pub name: String,
    /// SHA-256 of the bundle, in hexadecimal: two requests for the same are told by it.
    pub bundle_digest: String,
    /// How many certificates the bundle has.
    pub ca_certificates: u32,
    /// How many revoked certificates are on its lists.
    pub revoked_entries: u64,
    /// The number of the revocation list that comes next. Numbers are not used again.
    pub next_revocation: u64,
    /// Its owner's tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A revocation list of a trust store, without its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// Its number in the trust store.
    pub id: u64,
    /// How many revoked certificates it has.
    pub entries: u64,
}

/// What a bundle that was read is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// SHA-256, in hexadecimal.
    pub digest: String,
    /// How many certificates it has.
    pub ca_certificates: u32,
}

/// What to do about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// Keep this new one.
    New(Box<TrustStore>),
    /// It is there already, with the same bundle and tags.
    Existing(Box<TrustStore>),
}

/// Why a trust store was not made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustStoreRefused {
    /// Another one has the name.
    NameTaken,
    /// The tenant has [`PER_TENANT_MAX`].
    TooMany,
    /// Tags.
    Tags(TagsRefused),
    /// More than [`REVOCATIONS_MAX`] lists.
    TooManyRevocations,
    /// More than [`REVOKED_ENTRIES_MAX`].
    TooManyEntries,
}

/// A request for a trust store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTrustStore {
    /// `Name`; the contract has checked its letters.
    pub name: String,
    /// What it is to hold.
    pub bundle: Bundle,
    /// What it shall carry.
    pub tags: Vec<Tag>,
}

/// Decides about a request for a trust store. `of_that_name` is the tenant's that has the name, and `owned` is how many it
/// has.
///
/// # Errors
/// See [`TrustStoreRefused`].
pub fn plan_creation(
    id: TrustStoreId,
    tenant: &Tenant,
    request: NewTrustStore,
    of_that_name: Option<TrustStore>,
    owned: usize,
    now: Timestamp,
) -> Result<Creation, TrustStoreRefused> {
    let NewTrustStore { name, bundle, tags } = request;
    let tags = tags::add(&[], &tags).map_err(TrustStoreRefused::Tags)?;
    if let Some(existing) = of_that_name {
        let is_same = existing.bundle_digest == bundle.digest && existing.tags == tags;
        return match is_same {
            true => Ok(Creation::Existing(Box::new(existing))),
            false => Err(TrustStoreRefused::NameTaken),
        };
    }
    if owned >= PER_TENANT_MAX {
        return Err(TrustStoreRefused::TooMany);
    }
    Ok(Creation::New(Box::new(TrustStore {
        id,
        tenant: tenant.clone(),
        name,
        bundle_digest: bundle.digest,
        ca_certificates: bundle.ca_certificates,
        revoked_entries: 0,
        next_revocation: 1,
        tags,
        created_at: now,
    })))
}

impl TrustStore {
    /// The same with another bundle.
    #[must_use]
    pub fn with_bundle(self, bundle: Bundle) -> TrustStore {
        TrustStore { bundle_digest: bundle.digest, ca_certificates: bundle.ca_certificates, ..self }
    }

    /// Adds revocation lists with so many entries each to the `present` ones; gives their numbers.
    ///
    /// # Errors
    /// When there would be too many lists or entries.
    pub fn add_revocations(
        &mut self,
        present: usize,
        entries: &[u64],
    ) -> Result<Vec<Revocation>, TrustStoreRefused> {
        if present.saturating_add(entries.len()) > REVOCATIONS_MAX {
            return Err(TrustStoreRefused::TooManyRevocations);
        }
        let added = entries.iter().fold(self.revoked_entries, |sum, more| sum.saturating_add(*more));
        if added > REVOKED_ENTRIES_MAX {
            return Err(TrustStoreRefused::TooManyEntries);
        }
        let first = self.next_revocation;
        let made = (first..).zip(entries).map(|(id, entries)| Revocation { id, entries: *entries });
        let made: Vec<Revocation> = made.collect();
        self.next_revocation = first.saturating_add(made.len() as u64);
        self.revoked_entries = added;
        Ok(made)
    }

    /// Takes a revocation list off.
    pub fn remove_revocation(&mut self, removed: Revocation) {
        self.revoked_entries = self.revoked_entries.saturating_sub(removed.entries);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(
        of_that_name: Option<TrustStore>,
        owned: usize,
        digest: &str,
    ) -> Result<Creation, TrustStoreRefused> {
        let tenant = Tenant {
            account: "000000000000".parse().expect("an account"),
            region: "us-east-1".parse().expect("a region"),
        };
        let bundle = Bundle { digest: digest.to_owned(), ca_certificates: 2 };
        let request = NewTrustStore { name: "clients".to_owned(), bundle, tags: Vec::new() };
        plan_creation(TrustStoreId(1), &tenant, request, of_that_name, owned, Timestamp::UNIX_EPOCH)
    }

    fn made() -> TrustStore {
        match plan(None, 0, "a").expect("planned") {
            Creation::New(made) => *made,
            Creation::Existing(_) => panic!("it is new"),
        }
    }

    #[test]
    fn a_name_is_for_one_bundle() {
        assert!(matches!(plan(Some(made()), 1, "a"), Ok(Creation::Existing(_))));
        assert_eq!(plan(Some(made()), 1, "b"), Err(TrustStoreRefused::NameTaken));
        assert_eq!(plan(None, PER_TENANT_MAX, "a"), Err(TrustStoreRefused::TooMany));
    }

    #[test]
    fn revocation_lists_are_counted_and_never_get_a_number_again() {
        let mut store = made();
        let first = store.add_revocations(0, &[3, 4]).expect("added");
        assert_eq!(first, [Revocation { id: 1, entries: 3 }, Revocation { id: 2, entries: 4 }]);
        store.remove_revocation(first[1]);
        assert_eq!(store.revoked_entries, 3);
        assert_eq!(store.add_revocations(1, &[0]).expect("added")[0].id, 3);
        assert_eq!(store.add_revocations(2, &[REVOKED_ENTRIES_MAX]), Err(TrustStoreRefused::TooManyEntries));
        assert_eq!(store.add_revocations(REVOCATIONS_MAX, &[0]), Err(TrustStoreRefused::TooManyRevocations));
    }
}
