//! The base URLs that certificates carry: the one of the settings, and those before it.
//!
//! A certificate keeps the URL under which it was told where its revocation list is. A list has to name every URL at
//! which it is found, or relying parties take it for another list (RFC 5280 §6.3.3 (b)(2)). So all URLs are remembered.

use serde::{Deserialize, Serialize};
use tegata_store::{ReadTx, Store, StoreError, WriteTx, meta};

use crate::Instance;

const NAME: &str = "pki-base-urls";
/// Where earlier releases kept the only one: among the settings of the first start.
const EARLIER: &str = "settings";

/// A base URL that certificates may carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct BaseUrl {
    url: String,
    /// Whether somebody named it; otherwise it was the API's own address.
    named: bool,
}

/// The URL that was named last: what counts at a start that names none. `None` when the API's own address was used last.
///
/// # Errors
/// When the store fails.
pub async fn named_last(store: &Store) -> Result<Option<String>, StoreError> {
    let last = store.read(|tx| Ok::<_, StoreError>(listed(tx)?.pop())).await?;
    Ok(last.filter(|last| last.named).map(|last| last.url))
}

/// Whether certificates of this store may carry `url` already, so that it was tried before.
///
/// # Errors
/// When the store fails.
pub async fn is_known(store: &Store, url: &str) -> Result<bool, StoreError> {
    let url = url.to_owned();
    store.read(move |tx| Ok::<_, StoreError>(listed(tx)?.iter().any(|base| base.url == url))).await
}

/// Remembers `url` as the one of the settings, before anything is issued under it. `named` says that somebody named it.
/// Writes nothing when it is the last one already.
///
/// # Errors
/// When the store fails.
pub async fn remember(instance: &Instance, url: &str, named: bool) -> Result<(), StoreError> {
    let current = BaseUrl { url: url.to_owned(), named };
    let wanted = current.clone();
    if instance.read(move |tx| Ok::<_, StoreError>(listed(tx)?.last() == Some(&wanted))).await? {
        return Ok(());
    }
    instance.write(move |tx| put(tx, current.clone())).await
}

/// Every URL that a certificate of this instance may carry, `current` first.
///
/// # Errors
/// When the store fails.
pub(crate) fn all(tx: &mut ReadTx<'_>, current: &str) -> Result<Vec<String>, StoreError> {
    let mut all = vec![current.to_owned()];
    all.extend(listed(tx)?.into_iter().rev().map(|base| base.url).filter(|url| url != current));
    Ok(all)
}

fn put(tx: &mut WriteTx<'_>, current: BaseUrl) -> Result<(), StoreError> {
    let mut all = listed(tx)?;
    all.retain(|base| base.url != current.url);
    all.push(current);
    let json = serde_json::to_vec(&all).expect("strings and booleans are JSON");
    meta::put(tx, NAME, &json)
}

fn listed(tx: &mut ReadTx<'_>) -> Result<Vec<BaseUrl>, StoreError> {
    if let Some(kept) = meta::find(tx, NAME)? {
        return Ok(serde_json::from_slice(&kept).unwrap_or_default());
    }
    #[derive(Deserialize)]
    struct Earlier {
        pki_base_url: String,
    }
    let earlier = meta::find(tx, EARLIER)?.and_then(|kept| serde_json::from_slice::<Earlier>(&kept).ok());
    // It was not kept whether somebody named it. An address of this machine alone was not worth naming.
    let of_earlier = earlier.map(|Earlier { pki_base_url: url }| {
        let named = !url.starts_with("http://127.") && !url.starts_with("http://[::1]");
        BaseUrl { url, named }
    });
    Ok(of_earlier.into_iter().collect())
}
