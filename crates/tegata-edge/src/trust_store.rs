//! Trust stores, and what they are for: plain data, as all of `vocabulary`.

use std::collections::HashSet;

use tegata_x509::revocation_file::IssuedBy;

/// The caller's identifier of a trust store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrustStoreKey(pub u64);

/// What is done about the certificates of clients (ELB User Guide, "Mutual authentication with TLS").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MutualAuthentication {
    /// A certificate is asked for and handed on to targets; only that the client has its key is checked.
    Passthrough,
    /// A client without a certificate that leads to the trust store is refused in the handshake.
    Verify {
        /// Which. Without it, no client is let in.
        trust_store: TrustStoreKey,
        /// Whether a certificate that has ended is accepted.
        ignore_expiry: bool,
        /// Whether the handshake tells the names of the trust store's authorities.
        advertise_names: bool,
    },
}

/// The authorities that certify clients or targets, and what they have revoked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustStore {
    /// Their certificates, in DER. Each is trusted by itself.
    pub authorities: Vec<Vec<u8>>,
    /// Certificates that do not count.
    pub revoked: HashSet<IssuedBy>,
}
