//! What is done on the outside: look-ups, signing, snapshots.
//!
//! An effect does one outside thing, may be run twice, decides nothing, and reports through an operation. Jobs
//! come from the store's queue and are done by [`jobs::runner::run_jobs`]. The other effects reconcile: they compare what
//! should be with what is, when something was committed, when a time has come, and every so often.

mod access_log;
mod follow;
pub mod jobs;
mod log;
pub mod mail_relay;
pub mod placement;
pub mod proving;
mod reconcile;
pub mod reconcilers;

use std::sync::Arc;

use tegata_egress::Gate;
use tegata_operations::authority::Authorities;
use tegata_operations::{Instance, Worker};
use tokio::sync::watch;

use crate::mail_relay::Relay;
use crate::proving::Prover;

/// A worker on this instance: what the operations take that no caller asks for.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the effects are the workers")]
pub fn worker(instance: Instance) -> Worker {
    Worker::new(instance)
}

/// What effects need. Cheap to clone.
#[derive(Clone)]
pub struct Effects {
    /// The instance whose effects these are.
    pub worker: Worker,
    /// The authorities that issue.
    pub authorities: Arc<Authorities>,
    /// Looks up proofs and CAA records.
    pub prover: Arc<dyn Prover>,
    /// Delivers mails; `None` when they are read in the outbox, as on a laptop.
    pub relay: Option<Arc<Relay>>,
    /// The way out to places that others name; without one, webhooks are told nothing.
    pub gate: Option<Gate>,
    /// Counts the RSA keys that were taken from the pool.
    key_taken: Arc<watch::Sender<u64>>,
}

impl Effects {
    /// Puts together what effects need.
    #[must_use]
    pub fn new(worker: Worker, authorities: Arc<Authorities>, prover: Arc<dyn Prover>) -> Effects {
        Effects { worker, authorities, prover, relay: None, gate: None, key_taken: Arc::default() }
    }

    /// The same effects with a relay that delivers mails.
    #[must_use]
    pub fn with_relay(self, relay: Option<Relay>) -> Effects {
        Effects { relay: relay.map(Arc::new), ..self }
    }

    /// The same effects with a way out to places that others name.
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Effects {
        Effects { gate: Some(gate), ..self }
    }
}
