//! Certificates: which ones there are, and the configurations of those in use, in a bounded cache.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::{Mutex, RwLock};
use rustls::sign::CertifiedKey;
use s2n_tls::config::Config;
use s2n_tls::error::Error;

use super::config::{base, load_chain};
use super::config_key::{ConfigKey, TicketScope};
use super::known::{Known, KnownCertificates};
use super::material::Materials;
use super::mutual::certified_keys::CertifiedKeys;
use super::policy::Policy;
use super::staples::{Staple, Staples};
use super::tickets::{TicketKeys, resume};
use crate::vocabulary::{
    CertificateKey, CertificateSummary, KeyFamily, LoadMaterial, Material, OnStapleDue, Seconds,
};

/// How many built configurations are kept: some 10 KB each.
const BUILT_MAX: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");

/// All certificates, by key. A new version takes the place of the old one for handshakes that begin afterwards.
pub(crate) struct Certificates {
    known: RwLock<KnownCertificates>,
    materials: Materials,
    built: Mutex<LruCache<ConfigKey, Config>>,
    /// For listeners with mutual authentication.
    certified: CertifiedKeys,
    tickets: RwLock<Arc<TicketKeys>>,
    staples: Mutex<Staples>,
    on_staple_due: OnStapleDue,
    now: Seconds,
}

impl Certificates {
    pub(crate) fn new(now: Seconds, load: LoadMaterial, on_staple_due: OnStapleDue) -> Certificates {
        Certificates {
            known: RwLock::default(),
            materials: Materials::new(load),
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

    /// Adds a certificate, or replaces it, with its chain and key.
    pub(crate) fn put(&self, key: CertificateKey, material: Material) {
        let summary = material.summary.clone();
        // Before it is known, so that no handshake loads it.
        self.materials.put(key, material);
        self.known.write().put(key, &summary);
        self.forget_built(key);
    }

    /// Adds a certificate, or replaces it, whose chain and key are loaded at its first handshake.
    pub(crate) fn put_summary(&self, key: CertificateKey, summary: &CertificateSummary) {
        let before = self.known.write().put(key, summary);
        if before.is_some_and(|before| before != summary.version) {
            self.materials.remove(key);
            self.forget_built(key);
        }
    }

    pub(crate) fn remove(&self, key: CertificateKey) {
        self.known.write().remove(key);
        self.materials.remove(key);
        self.staples.lock().remove(key);
        self.forget_built(key);
    }

    /// Loads the chain and key of a certificate ahead of its first handshake.
    pub(crate) async fn load(&self, key: CertificateKey) -> Result<(), String> {
        let version = self.known.read().find(key).map(|known| known.version);
        if let Some(version) = version {
            self.materials.get(key, version).await?;
        }
        Ok(())
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

    /// What is known of all certificates.
    pub(crate) fn known(&self) -> &RwLock<KnownCertificates> {
        &self.known
    }

    /// The configuration that serves these certificates under `policy`, if it has been built.
    pub(crate) fn built(
        &self,
        chosen: &[Arc<Known>],
        policy: &'static Policy,
        scope: TicketScope,
    ) -> Option<Config> {
        let chosen = chosen.iter().map(|known| (known.key, known.key_family, known.version));
        self.built.lock().get(&config_key(chosen, policy, scope)).cloned()
    }

    /// The configuration that serves these certificates under `policy`: their chains and keys are loaded, and it is built
    /// unless it has been.
    ///
    /// # Errors
    /// When not one of them can be loaded, or what was loaded cannot be served.
    pub(crate) async fn config(
        &self,
        chosen: &[Arc<Known>],
        policy: &'static Policy,
        scope: TicketScope,
    ) -> Result<Config, Error> {
        let materials = self.loaded(chosen).await.map_err(|error| Error::application(error.into()))?;
        let of = materials
            .iter()
            .map(|(key, material)| (*key, material.summary.key_family, material.summary.version));
        let config_key = config_key(of, policy, scope);
        if let Some(config) = self.built.lock().get(&config_key) {
            return Ok(config.clone());
        }
        let tickets = Arc::clone(&self.tickets.read());
        let (config, is_due) = self.build(&materials, policy, &tickets, &config_key)?;
        let mut built = self.built.lock();
        // What was built with keys that have been replaced meanwhile serves this handshake alone; so does what was
        // replaced or removed.
        if Arc::ptr_eq(&tickets, &self.tickets.read()) && self.are_current(&config_key) {
            built.put(config_key, config.clone());
        }
        drop(built);
        if is_due {
            (self.on_staple_due)();
        }
        Ok(config)
    }

    /// The chains and keys of these certificates, of those that can be loaded.
    ///
    /// # Errors
    /// When not one of them can be.
    async fn loaded(&self, chosen: &[Arc<Known>]) -> Result<Vec<(CertificateKey, Arc<Material>)>, String> {
        let mut materials = Vec::with_capacity(chosen.len());
        let mut why = "its owner has it no more".to_owned();
        for known in chosen {
            match self.materials.get(known.key, known.version).await {
                Ok(material) => materials.extend(material.map(|material| (known.key, material))),
                Err(error) => why = error,
            }
        }
        match materials.is_empty() {
            true => Err(format!("the certificate could not be loaded: {why}")),
            false => Ok(materials),
        }
    }

    /// Certificates with their keys, for listeners with mutual authentication; made now unless they have been.
    ///
    /// # Errors
    /// When not one of them can be loaded, or one cannot be read.
    pub(crate) async fn certified_keys(
        &self,
        chosen: &[Arc<Known>],
    ) -> Result<Vec<Arc<CertifiedKey>>, String> {
        let materials = self.loaded(chosen).await?;
        materials.iter().map(|(key, material)| self.certified_key(*key, material)).collect()
    }

    fn certified_key(&self, key: CertificateKey, material: &Material) -> Result<Arc<CertifiedKey>, String> {
        let staple = self.staples.lock().find(key, material.summary.version).cloned();
        let is_due = staple.is_none();
        let answer = staple.filter(|staple| (self.now)() < staple.ends_at).and_then(|staple| staple.answer);
        let certified = self.certified.of(key, material, answer)?;
        if is_due {
            (self.on_staple_due)();
        }
        Ok(certified)
    }

    /// Whether none of the certificates has been replaced by a later version, or removed.
    fn are_current(&self, config_key: &ConfigKey) -> bool {
        let known = self.known.read();
        config_key
            .certificates()
            .all(|(key, version)| known.find(key).is_some_and(|known| known.version <= version))
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
            let staple = self.staples.lock().find(*key, material.summary.version).cloned();
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

/// What the configuration of these certificates is found by.
fn config_key(
    chosen: impl Iterator<Item = (CertificateKey, KeyFamily, u64)>,
    policy: &'static Policy,
    scope: TicketScope,
) -> ConfigKey {
    let (mut ec, mut rsa) = (None, None);
    for (key, family, version) in chosen {
        match family {
            KeyFamily::Ec => ec = Some((key, version)),
            KeyFamily::Rsa => rsa = Some((key, version)),
        }
    }
    ConfigKey { ec, rsa, policy: policy.name, scope }
}
