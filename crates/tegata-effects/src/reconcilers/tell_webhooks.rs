//! Seeing to it that webhooks are told what happens.

use std::time::Duration;

use tegata_operations::Instance;
use tegata_operations::events::webhook;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::log::log;
use crate::reconcile::until_committed;

/// How often it is looked when nobody of this process has committed: other nodes do too.
const POLL: Duration = Duration::from_secs(1);

/// Puts down work for webhooks that have not taken all events, until `stop`. What happens costs no more for it: that
/// there is something to tell is found afterwards, however many events one look brings.
pub async fn tell_webhooks(instance: Instance, stop: CancellationToken) {
    let mut commits = instance.commits();
    loop {
        commits.mark_unchanged();
        let looked_at = Instant::now();
        if let Err(error) = webhook::put_work(&instance).await {
            log("work for webhooks could not be put down", &error);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = until_committed(&mut commits, looked_at) => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}
