//! TLS towards the targets of a network load balancer, which get offered what the client has agreed on.

use std::sync::OnceLock;

use super::tls::{TargetTls, Verifying};

/// What clients may have agreed on; nothing comes first.
const PROTOCOLS: [&[u8]; 4] = [b"", b"h2", b"http/1.1", b"http/1.0"];

/// TLS with each protocol that a client may have agreed on; made when first used.
pub(super) struct AlpnTls {
    made: [OnceLock<TargetTls>; PROTOCOLS.len()],
    verifying: Verifying,
}

impl AlpnTls {
    /// Nothing is made yet.
    pub(super) fn new(verifying: &Verifying) -> AlpnTls {
        AlpnTls { made: Default::default(), verifying: verifying.clone() }
    }

    /// TLS that offers a protocol, or none.
    pub(super) fn offering(&self, agreed: Option<&[u8]>) -> &TargetTls {
        let place = PROTOCOLS.iter().position(|known| *known == agreed.unwrap_or_default()).unwrap_or(0);
        self.made[place].get_or_init(|| {
            let offered = PROTOCOLS[place];
            let protocols = if offered.is_empty() { Vec::new() } else { vec![offered.to_vec()] };
            // Certificates of these targets are not verified.
            TargetTls::offering(protocols, None, &self.verifying)
        })
    }
}
