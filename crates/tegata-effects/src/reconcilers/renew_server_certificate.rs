//! Renewing the certificate that the API speaks TLS with, while it is served.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_edge::server::TlsServer;
use tegata_model::ServerName;
use tegata_operations::Worker;
use tegata_operations::authority::{Authorities, ServerCertificate, server_certificate};
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often it is looked.
const EVERY: SignedDuration = SignedDuration::from_mins(1);
/// How soon it is tried again when it failed: thirty days are left then.
const AGAIN_IN: SignedDuration = SignedDuration::from_mins(10);

/// Puts a new certificate into `server` when `current` is due, until `stop`. Connections go on with what they began with.
pub async fn renew_server_certificate(
    worker: Worker,
    authorities: Arc<Authorities>,
    names: Vec<ServerName>,
    server: Arc<TlsServer>,
    current: ServerCertificate,
    stop: CancellationToken,
) {
    let mut renewing = Renewing { worker: worker.clone(), authorities, names, server, current };
    reconcile(&worker, &mut renewing, None, &stop).await;
}

struct Renewing {
    worker: Worker,
    authorities: Arc<Authorities>,
    names: Vec<ServerName>,
    server: Arc<TlsServer>,
    current: ServerCertificate,
}

impl Reconcile for Renewing {
    const NAME: &'static str = "renew_server_certificate";
    const FAILED: &'static str = "the API's certificate could not be renewed";
    const RETRY: Next = Next::After(AGAIN_IN);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        if !self.current.is_due(self.worker.clock.real_now()) {
            return Ok(Next::After(EVERY));
        }
        let renewed = server_certificate(&self.worker, &self.authorities, &self.names).await?;
        let replaced = self.server.replace(&renewed.chain_pem, &renewed.key_pem);
        replaced.map_err(|error| Failure::Other(format!("it cannot be served: {error}")))?;
        tracing::info!(not_after = %renewed.window.not_after, "replaced the API's certificate");
        self.current = renewed;
        Ok(Next::After(EVERY))
    }
}
