//! TLS to servers elsewhere.

use s2n_tls::config::{Builder, Config};
use s2n_tls::security::DEFAULT_TLS13;

/// Whom we believe: the roots of this machine, and some more.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Further roots, in PEM.
    pub roots_pem: String,
}

/// Why the roots cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the roots that servers elsewhere are checked by cannot be used: {0}")]
pub struct TrustError(#[from] s2n_tls::error::Error);

pub(crate) fn config(trust: &Trust) -> Result<Config, TrustError> {
    let mut builder = Builder::new();
    builder.with_system_certs(true)?;
    if !trust.roots_pem.is_empty() {
        builder.trust_pem(trust.roots_pem.as_bytes())?;
    }
    builder.set_security_policy(&DEFAULT_TLS13)?;
    Ok(builder.build()?)
}
