//! What serves a certificate: the chain and key of its current version.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::KeyAlgorithm;
use tegata_store::certificates::{self, versions};
use tegata_store::{ReadTx, Sealer};
use tegata_x509::pem;
use zeroize::Zeroizing;

use crate::{Error, Worker};

/// What an edge needs to serve a certificate.
pub struct Served {
    /// The certificate, then its chain, in PEM: without the root, or as it was imported.
    pub chain_pem: String,
    /// The private key, in PKCS#8 PEM.
    pub key_pem: Zeroizing<String>,
    /// The names; the first is the common name.
    pub names: Vec<String>,
    /// Which kind of key it has.
    pub key_algorithm: KeyAlgorithm,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// Which version of the certificate; only grows.
    pub version: u32,
}

/// The chain and key of a certificate's current version; `None` before it is first issued or once it is deleted.
///
/// An expired certificate is served on: see [`tegata_model::certificate::expire`].
///
/// # Errors
/// When the store fails, or the key cannot be unsealed.
pub async fn served_certificate(worker: &Worker, id: CertificateId) -> Result<Option<Served>, Error> {
    let sealer = Arc::clone(&worker.sealer);
    worker.read(move |tx| served(tx, &sealer, id)).await
}

fn served(tx: &mut ReadTx<'_>, sealer: &Sealer, id: CertificateId) -> Result<Option<Served>, Error> {
    let Some((current, sealed)) = versions::current_with_key(tx, id)? else { return Ok(None) };
    let Some(stored) = certificates::find_of_any(tx, id)? else { return Ok(None) };
    let Some(version) = &stored.certificate.version else { return Ok(None) };
    let key = sealer.open(&sealed.place, &sealed.bytes).map_err(Error::internal)?;
    let mut chain_pem = pem::encode_certificate(&current.leaf);
    chain_pem.push_str(&current.chain_pem);
    Ok(Some(Served {
        chain_pem,
        key_pem: pem::encode_key(&key),
        names: stored.certificate.dns_names().map(str::to_owned).collect(),
        key_algorithm: stored.certificate.key_algorithm,
        not_before: version.not_before,
        not_after: version.not_after,
        version: current.number,
    }))
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served")
            .field("names", &self.names)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
