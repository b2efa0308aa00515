//! Secrets that are made at first start: the key-encryption key, and the owner's access key.

use anyhow::{Context, Result};
use tegata_operations::access_key::NewAccessKey;
use tegata_operations::{Entropy, Settings};
use tegata_store::Sealer;
use zeroize::Zeroizing;

use crate::data_directory::{Credentials, DataDirectory};

/// Holds the key-encryption key where no file should; one key a line, the first seals.
const KEY_VARIABLE: &str = "TEGATA_KEY_ENCRYPTION_KEY";

/// The sealer, of the environment's key or of the file's.
pub(crate) fn sealer(directory: &DataDirectory, entropy: &Entropy) -> Result<Sealer> {
    match std::env::var(KEY_VARIABLE) {
        Ok(text) => Ok(Sealer::from_text(&Zeroizing::new(text), KEY_VARIABLE)?),
        Err(std::env::VarError::NotPresent) => {
            let fresh = Zeroizing::new(entropy.bytes());
            Ok(Sealer::from_file(&directory.key_encryption_key(), &fresh)?)
        }
        Err(error) => Err(error).context(KEY_VARIABLE),
    }
}

/// Keeps the owner's access key where the CLI finds it.
pub(crate) fn keep(directory: &DataDirectory, key: &NewAccessKey, settings: &Settings) -> Result<()> {
    directory.keep_credentials(&Credentials {
        access_key_id: key.id.clone(),
        secret_access_key: key.secret.clone(),
        account: settings.account.as_str().to_owned(),
        region: settings.region.as_str().to_owned(),
    })
}
