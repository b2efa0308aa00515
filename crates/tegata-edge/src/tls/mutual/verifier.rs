//! Verifying the certificates of clients.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
};
use tegata_x509::client_certificate;

use super::reason::{CHAIN_MAX, TooDeep};
use crate::tls::trust_stores::ReadyTrustStore;

/// Takes whatever certificate a client shows, or none. That the client has its key is checked: the handshake is signed with
/// it. Everything else is the target's to check.
#[derive(Debug)]
pub(super) struct AnyClient(pub(super) Arc<CryptoProvider>);

impl ClientCertVerifier for AnyClient {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match client_certificate::read(end_entity) {
            Ok(_) => Ok(ClientCertVerified::assertion()),
            Err(_) => Err(CertificateError::BadEncoding.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Takes certificates that lead to an authority of a trust store and were not revoked.
pub(super) struct OfTrustStore {
    paths: Arc<dyn ClientCertVerifier>,
    trust_store: Arc<ReadyTrustStore>,
    ignore_expiry: bool,
    advertise_names: bool,
}

impl OfTrustStore {
    /// `None` when the trust store has no authority that counts.
    pub(super) fn new(
        trust_store: Arc<ReadyTrustStore>,
        provider: Arc<CryptoProvider>,
        ignore_expiry: bool,
        advertise_names: bool,
    ) -> Option<OfTrustStore> {
        let roots = Arc::clone(&trust_store.roots);
        let paths = WebPkiClientVerifier::builder_with_provider(roots, provider).build().ok()?;
        Some(OfTrustStore { paths, trust_store, ignore_expiry, advertise_names })
    }
}

impl fmt::Debug for OfTrustStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfTrustStore").field("trust_store", &self.trust_store).finish_non_exhaustive()
    }
}

impl ClientCertVerifier for OfTrustStore {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        if self.advertise_names { self.paths.root_hint_subjects() } else { &[] }
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if intermediates.len() >= CHAIN_MAX {
            return Err(CertificateError::Other(OtherError(Arc::new(TooDeep))).into());
        }
        let now = if self.ignore_expiry { within_validity(end_entity, now) } else { now };
        let verified = self.paths.verify_client_cert(end_entity, intermediates, now)?;
        match self.trust_store.has_revoked(std::iter::once(end_entity).chain(intermediates)) {
            true => Err(CertificateError::Revoked.into()),
            false => Ok(verified),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.paths.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.paths.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.paths.supported_verify_schemes()
    }
}

/// The last second at which a certificate that has ended was valid; for another one, `now`. Its path is then judged as it was
/// at that time.
fn within_validity(certificate: &CertificateDer<'_>, now: UnixTime) -> UnixTime {
    let Ok(certificate) = client_certificate::read(certificate) else { return now };
    let end = u64::try_from(certificate.not_after.as_second()).unwrap_or_default();
    UnixTime::since_unix_epoch(Duration::from_secs(end.min(now.as_secs())))
}
