//! Finding who signs with an access key.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::Timestamp;
use tegata_model::AccountId;
use tegata_model::access::SessionName;
use tegata_store::access_keys::{self, KeyState};
use tegata_store::sessions;
use zeroize::Zeroizing;

use crate::access::session::token_digest;
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
    /// The session, if the credentials are temporary.
    pub session: Option<SignerSession>,
}

/// What temporary credentials have besides a key.
#[derive(Clone)]
pub struct SignerSession {
    /// The name that its maker gave it.
    pub name: SessionName,
    /// When the credentials expire, by the real time.
    pub expires_at: Timestamp,
    token_digest: Vec<u8>,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer {{ account: {:?}, principal: {:?} }}", self.account, self.principal)
    }
}

/// Why a session token does not go with an access key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefused {
    /// Another token, none where there must be one, or one where there must be none.
    Invalid,
    /// The credentials have expired.
    Expired,
}

impl Signer {
    /// Checks the session token of a request: a long-term key has none, temporary credentials have their own.
    ///
    /// # Errors
    /// See [`TokenRefused`].
    pub fn check_token(&self, token: Option<&str>, now: Timestamp) -> Result<(), TokenRefused> {
        match (&self.session, token) {
            (None, None) => Ok(()),
            (Some(session), Some(token)) => {
                verify_slices_are_equal(&token_digest(token), &session.token_digest)
                    .map_err(|_| TokenRefused::Invalid)?;
                if now < session.expires_at { Ok(()) } else { Err(TokenRefused::Expired) }
            }
            _ => Err(TokenRefused::Invalid),
        }
    }
}

/// Who signs with the key of this identifier; `None` when there is no such key, or it is disabled. Temporary credentials
/// are found also when they have expired. Asked before there is a caller.
///
/// # Errors
/// When the store fails, or another key-encryption key has sealed the secret.
pub async fn find(instance: &Instance, id: &str) -> Result<Option<Signer>, Error> {
    if id.starts_with("ASIA") {
        return temporary(instance, id).await;
    }
    let asked = id.to_owned();
    let found = instance.read(move |tx| Ok::<_, Error>(access_keys::find(tx, &asked)?)).await?;
    let Some(key) = found.filter(|key| key.state == KeyState::Active) else { return Ok(None) };
    let secret = instance.sealer.open(&super::place(id), &key.sealed_secret).map_err(Error::internal)?;
    Ok(Some(Signer { account: key.account, principal: key.principal, secret, session: None }))
}

async fn temporary(instance: &Instance, id: &str) -> Result<Option<Signer>, Error> {
    let asked = id.to_owned();
    let found = instance.read(move |tx| Ok::<_, Error>(sessions::find(tx, &asked)?)).await?;
    let Some(session) = found else { return Ok(None) };
    let place = sessions::secret_place(id);
    let secret = instance.sealer.open(&place, &session.sealed_secret).map_err(Error::internal)?;
    Ok(Some(Signer {
        account: session.account,
        principal: session.principal.into(),
        secret,
        session: Some(SignerSession {
            name: session.name,
            expires_at: session.expires_at,
            token_digest: session.token_digest,
        }),
    }))
}
