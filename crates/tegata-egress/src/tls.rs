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
#[error("the root certificates for outgoing TLS cannot be used: {0}")]
pub struct TrustError(#[from] s2n_tls::error::Error);

/// How long a failure is kept back at most; shorter than a handshake may take.
const BLINDING_SECONDS_MAX: u32 = 1;

pub(crate) fn config(trust: &Trust) -> Result<Config, TrustError> {
    let mut builder = Builder::new();
    builder.with_system_certs(true)?;
    if !trust.roots_pem.is_empty() {
        builder.trust_pem(trust.roots_pem.as_bytes())?;
    }
    // After a failure s2n-tls says nothing for 10 to 30 seconds, so that its peer learns nothing from how long it took.
    // We send nothing of ours before the handshake is done, and the caller wants to know why it failed.
    builder.set_max_blinding_delay(BLINDING_SECONDS_MAX)?;
    builder.set_security_policy(&DEFAULT_TLS13)?;
    Ok(builder.build()?)
}
