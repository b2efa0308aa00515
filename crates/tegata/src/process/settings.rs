//! The settings: decided at first start, kept in the store.

use anyhow::{Context, Result, bail};
use tegata_model::AccountId;
use tegata_operations::{Entropy, Settings};
use tegata_store::{ReadTx, Store, StoreError, meta};

const NAME: &str = "settings";
/// The digits of an account; none begins with 0, which spreadsheets and YAML would lose.
const FIRST: &[u8] = b"123456789";
const DIGITS: &[u8] = b"0123456789";
/// The account of local clouds: LocalStack gives it to every key that does not name another.
const LOCAL: &str = "000000000000";

/// What the command line says about settings, for the first start.
pub(crate) struct Wanted {
    /// The account that was chosen.
    pub(crate) account: Option<AccountId>,
    /// Whether any access key is taken, so that tools for local clouds can be used.
    pub(crate) trust_loopback: bool,
    pub(crate) organisation: String,
    pub(crate) pki_base_url: String,
    pub(crate) export_iterations: u32,
}

/// The instance's settings; made and kept at first start. Several nodes that start at once agree on one set.
pub(crate) async fn load_or_make(store: &Store, entropy: &Entropy, wanted: Wanted) -> Result<Settings> {
    // A restart writes nothing, so that an instance comes up although its disk is full.
    if let Some(kept) = find(store).await? {
        return same_account(kept, wanted.account);
    }
    let account = match (&wanted.account, wanted.trust_loopback) {
        (Some(account), _) => account.clone(),
        (None, true) => AccountId::try_from(LOCAL.to_owned())?,
        (None, false) => AccountId::try_from(entropy.text(FIRST, 1) + &entropy.text(DIGITS, 11))?,
    };
    let mut fresh = Settings::embedded(account);
    fresh.organisation = wanted.organisation;
    fresh.pki_base_url = wanted.pki_base_url;
    fresh.export_iterations = wanted.export_iterations;
    let offered = serde_json::to_vec(&fresh)?;
    let kept = store
        .write(move |tx| -> Result<Vec<u8>, StoreError> {
            if let Some(kept) = meta::find(tx, NAME)? {
                return Ok(kept);
            }
            meta::put(tx, NAME, &offered)?;
            Ok(offered.clone())
        })
        .await?;
    same_account(read(&kept)?, wanted.account)
}

/// Refuses another account than that of the first start.
fn same_account(settings: Settings, chosen: Option<AccountId>) -> Result<Settings> {
    if let Some(account) = chosen.filter(|account| *account != settings.account) {
        bail!(
            "--account {} cannot be given to this instance: its account was set to {} at first start. Leave --account \
             out, or begin another instance with --data",
            account.as_str(),
            settings.account.as_str()
        );
    }
    Ok(settings)
}

/// The settings in a store, or in a copy of one.
pub(crate) fn find_in(tx: &mut ReadTx<'_>) -> Result<Option<Settings>, StoreError> {
    let kept = meta::find(tx, NAME)?;
    kept.map(|kept| serde_json::from_slice(&kept).map_err(StoreError::corrupt)).transpose()
}

/// The settings that were kept at first start; `None` when the store belongs to no instance yet.
pub(crate) async fn find(store: &Store) -> Result<Option<Settings>> {
    let kept = store.read(|tx| meta::find(tx, NAME)).await?;
    kept.map(|kept| read(&kept)).transpose()
}

fn read(kept: &[u8]) -> Result<Settings> {
    serde_json::from_slice(kept).context(
        "the settings in the store cannot be read: they were written by a newer release, or are damaged",
    )
}
