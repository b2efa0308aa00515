//! Trust stores of listeners.

use tegata_model::load_balancing::Listener;
use tegata_store::WriteTx;

use super::words::Words;
use crate::Error;
use crate::load_balancing::trust_store::trust_store;

/// Whether the trust store of `listener` is its tenant's.
pub(super) fn check(tx: &mut WriteTx<'_>, listener: &Listener, words: &Words) -> Result<(), Error> {
    match listener.trust_store() {
        Some(id) => trust_store(tx, &listener.tenant, &words.trust_store(id)).map(|_| ()),
        None => Ok(()),
    }
}
