//! The keys that all edges share, given to one edge.

use std::collections::BTreeSet;

use tegata_edge::Edge;
use tegata_model::rotating_key::KeyPurpose;
use tegata_operations::instance::rotating_keys::rotating_keys;
use tegata_operations::{Error, Worker};

use super::translate;
use crate::log::log;

/// The keys of one edge. Without them it serves everything, but resumes no session and keeps no client with its target.
/// So nothing waits for keys that cannot be read: they are read again later.
pub(super) struct SharedKeys {
    worker: Worker,
    edge: Edge,
    /// Purposes whose keys could not be read.
    due: BTreeSet<KeyPurpose>,
}

impl SharedKeys {
    pub(super) fn new(worker: Worker, edge: Edge) -> SharedKeys {
        SharedKeys { worker, edge, due: BTreeSet::new() }
    }

    /// Gives the edge the keys of all purposes.
    pub(super) async fn refresh_all(&mut self) {
        for purpose in KeyPurpose::ALL {
            self.refresh(purpose).await;
        }
    }

    /// Gives the edge the keys of a purpose.
    pub(super) async fn refresh(&mut self, purpose: KeyPurpose) {
        match self.read(purpose).await {
            Ok(()) => {
                self.due.remove(&purpose);
            }
            Err(error) => {
                self.due.insert(purpose);
                log("keys that edges share could not be read", &error);
            }
        }
    }

    /// Reads again what could not be read.
    pub(super) async fn try_again(&mut self) {
        for purpose in self.due.clone() {
            self.refresh(purpose).await;
        }
    }

    async fn read(&self, purpose: KeyPurpose) -> Result<(), Error> {
        let keys = rotating_keys(&self.worker, purpose).await?;
        match purpose {
            KeyPurpose::SessionTickets => self.edge.put_ticket_keys(translate::ticket_keys(keys)),
            KeyPurpose::StickinessCookies => self.edge.put_cookie_keys(&translate::cookie_keys(keys)),
        }
        Ok(())
    }
}
