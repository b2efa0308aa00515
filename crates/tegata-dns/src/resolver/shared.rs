//! What all look-ups of one resolver share.

use tokio::sync::Semaphore;

use super::config::ResolverConfig;
use super::delegations::Delegations;
use super::silence::Silence;

/// How many queries to other servers wait for an answer at once: each has a socket of its own.
const QUERIES_AT_ONCE: usize = 256;

/// What all look-ups share.
pub(super) struct Shared {
    pub(super) config: ResolverConfig,
    pub(super) places: Semaphore,
    pub(super) delegations: Delegations,
    pub(super) silence: Silence,
}

impl Shared {
    pub(super) fn new(config: ResolverConfig) -> Shared {
        Shared {
            config,
            places: Semaphore::new(QUERIES_AT_ONCE),
            delegations: Delegations::new(),
            silence: Silence::new(),
        }
    }
}
