//! What this process remembers of who may: compiled policies, and whether access keys have changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tegata_model::AccountId;
use tegata_model::access::Policies;
use tokio::time::Instant;

mod load;

/// What this process remembers of who may. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct PolicyCache {
    kept: Arc<Mutex<HashMap<AccountId, Kept>>>,
    changes: Arc<AtomicU64>,
    keys: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
struct Kept {
    policies: Arc<Policies>,
    /// As the store had it; [`tegata_store::policies::revision`].
    revision: Option<String>,
    /// How many changes had been made here before the store was asked.
    changes: u64,
    until: Instant,
}

impl PolicyCache {
    /// How often access keys were changed by this process. Who remembers signers asks anew when it has grown.
    #[must_use]
    pub fn key_changes(&self) -> u64 {
        self.keys.load(Ordering::Acquire)
    }

    /// To be called once a change to access keys has committed.
    pub(crate) fn keys_changed(&self) {
        self.keys.fetch_add(1, Ordering::AcqRel);
    }

    /// To be called once a change to policies has committed.
    pub(crate) fn policies_changed(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }
}
