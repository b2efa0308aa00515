//! Certificates in memory: parsed when first used, and kept so in a bounded cache.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::{Mutex, RwLock};
use rustls::sign::CertifiedKey;
use s2n_tls::config::Config;
use s2n_tls::error::Error;

use super::config::{base, load_chain};
use super::config_key::{ConfigKey, TicketScope};
use super::mutual::certified_keys::CertifiedKeys;
use super::policy::Policy;
use super::staples::{Staple, Staples};
use super::tickets::{TicketKeys, resume};
use crate::vocabulary::{CertificateKey, KeyFamily, Material, OnStapleDue, Seconds};

/// How many built configurations are kept: some 10 KB each.
const BUILT_MAX: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");

/// All certificates, by key. A new version takes the place of the old one for handshakes that begin afterwards.
pub(crate) struct Certificates {
    by_key: RwLock<HashMap<CertificateKey, Arc<Material>>>,
    built: Mutex<LruCache<ConfigKey, Config>>,
    /// For listeners with mutual authentication.
    certified: CertifiedKeys,
    tickets: RwLock<Arc<TicketKeys>>,
    staples: Mutex<Staples>,
    on_staple_due: OnStapleDue,
    now: Seconds,
}

impl Certificates {
    pub(crate) fn new(now: Seconds, on_staple_due: OnStapleDue) -> Certificates {
        Certificates {
            by_key: RwLock::default(),
            built: Mutex::new(LruCache::new(BUILT_MAX)),
            certified: CertifiedKeys::default(),
            tickets: RwLock::default(),
            // Those of all configurations in memory, when each has two certificates.
            staples: Mutex::new(Staples::new(BUILT_MAX.saturating_mul(NonZeroUsize::MIN.saturating_add(1)))),
            on_staple_due,
            now,
        }
    }

    /// Replaces the keys of session tickets for handshakes that begin from now on.
    pub(crate) fn put_ticket_keys(&self, keys: TicketKeys) {
        *self.tickets.write() = Arc::new(keys);
        self.built.lock().clear();
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
        self.staples.lock().remove(key);
        self.forget_built(key);
    }

    /// Sends an OCSP answer along with a certificate from now on.
    pub(crate) fn put_staple(&self, key: CertificateKey, staple: Staple) {
        if self.staples.lock().put(key, staple) {
            self.forget_built(key);
        }
    }

    /// Sends OCSP answers about a serial number along no more.
    pub(crate) fn drop_staples(&self, serial: &[u8]) {
        let gone = self.staples.lock().take_about(serial);
        gone.into_iter().for_each(|key| self.forget_built(key));
    }

    /// The certificates in memory whose OCSP answer is not known or is old. An answer that has ended is sent along no
    /// more.
    pub(crate) fn staples_due(&self) -> Vec<CertificateKey> {
        let now = (self.now)();
        let ended = self.staples.lock().take_ended(now);
        ended.iter().for_each(|key| self.forget_built(*key));
        let (built, staples) = (self.built.lock(), self.staples.lock());
        let in_memory = built.iter().flat_map(|(config_key, _)| config_key.certificates());
        let due = in_memory
            .chain(self.certified.kept())
            .filter(|(key, version)| staples.is_due(*key, *version, now));
        let due: BTreeSet<CertificateKey> = due.map(|(key, _)| key).chain(ended).collect();
        due.into_iter().collect()
    }

    /// Drops configurations with this certificate: a private key that is no longer served stays in memory no longer than
    /// the connections that began with it.
    fn forget_built(&self, key: CertificateKey) {
        self.certified.forget(key);
        let mut built = self.built.lock();
        let stale: Vec<ConfigKey> = built
            .iter()
            .map(|(config_key, _)| *config_key)
            .filter(|config_key| config_key.has(key))
            .collect();
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
        scope: TicketScope,
    ) -> Result<Config, Error> {
        let of = |family| {
            let found = chosen.iter().find(|(_, material)| material.key_family == family);
            found.map(|(key, material)| (*key, material.version))
        };
        let config_key =
            ConfigKey { ec: of(KeyFamily::Ec), rsa: of(KeyFamily::Rsa), policy: policy.name, scope };
        if let Some(config) = self.built.lock().get(&config_key) {
            return Ok(config.clone());
        }
        let tickets = Arc::clone(&self.tickets.read());
        let (config, is_due) = self.build(chosen, policy, &tickets, &config_key)?;
        let mut built = self.built.lock();
        // What was built with keys that have been replaced meanwhile serves this handshake alone.
        if Arc::ptr_eq(&tickets, &self.tickets.read()) {
            built.put(config_key, config.clone());
        }
        drop(built);
        if is_due {
            (self.on_staple_due)();
        }
        Ok(config)
    }

    /// A certificate with its key, for listeners with mutual authentication; made now unless it has been.
    ///
    /// # Errors
    /// When certificate or key cannot be read.
    pub(crate) fn certified_key(
        &self,
        key: CertificateKey,
        material: &Material,
    ) -> Result<Arc<CertifiedKey>, String> {
        let staple = self.staples.lock().find(key, material.version).cloned();
        let is_due = staple.is_none();
        let answer = staple.filter(|staple| (self.now)() < staple.ends_at).and_then(|staple| staple.answer);
        let certified = self.certified.of(key, material, answer)?;
        if is_due {
            (self.on_staple_due)();
        }
        Ok(certified)
    }

    fn build(
        &self,
        chosen: &[(CertificateKey, Arc<Material>)],
        policy: &Policy,
        tickets: &TicketKeys,
        config_key: &ConfigKey,
    ) -> Result<(Config, bool), Error> {
        let mut is_due = false;
        let (mut chains, mut broken) = (Vec::with_capacity(chosen.len()), None);
        for (key, material) in chosen {
            let staple = self.staples.lock().find(*key, material.version).cloned();
            is_due |= staple.is_none();
            let answer =
                staple.filter(|staple| (self.now)() < staple.ends_at).and_then(|staple| staple.answer);
            match load_chain(&material.chain_pem, &material.key_pem, answer.as_deref()) {
                Ok(chain) => chains.push(chain),
                // One that cannot be used leaves the name its other certificate.
                Err(error) if chosen.len() == 1 => return Err(error),
                Err(error) => {
                    tracing::warn!(certificate = key.0, %error, "a certificate cannot be served");
                    broken = Some(error);
                }
            }
        }
        if let (true, Some(error)) = (chains.is_empty(), broken) {
            return Err(error);
        }
        let mut builder = base(policy)?;
        for chain in &chains {
            builder.load_chain(chain.clone())?;
        }
        // For all names: the choice has been made.
        builder.set_default_chains(chains)?;
        resume(&mut builder, tickets, config_key, &self.now)?;
        Ok((builder.build()?, is_due))
    }
}
