//! TLS to PostgreSQL: rustls on aws-lc, with libpq's idea of what is checked of the server.

use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::url::{Check, Roots, Tls};

/// The protocol's name in a handshake that comes first (PostgreSQL 17).
const ALPN: &[u8] = b"postgresql";

/// What opens TLS on a connection. The error is a sentence for the operator.
pub(super) fn connector(tls: &Tls) -> Result<MakeRustlsConnect, String> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let check = ServerCheck::new(tls, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(check));
    let mut config = match &tls.client {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let chain = certificates(certificate, "sslcert")?;
            let key_der = PrivateKeyDer::from_pem_file(key)
                .map_err(|error| format!("sslkey {} cannot be read: {error}", key.display()))?;
            builder
                .with_client_auth_cert(chain, key_der)
                .map_err(|error| format!("sslcert and sslkey do not match: {error}"))?
        }
    };
    if tls.direct {
        config.alpn_protocols = vec![ALPN.to_vec()];
    }
    Ok(MakeRustlsConnect::new(config))
}

fn certificates(file: &Path, parameter: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let fault = |why: &dyn std::fmt::Display| format!("{parameter} {} cannot be read: {why}", file.display());
    let read = CertificateDer::pem_file_iter(file).map_err(|error| fault(&error))?;
    let read = read.collect::<Result<Vec<_>, _>>().map_err(|error| fault(&error))?;
    if read.is_empty() { Err(fault(&"it contains no certificate")) } else { Ok(read) }
}

/// Checks a server's certificate as far as the mode asks for it.
#[derive(Debug)]
struct ServerCheck {
    check: Check,
    roots: RootCertStore,
    /// The roots as they stand in the file. A server that has signed its own certificate is trusted when it is here,
    /// as libpq does: the way in which PostgreSQL's manual sets a test server up.
    trusted: Vec<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCheck {
    fn new(tls: &Tls, provider: &CryptoProvider) -> Result<ServerCheck, String> {
        let (mut roots, mut trusted) = (RootCertStore::empty(), Vec::new());
        match (tls.check, &tls.roots) {
            (Check::Nothing, _) => {}
            (_, Roots::System) => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
                if roots.is_empty() {
                    return Err(
                        "the system has no root certificates: set sslrootcert to a file, or install \
                                them (Debian: ca-certificates)"
                            .to_owned(),
                    );
                }
            }
            (_, Roots::File(file)) => {
                for certificate in certificates(file, "sslrootcert")? {
                    roots.add(certificate.clone()).map_err(|error| {
                        format!(
                            "sslrootcert {} contains a certificate that is not valid: {error}",
                            file.display()
                        )
                    })?;
                    trusted.push(certificate);
                }
            }
        }
        let algorithms = provider.signature_verification_algorithms;
        Ok(ServerCheck { check: tls.check, roots, trusted, algorithms })
    }
}

impl ServerCertVerifier for ServerCheck {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.check != Check::Nothing {
            let parsed = ParsedCertificate::try_from(end_entity)?;
            if self.trusted.iter().any(|root| root.as_ref() == end_entity.as_ref()) {
                in_its_period(end_entity, now)?;
            } else {
                let (roots, algorithms) = (&self.roots, self.algorithms.all);
                verify_server_cert_signed_by_trust_anchor(&parsed, roots, intermediates, now, algorithms)?;
            }
            if self.check == Check::ChainAndName {
                verify_server_name(&parsed, server_name)?;
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

fn in_its_period(certificate: &CertificateDer<'_>, now: UnixTime) -> Result<(), Error> {
    let parsed = Certificate::from_der(certificate).map_err(|_| CertificateError::BadEncoding)?;
    let validity = parsed.tbs_certificate().validity();
    let seconds = now.as_secs();
    if seconds < validity.not_before.to_unix_duration().as_secs() {
        return Err(CertificateError::NotValidYet.into());
    }
    if seconds > validity.not_after.to_unix_duration().as_secs() {
        return Err(CertificateError::Expired.into());
    }
    Ok(())
}
