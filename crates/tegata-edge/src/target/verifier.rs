//! Verifying the certificates of targets, or not.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use crate::tls::trust_stores::TrustStores;
use crate::trust_store::TrustStoreKey;

/// Accepts every certificate.
#[derive(Debug)]
pub(super) struct AnyTarget(Vec<SignatureScheme>);

impl AnyTarget {
    pub(super) fn new(provider: &CryptoProvider) -> AnyTarget {
        AnyTarget(provider.signature_verification_algorithms.supported_schemes())
    }
}

impl ServerCertVerifier for AnyTarget {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.clone()
    }
}

/// Accepts certificates for the target's name that lead to a trust store, as it is at the time of the handshake.
pub(super) struct OfTrustStore {
    trust_stores: Arc<TrustStores>,
    key: TrustStoreKey,
    provider: Arc<CryptoProvider>,
}

impl OfTrustStore {
    pub(super) fn new(
        trust_stores: Arc<TrustStores>,
        key: TrustStoreKey,
        provider: Arc<CryptoProvider>,
    ) -> OfTrustStore {
        OfTrustStore { trust_stores, key, provider }
    }
}

impl fmt::Debug for OfTrustStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfTrustStore").field("key", &self.key).finish_non_exhaustive()
    }
}

impl ServerCertVerifier for OfTrustStore {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let none = || Error::General("the target group's trust store has no CA that counts".to_owned());
        let trust_store = self.trust_stores.find(self.key).ok_or_else(none)?;
        let (roots, provider) = (Arc::clone(&trust_store.roots), Arc::clone(&self.provider));
        let paths =
            WebPkiServerVerifier::builder_with_provider(roots, provider).build().map_err(|_| none())?;
        let verified =
            paths.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)?;
        match trust_store.has_revoked(std::iter::once(end_entity).chain(intermediates)) {
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
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
