//! Chains and keys of certificates: in memory for those that are in use, and loaded for the others at their first
//! handshake.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;
use tokio::sync::OnceCell;

use crate::vocabulary::{CertificateKey, LoadMaterial, Material};

/// How many are held: some 5 KB each.
const MATERIALS_MAX: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");

/// The chains and keys in memory.
pub(crate) struct Materials {
    held: Mutex<LruCache<CertificateKey, Arc<Held>>>,
    load: LoadMaterial,
}

/// What is held of one certificate. All handshakes that wait for it wait for one load.
struct Held {
    /// The version that was asked for. What was loaded may be a newer one.
    version: u64,
    material: OnceCell<Option<Arc<Material>>>,
}

impl Materials {
    pub(crate) fn new(load: LoadMaterial) -> Materials {
        Materials { held: Mutex::new(LruCache::new(MATERIALS_MAX)), load }
    }

    /// How many can be held.
    pub(crate) const fn room() -> usize {
        MATERIALS_MAX.get()
    }

    pub(crate) fn put(&self, key: CertificateKey, material: Material) {
        let version = material.summary.version;
        let held = Held { version, material: OnceCell::new_with(Some(Some(Arc::new(material)))) };
        self.held.lock().put(key, Arc::new(held));
    }

    pub(crate) fn remove(&self, key: CertificateKey) {
        self.held.lock().pop(&key);
    }

    /// The chain and key of a certificate that is known in this version, or in a newer one; `None` when its owner has it
    /// no more. What could not be loaded is loaded again at the next handshake.
    pub(crate) async fn get(
        &self,
        key: CertificateKey,
        version: u64,
    ) -> Result<Option<Arc<Material>>, String> {
        let held = self.held(key, version);
        let load = async || Ok((self.load)(key).await?.map(Arc::new));
        held.material.get_or_try_init(load).await.cloned()
    }

    fn held(&self, key: CertificateKey, version: u64) -> Arc<Held> {
        let mut all = self.held.lock();
        if let Some(held) = all.get(&key).filter(|held| held.version == version) {
            return Arc::clone(held);
        }
        let held = Arc::new(Held { version, material: OnceCell::new() });
        all.put(key, Arc::clone(&held));
        held
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Semaphore;
    use zeroize::Zeroizing;

    use super::*;
    use crate::vocabulary::{CertificateSummary, KeyFamily};

    fn material(version: u64) -> Material {
        let summary = CertificateSummary {
            names: vec![],
            key_family: KeyFamily::Ec,
            key_bits: 256,
            hash_bits: 256,
            not_after: 0,
            version,
        };
        Material { chain_pem: String::new(), key_pem: Zeroizing::default(), summary }
    }

    #[tokio::test]
    async fn many_who_wait_for_a_certificate_wait_for_one_load() {
        let (loads, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let (counted, opened) = (Arc::clone(&loads), Arc::clone(&gate));
        let load: LoadMaterial = Arc::new(move |_| {
            let (counted, opened) = (Arc::clone(&counted), Arc::clone(&opened));
            Box::pin(async move {
                let _open = opened.acquire().await.map_err(|error| error.to_string())?;
                match counted.fetch_add(1, Ordering::Relaxed) {
                    0 => Err("the store is gone".to_owned()),
                    _ => Ok(Some(material(1))),
                }
            })
        });
        let materials = Materials::new(load);
        let get = || materials.get(CertificateKey(1), 1);
        let opening = async { gate.add_permits(1) };
        let (first, second, third, ()) = tokio::join!(get(), get(), get(), opening);
        assert!(first.is_err(), "the first load fails");
        assert!(second.expect("loaded").is_some() && third.expect("loaded").is_some());
        assert_eq!(loads.load(Ordering::Relaxed), 2, "one that failed, and one for the two others");
        assert!(materials.get(CertificateKey(1), 1).await.expect("held").is_some());
        assert_eq!(loads.load(Ordering::Relaxed), 2);
        assert!(materials.get(CertificateKey(1), 2).await.expect("another version").is_some());
        assert_eq!(loads.load(Ordering::Relaxed), 3);
        materials.put(CertificateKey(1), material(3));
        let held = materials.get(CertificateKey(1), 3).await.expect("held").expect("there");
        assert_eq!((held.summary.version, loads.load(Ordering::Relaxed)), (3, 3));
    }
}
