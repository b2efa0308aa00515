//! What every server configuration of s2n-tls begins with.

use s2n_tls::cert_chain::{Builder as ChainBuilder, CertificateChain};
use s2n_tls::config::Builder as ConfigBuilder;
use s2n_tls::error::Error;
use s2n_tls::security;

use super::policy::Policy;

/// The part of a configuration that all share: the policy.
pub(crate) fn base(policy: &Policy) -> Result<ConfigBuilder, Error> {
    let mut builder = ConfigBuilder::new();
    builder.with_system_certs(false)?;
    builder.set_security_policy(&security::Policy::from_version(policy.s2n)?)?;
    Ok(builder)
}

/// A certificate with its chain and key, as s2n-tls holds it; with the OCSP answer that goes along.
pub(crate) fn load_chain(
    chain_pem: &str,
    key_pem: &str,
    ocsp_answer: Option<&[u8]>,
) -> Result<CertificateChain<'static>, Error> {
    let mut builder = ChainBuilder::new()?;
    builder.load_pem(chain_pem.as_bytes(), key_pem.as_bytes())?;
    if let Some(answer) = ocsp_answer {
        builder.set_ocsp_data(answer)?;
    }
    builder.build()
}
