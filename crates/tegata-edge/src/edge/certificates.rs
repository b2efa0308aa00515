//! What an edge is given of certificates.

use super::Edge;
use crate::tls::material::Materials;
use crate::tls::staples::Staple;
use crate::tls::tickets::TicketKeys;
use crate::vocabulary::{CertificateKey, CertificateSummary, Material};

impl Edge {
    /// How many certificates have their chain and key in memory at most. Those that were used last stay.
    pub const LOADED_MAX: usize = Materials::room();

    /// Adds a certificate, or replaces it by another version: handshakes that begin from now on get it, and choose by its
    /// names.
    pub fn put_certificate(&self, key: CertificateKey, material: Material) {
        self.certificates.put(key, material);
    }

    /// Adds a certificate, or replaces it by another version, as [`Edge::put_certificate`] does. Its chain and key are
    /// loaded at its first handshake.
    pub fn put_summary(&self, key: CertificateKey, summary: &CertificateSummary) {
        self.certificates.put_summary(key, summary);
    }

    /// Loads the chain and key of a certificate ahead of its first handshake.
    ///
    /// # Errors
    /// When its owner could not load it, in the owner's words.
    pub async fn load_certificate(&self, key: CertificateKey) -> Result<(), String> {
        self.certificates.load(key).await
    }

    /// Which version of a certificate is served.
    #[must_use]
    pub fn certificate_version(&self, key: CertificateKey) -> Option<u64> {
        self.certificates.known().read().find(key).map(|known| known.version)
    }

    /// Removes a certificate.
    pub fn remove_certificate(&self, key: CertificateKey) {
        self.certificates.remove(key);
    }

    /// Removes all certificates but these.
    pub fn retain_certificates(&self, is_kept: impl Fn(CertificateKey) -> bool) {
        let gone: Vec<CertificateKey> =
            self.certificates.known().read().keys().filter(|key| !is_kept(*key)).collect();
        gone.into_iter().for_each(|key| self.remove_certificate(key));
    }

    /// The certificates that are served and whose OCSP answer is not known or is old: at most those whose configuration
    /// is in memory.
    #[must_use]
    pub fn staples_due(&self) -> Vec<CertificateKey> {
        self.certificates.staples_due()
    }

    /// Sends an OCSP answer along with a certificate from now on.
    pub fn put_staple(&self, key: CertificateKey, staple: Staple) {
        self.certificates.put_staple(key, staple);
    }

    /// Sends OCSP answers about a serial number along no more: they are due again.
    pub fn drop_staples(&self, serial: &[u8]) {
        self.certificates.drop_staples(serial);
    }

    /// Replaces the keys of session tickets: sessions are resumed with these from now on.
    pub fn put_ticket_keys(&self, keys: TicketKeys) {
        self.certificates.put_ticket_keys(keys);
    }
}
