//! Renewing the certificate that the API speaks TLS with, while it is served.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_edge::server::TlsServer;
use tegata_model::ServerName;
use tegata_operations::Instance;
use tegata_operations::authority::{Authorities, ServerCertificate, server_certificate};
use tokio_util::sync::CancellationToken;

use crate::log::log_cause;

/// How often it is looked.
const EVERY: SignedDuration = SignedDuration::from_mins(1);
/// How soon it is tried again when it failed: thirty days are left then.
const AGAIN_IN: SignedDuration = SignedDuration::from_mins(10);

/// Puts a new certificate into `server` when `current` is due, again and again, until `stop`. Connections go on with what
/// they began with.
pub async fn renew_server_certificate(
    instance: Instance,
    authorities: Arc<Authorities>,
    names: Vec<ServerName>,
    server: Arc<TlsServer>,
    mut current: ServerCertificate,
    stop: CancellationToken,
) {
    loop {
        let next = if current.is_due(instance.clock.real_now()) {
            match server_certificate(&instance, &authorities, &names).await {
                Ok(renewed) => match server.replace(&renewed.chain_pem, &renewed.key_pem) {
                    Ok(()) => {
                        tracing::info!(not_after = %renewed.window.not_after, "swapped the API's certificate");
                        current = renewed;
                    }
                    Err(error) => log_cause("the API's new certificate cannot be served", &error),
                },
                Err(error) => log_cause("the API's certificate could not be renewed", &error),
            }
            AGAIN_IN
        } else {
            EVERY
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(instance.clock.now() + next) => {}
        }
    }
}
