//! Which servers are trusted.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::InvalidRoots;

/// Root certificates that the certificate of a server has to lead to.
#[derive(Debug, Clone)]
pub struct Roots(RootCertStore);

impl Roots {
    /// No root: trusts no server. For an endpoint of plain HTTP.
    #[must_use]
    pub fn none() -> Roots {
        Roots(RootCertStore::empty())
    }

    /// The roots that the operating system trusts. Reading them takes some milliseconds. A system without roots gives none,
    /// and roots that cannot be read are left out.
    #[must_use]
    pub fn system() -> Roots {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Roots(roots)
    }

    /// Adds each certificate in a PEM file.
    ///
    /// # Errors
    /// When it is not PEM, or one of the certificates cannot be a root.
    pub fn add_pem(&mut self, pem: &[u8]) -> Result<(), InvalidRoots> {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| InvalidRoots::Pem(error.to_string()))?;
            self.0.add(certificate).map_err(|error| InvalidRoots::Certificate(error.to_string()))?;
        }
        Ok(())
    }

    /// TLS 1.2 and 1.3 with these roots, and no certificate of the client's own.
    pub(crate) fn config(self) -> ClientConfig {
        ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("aws-lc has suites for TLS 1.2 and 1.3")
            .with_root_certificates(self.0)
            .with_no_client_auth()
    }
}
