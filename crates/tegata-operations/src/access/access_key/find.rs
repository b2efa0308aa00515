//! Finding who signs with an access key.

use std::fmt;

use tegata_model::AccountId;
use tegata_store::access_keys::{self, KeyState};
use zeroize::Zeroizing;

use crate::{Error, Instance};

/// Who signs with an access key, and with which secret.
#[derive(Clone)]
pub struct Signer {
    /// For which account.
    pub account: AccountId,
    /// Who it is: [`OWNER`](crate::caller::OWNER), or a named principal.
    pub principal: String,
    /// The secret half of the key.
    pub secret: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer {{ account: {:?}, principal: {:?} }}", self.account, self.principal)
    }
}

/// Who signs with the key of this identifier; `None` when there is no such key, or it is disabled. Asked before there is a caller.
///
/// # Errors
/// When the store fails, or another key-encryption key has sealed the secret.
pub async fn find(instance: &Instance, id: &str) -> Result<Option<Signer>, Error> {
    let asked = id.to_owned();
    let found = instance.read(move |tx| Ok::<_, Error>(access_keys::find(tx, &asked)?)).await?;
    let Some(key) = found.filter(|key| key.state == KeyState::Active) else { return Ok(None) };
    let secret = instance.sealer.open(&super::place(id), &key.sealed_secret).map_err(Error::internal)?;
    Ok(Some(Signer { account: key.account, principal: key.principal, secret }))
}
