//! TLS of the client: whom it believes.

use std::io;
use std::sync::Arc;

use anyhow::{Context, Result};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::connection::Connection;

/// Believes whose certificate leads to a root of the system's, of the data directory, or of the bundle that AWS's tools are
/// given.
pub(super) fn trusting(connection: &Connection) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    // A system without roots, or with some that cannot be read, has ours all the same.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = &connection.roots_pem {
        add(&mut roots, pem.as_bytes()).context("root.pem of the data directory")?;
    }
    if let Some(file) = &connection.bundle {
        let context = || format!("{}, which AWS_CA_BUNDLE names", file.display());
        add(&mut roots, &std::fs::read(file).with_context(context)?).with_context(context)?;
    }
    by(roots)
}

/// Believes no one: for an endpoint of plain HTTP.
pub(super) fn trusting_none() -> Result<ClientConfig> {
    by(RootCertStore::empty())
}

fn by(roots: RootCertStore) -> Result<ClientConfig> {
    let versions = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .context("the versions of TLS")?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}

fn add(roots: &mut RootCertStore, pem: &[u8]) -> Result<()> {
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.context("no certificates in PEM")?).context("a certificate that is no root")?;
    }
    Ok(())
}

/// What was wrong about TLS, if that is what a call failed for.
pub(super) fn fault(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut cause = Some(error);
    while let Some(found) = cause {
        // An `io::Error` tells of the source of what it wraps, and not of what it wraps.
        let wrapped = found.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let wrapped = wrapped.map(|inner| inner as &(dyn std::error::Error + 'static));
        if let Some(fault) = wrapped.unwrap_or(found).downcast_ref::<rustls::Error>() {
            return Some(fault.to_string());
        }
        cause = wrapped.or_else(|| found.source());
    }
    None
}
