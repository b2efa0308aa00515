//! What this process remembers of who may: compiled policies, and whether access keys have changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tegata_model::AccountId;
use tegata_model::access::{DOCUMENTS_MAX, Policies};
use tegata_store::policies;
use tokio::time::Instant;

use crate::{Error, Instance};

/// For how long policies are taken as unchanged without asking the store: how late another node sees a change. A
/// change that was made here is seen at once.
const TRUSTED_FOR: Duration = Duration::from_secs(1);
/// The policies of how many accounts are kept.
const ACCOUNTS_MAX: usize = 256;

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
    /// As the store had it; [`policies::revision`].
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

    /// The policies of an account.
    pub(crate) async fn policies(
        &self,
        instance: &Instance,
        account: &AccountId,
    ) -> Result<Arc<Policies>, Error> {
        let (now, changes) = (instance.clock.instant(), self.changes.load(Ordering::Acquire));
        let kept = self.kept.lock().get(account).cloned();
        if let Some(kept) = kept.as_ref().filter(|kept| kept.until > now && kept.changes == changes) {
            return Ok(Arc::clone(&kept.policies));
        }
        let (asked, known) = (account.clone(), kept.as_ref().map(|kept| kept.revision.clone()));
        let (revision, documents) = instance
            .read(move |tx| {
                let revision = policies::revision(tx, &asked)?;
                if known.as_ref() == Some(&revision) {
                    return Ok::<_, Error>((revision, None));
                }
                let most = u32::try_from(DOCUMENTS_MAX).unwrap_or(u32::MAX);
                Ok((revision, Some(policies::list(tx, &asked, most)?)))
            })
            .await?;
        let policies = match (documents, kept) {
            (None, Some(kept)) => kept.policies,
            (documents, _) => {
                let documents = documents.unwrap_or_default();
                let compiling = tokio::task::spawn_blocking(move || {
                    Policies::compile(documents.iter().map(|stored| (&stored.name, stored.text.as_str())))
                });
                Arc::new(compiling.await.map_err(Error::internal)?.map_err(Error::internal)?)
            }
        };
        let mut all = self.kept.lock();
        if all.len() >= ACCOUNTS_MAX && !all.contains_key(account) {
            all.clear();
        }
        let kept = Kept { policies: Arc::clone(&policies), revision, changes, until: now + TRUSTED_FOR };
        all.insert(account.clone(), kept);
        Ok(policies)
    }
}
