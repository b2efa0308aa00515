//! The policies of an account: remembered ones while they are the store's, and read and compiled otherwise.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tegata_model::AccountId;
use tegata_model::access::{DOCUMENTS_MAX, Policies};
use tegata_store::policies;

use super::{Kept, PolicyCache};
use crate::{Error, Instance};

/// For how long policies are taken as unchanged without asking the store: how late another node sees a change. A
/// change that was made here is seen at once.
const TRUSTED_FOR: Duration = Duration::from_secs(1);
/// The policies of how many accounts are kept.
const ACCOUNTS_MAX: usize = 256;

impl PolicyCache {
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
