//! Certificates with their keys as rustls holds them: made when first used, and kept in a bounded cache.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::vocabulary::{CertificateKey, Material};

/// How many are kept.
const KEPT_MAX: NonZeroUsize = NonZeroUsize::new(1024).expect("not zero");

type Answer = Option<Arc<[u8]>>;

struct Kept {
    version: u64,
    answer: Answer,
    key: Arc<CertifiedKey>,
}

/// Certificates that rustls serves.
pub(crate) struct CertifiedKeys(Mutex<LruCache<CertificateKey, Kept>>);

impl Default for CertifiedKeys {
    fn default() -> CertifiedKeys {
        CertifiedKeys(Mutex::new(LruCache::new(KEPT_MAX)))
    }
}

impl CertifiedKeys {
    /// A certificate with its key, and the OCSP answer that goes along; made now unless it has been.
    ///
    /// # Errors
    /// When certificate or key cannot be read.
    pub(crate) fn of(
        &self,
        key: CertificateKey,
        material: &Material,
        answer: Answer,
    ) -> Result<Arc<CertifiedKey>, String> {
        if let Some(kept) = self.0.lock().get(&key)
            && kept.version == material.summary.version
            && kept.answer == answer
        {
            return Ok(Arc::clone(&kept.key));
        }
        let made = Arc::new(certified_key(material, &answer)?);
        let kept = Kept { version: material.summary.version, answer, key: Arc::clone(&made) };
        self.0.lock().put(key, kept);
        Ok(made)
    }

    /// Drops a certificate's key.
    pub(crate) fn forget(&self, key: CertificateKey) {
        self.0.lock().pop(&key);
    }

    /// The certificates that are kept, with their versions.
    pub(crate) fn kept(&self) -> Vec<(CertificateKey, u64)> {
        self.0.lock().iter().map(|(key, kept)| (*key, kept.version)).collect()
    }
}

fn certified_key(material: &Material, answer: &Answer) -> Result<CertifiedKey, String> {
    let chain = CertificateDer::pem_slice_iter(material.chain_pem.as_bytes());
    let chain: Vec<_> = chain.collect::<Result<_, _>>().map_err(|error| format!("the chain: {error}"))?;
    let key = PrivateKeyDer::from_pem_slice(material.key_pem.as_bytes());
    let key = key.map_err(|error| format!("the key: {error}"))?;
    let key = any_supported_type(&key).map_err(|error| format!("the key: {error}"))?;
    let mut certified = CertifiedKey::new(chain, key);
    certified.ocsp = answer.as_ref().map(|answer| answer.to_vec());
    Ok(certified)
}
