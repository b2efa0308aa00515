//! What serves a certificate: the chain and key of its current version, and what decides whether a handshake gets it.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, KeyAlgorithm};
use tegata_store::certificates::{self, attachments, versions};
use tegata_store::{ReadTx, Sealer};
use tegata_x509::pem;
use zeroize::Zeroizing;

use crate::{Error, Worker};

/// What an edge needs to serve a certificate.
pub struct Served {
    /// What decides whether it is served.
    pub summary: ServedSummary,
    /// The certificate, then its chain, in PEM: without the root, or as it was imported.
    pub chain_pem: String,
    /// The private key, in PKCS#8 PEM.
    pub key_pem: Zeroizing<String>,
}

/// What decides whether a handshake gets a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedSummary {
    /// Which.
    pub id: CertificateId,
    /// The names; the first is the common name.
    pub names: Vec<String>,
    /// Which kind of key it has.
    pub key_algorithm: KeyAlgorithm,
    /// The length in bits of the hash that it is signed with; 0 for MD5.
    pub hash_bits: u32,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// Which version of the certificate; only grows.
    pub version: u32,
}

impl ServedSummary {
    /// That of a certificate's current version; `None` before it is first issued.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Option<ServedSummary> {
        let version = certificate.version.as_ref()?;
        Some(ServedSummary {
            id: certificate.id,
            names: certificate.dns_names().map(str::to_owned).collect(),
            key_algorithm: certificate.key_algorithm,
            hash_bits: version.hash_bits(),
            not_after: version.not_after,
            version: version.number,
        })
    }
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

/// What decides whether a certificate is served; `None` before it is first issued or once it is deleted.
///
/// # Errors
/// When the store fails.
pub async fn served_summary(worker: &Worker, id: CertificateId) -> Result<Option<ServedSummary>, Error> {
    let found = worker.read(move |tx| Ok::<_, Error>(certificates::find_of_any(tx, id)?)).await?;
    Ok(found.and_then(|stored| ServedSummary::of(&stored.certificate)))
}

/// The certificates of all accounts that something serves, after one, at most `limit`; and the last of these, unless
/// there are no more.
///
/// # Errors
/// When the store fails.
pub async fn served_summaries_after(
    worker: &Worker,
    after: Option<CertificateId>,
    limit: u32,
) -> Result<(Vec<ServedSummary>, Option<CertificateId>), Error> {
    worker
        .read(move |tx| {
            let attached = attachments::certificates_after(tx, after, limit)?;
            let last = attached.last().map(|certificate| certificate.id);
            Ok((attached.iter().filter_map(ServedSummary::of).collect(), last))
        })
        .await
}

fn served(tx: &mut ReadTx<'_>, sealer: &Sealer, id: CertificateId) -> Result<Option<Served>, Error> {
    let Some((current, sealed)) = versions::current_with_key(tx, id)? else { return Ok(None) };
    let Some(stored) = certificates::find_of_any(tx, id)? else { return Ok(None) };
    let Some(summary) = ServedSummary::of(&stored.certificate) else { return Ok(None) };
    let key = sealer.open(&sealed.place, &sealed.bytes).map_err(Error::internal)?;
    let mut chain_pem = pem::encode_certificate(&current.leaf);
    chain_pem.push_str(&current.chain_pem);
    Ok(Some(Served { summary, chain_pem, key_pem: pem::encode_key(&key) }))
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("summary", &self.summary).finish_non_exhaustive()
    }
}
