//! Mutual authentication: what a listener does about the certificates of clients (ELB User Guide, "Mutual authentication
//! with TLS").

use serde::{Deserialize, Serialize};

use super::identifier::TrustStoreId;

/// The policy of a listener with mutual authentication whose creator names none. [`DEFAULT_POLICY`] has protocol versions and
/// suites that such listeners do not have.
///
/// [`DEFAULT_POLICY`]: super::listener::DEFAULT_POLICY
pub const DEFAULT_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/// What is done about the certificates of clients.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase")]
pub enum MutualAuthentication {
    /// None is asked for.
    #[default]
    Off,
    /// One is asked for, and handed on to targets without being verified.
    Passthrough,
    /// One that the trust store certifies is needed.
    Verify {
        /// Which.
        trust_store: TrustStoreId,
        /// Whether a certificate that has ended is accepted.
        ignore_expiry: bool,
        /// Whether clients are told the names of the trust store's authorities.
        advertise_names: bool,
    },
}

impl MutualAuthentication {
    /// The mode's name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            MutualAuthentication::Off => "off",
            MutualAuthentication::Passthrough => "passthrough",
            MutualAuthentication::Verify { .. } => "verify",
        }
    }

    /// The trust store that it needs.
    #[must_use]
    pub fn trust_store(&self) -> Option<TrustStoreId> {
        match self {
            MutualAuthentication::Off | MutualAuthentication::Passthrough => None,
            MutualAuthentication::Verify { trust_store, .. } => Some(*trust_store),
        }
    }
}
