//! Certificates in memory: parsed when first used, and kept so in a bounded cache.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::{Mutex, RwLock};
use s2n_tls::cert_chain::CertificateChain;
use s2n_tls::config::Config;
use s2n_tls::error::Error;

use super::config::{base, load_chain};
use super::policy::Policy;
use crate::vocabulary::{CertificateKey, KeyFamily, Material};

/// How many built configurations are kept: some 10 KB each.
const BUILT_MAX: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");

/// All certificates, by key. A new version takes the place of the old one for handshakes that begin afterwards.
pub(crate) struct Certificates {
    by_key: RwLock<HashMap<CertificateKey, Arc<Material>>>,
    built: Mutex<LruCache<ConfigKey, Config>>,
}

/// What a configuration is built from: at most one certificate of each kind of key, and a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ConfigKey {
    pub(crate) ec: Option<(CertificateKey, u64)>,
    pub(crate) rsa: Option<(CertificateKey, u64)>,
    pub(crate) policy: &'static str,
}

impl Certificates {
    pub(crate) fn new() -> Certificates {
        Certificates { by_key: RwLock::default(), built: Mutex::new(LruCache::new(BUILT_MAX)) }
    }

    /// Returns whether its names differ from those of the version before.
    pub(crate) fn put(&self, key: CertificateKey, material: Material) -> bool {
        let material = Arc::new(material);
        let before = self.by_key.write().insert(key, Arc::clone(&material));
        self.forget_built(key);
        before.is_some_and(|before| before.names != material.names)
    }

    pub(crate) fn remove(&self, key: CertificateKey) {
        self.by_key.write().remove(&key);
        self.forget_built(key);
    }

    /// Drops configurations with this certificate: a private key that is no longer served stays in memory no longer than
    /// the connections that began with it.
    fn forget_built(&self, key: CertificateKey) {
        let mut built = self.built.lock();
        let holds = |of: Option<(CertificateKey, u64)>| of.is_some_and(|(held, _)| held == key);
        let stale =
            built.iter().map(|(config_key, _)| *config_key).filter(|it| holds(it.ec) || holds(it.rsa));
        let stale: Vec<ConfigKey> = stale.collect();
        for config_key in stale {
            built.pop(&config_key);
        }
    }

    pub(crate) fn find(&self, key: CertificateKey) -> Option<Arc<Material>> {
        self.by_key.read().get(&key).cloned()
    }

    /// The configuration that serves these certificates under `policy`; built now unless it has been.
    pub(crate) fn config(
        &self,
        chosen: &[(CertificateKey, Arc<Material>)],
        policy: &'static Policy,
    ) -> Result<Config, Error> {
        let of = |family| {
            let found = chosen.iter().find(|(_, material)| material.key_family == family);
            found.map(|(key, material)| (*key, material.version))
        };
        let config_key = ConfigKey { ec: of(KeyFamily::Ec), rsa: of(KeyFamily::Rsa), policy: policy.name };
        if let Some(config) = self.built.lock().get(&config_key) {
            return Ok(config.clone());
        }
        let config = build(chosen, policy)?;
        self.built.lock().put(config_key, config.clone());
        Ok(config)
    }
}

fn build(chosen: &[(CertificateKey, Arc<Material>)], policy: &Policy) -> Result<Config, Error> {
    let chains = chosen.iter().map(|(_, material)| chain(material)).collect::<Result<Vec<_>, Error>>()?;
    let mut builder = base(policy)?;
    for chain in &chains {
        builder.load_chain(chain.clone())?;
    }
    // For all names: the choice has been made.
    builder.set_default_chains(chains)?;
    builder.build()
}

fn chain(material: &Material) -> Result<CertificateChain<'static>, Error> {
    load_chain(&material.chain_pem, &material.key_pem)
}
