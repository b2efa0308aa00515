//! Keeping what is fixed at first start.
//!
//! A first start first marks the store with the founding values, and makes them permanent in the transaction that makes
//! the authority. Without an authority they are a mark of a start that did not end, and the next one may name others: so
//! no slip at a first start outlives it.

use tegata_store::{ReadTx, Store, StoreError, WriteTx, authorities, meta};

use crate::Founding;

/// Under which key of `meta` they are; earlier releases kept all settings there.
const NAME: &str = "settings";

/// Why founding values could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is in the store cannot be read.
    #[error("the settings in the store cannot be read: they were written by a newer release, or are damaged")]
    Damaged(#[from] serde_json::Error),
    /// Two first starts on one store.
    #[error(
        "another node made its first start on this store at the same time, with other settings; start this \
         node again"
    )]
    Raced,
}

/// Founding values in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredFounding {
    /// Those of a first start that did not end.
    Begun(Founding),
    /// Those of an instance.
    Complete(Founding),
}

impl StoredFounding {
    /// The values, whichever they are.
    #[must_use]
    pub fn into_founding(self) -> Founding {
        let (StoredFounding::Begun(founding) | StoredFounding::Complete(founding)) = self;
        founding
    }
}

/// What the store holds; `None` when no start has begun on it.
///
/// # Errors
/// When the store fails, or holds something else.
pub async fn find(store: &Store) -> Result<Option<StoredFounding>, FoundingError> {
    store.read(find_in).await
}

/// Marks the store as one on which a first start has begun. Gives the values to go on with: `fresh`, or those of the node
/// that was quicker. With `draws_account` the account of `fresh` was drawn at random, and one that was drawn before stays.
///
/// # Errors
/// When the store fails, or holds something else.
pub async fn begin(store: &Store, fresh: Founding, draws_account: bool) -> Result<Founding, FoundingError> {
    store
        .write(move |tx| {
            let mut fresh = fresh.clone();
            match find_in(tx)? {
                Some(StoredFounding::Complete(kept)) => return Ok(kept),
                Some(StoredFounding::Begun(kept)) if draws_account => fresh.account = kept.account,
                _ => {}
            }
            put(tx, &fresh)?;
            Ok(fresh)
        })
        .await
}

/// Makes them permanent, in the transaction that makes the authority.
///
/// # Errors
/// [`FoundingError::Raced`] when another start has begun with other values meanwhile.
pub(crate) fn complete(tx: &mut WriteTx<'_>, founding: &Founding) -> Result<(), FoundingError> {
    check_stored(tx, founding)?;
    put(tx, founding)
}

/// Whether the store holds the same values, if any.
///
/// # Errors
/// [`FoundingError::Raced`] when it holds others.
pub(crate) fn check_stored(tx: &mut ReadTx<'_>, founding: &Founding) -> Result<(), FoundingError> {
    let kept = find_in(tx)?.map(StoredFounding::into_founding);
    if kept.is_none_or(|kept| kept == *founding) { Ok(()) } else { Err(FoundingError::Raced) }
}

fn find_in(tx: &mut ReadTx<'_>) -> Result<Option<StoredFounding>, FoundingError> {
    let Some(kept) = meta::find(tx, NAME)? else { return Ok(None) };
    let founding = serde_json::from_slice(&kept)?;
    let is_complete = !authorities::list(tx)?.is_empty();
    Ok(Some(if is_complete { StoredFounding::Complete(founding) } else { StoredFounding::Begun(founding) }))
}

/// The founding values in a store, or in a copy of one.
///
/// # Errors
/// When the store fails, or holds something else.
pub fn find_in_copy(tx: &mut ReadTx<'_>) -> Result<Option<Founding>, StoreError> {
    let kept = meta::find(tx, NAME)?;
    kept.map(|kept| serde_json::from_slice(&kept).map_err(StoreError::corrupt)).transpose()
}

fn put(tx: &mut WriteTx<'_>, founding: &Founding) -> Result<(), FoundingError> {
    meta::put(tx, NAME, &serde_json::to_vec(founding)?)?;
    Ok(())
}
