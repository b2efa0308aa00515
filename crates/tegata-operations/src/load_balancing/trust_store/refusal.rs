//! The model's refusals of trust stores in the words of ELB.

use tegata_model::load_balancing::trust_store::{
    PER_TENANT_MAX, REVOCATIONS_MAX, REVOKED_ENTRIES_MAX, TrustStoreRefused,
};

use crate::Error;
use crate::load_balancing::load_balancer::refusal::tags;
use crate::reason::LoadBalancingReason;

pub(super) fn not_found(as_written: &str) -> Error {
    Error::not_found(LoadBalancingReason::NoSuchTrustStore, format!("Trust store '{as_written}' not found"))
}

/// Of several that are described.
pub(super) fn some_not_found() -> Error {
    Error::not_found(LoadBalancingReason::NoSuchTrustStore, "One or more trust stores not found")
}

pub(super) fn revocation_not_found(id: u64) -> Error {
    Error::not_found(LoadBalancingReason::NoSuchRevocation, format!("Revocation ID '{id}' not found"))
}

pub(super) fn trust_store(refused: TrustStoreRefused, name: &str) -> Error {
    match refused {
        TrustStoreRefused::NameTaken => Error::conflict(
            LoadBalancingReason::TrustStoreNameTaken,
            format!("A trust store with the same name '{name}' exists, but with different settings"),
        ),
        TrustStoreRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyTrustStores,
            format!("The maximum number of trust stores has been reached: {PER_TENANT_MAX}"),
        ),
        TrustStoreRefused::Tags(refused) => tags(refused),
        TrustStoreRefused::TooManyRevocations => Error::limit_exceeded(
            LoadBalancingReason::TooManyRevokedEntries,
            format!("Trust store '{name}' can have at most '{REVOCATIONS_MAX}' revocation lists"),
        ),
        TrustStoreRefused::TooManyEntries => Error::limit_exceeded(
            LoadBalancingReason::TooManyRevokedEntries,
            format!("Trust store '{name}' can have at most '{REVOKED_ENTRIES_MAX}' revoked entries"),
        ),
    }
}
