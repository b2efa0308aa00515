//! Making new intermediates before leaves would outlive those there are.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_operations::Instance;
use tegata_operations::authority::{Authorities, succeed};
use tokio_util::sync::CancellationToken;

use crate::log::log_cause;

/// How often it is looked. Other nodes make intermediates too, and relying parties may come here about them.
const EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Makes and takes up what is missing, again and again, until `stop`.
pub async fn succeed_authorities(instance: Instance, authorities: Arc<Authorities>, stop: CancellationToken) {
    loop {
        if let Err(error) = succeed(&instance, &authorities).await {
            log_cause("new intermediates could not be made", &error);
        }
        let next = instance.clock.now() + EVERY;
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(next) => {}
        }
    }
}
