//! Seeing to it that nobody is told that a revoked certificate stands.

use std::sync::Arc;
use std::time::Duration;

use tegata_model::change::Change;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::{Error, Instance};
use tegata_store::changes::Cursor;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::follow;
use crate::log::log;
use crate::reconcile::until_committed;

/// How many changes are read at a time.
const STEP: u32 = 500;
/// How often the change log is looked at when nobody of this process has committed: other nodes do too.
const POLL: Duration = Duration::from_secs(1);

/// Takes back answers about what was revoked since they were signed, until `stop`.
pub async fn follow_revocations(
    instance: Instance,
    answers: Arc<RevocationAnswers>,
    stop: CancellationToken,
) {
    let mut commits = instance.commits();
    let mut cursor = None;
    loop {
        commits.mark_unchanged();
        let looked_at = Instant::now();
        if let Err(error) = follow(&instance, &answers, &mut cursor).await {
            log("revocations could not be followed", &error);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = until_committed(&mut commits, looked_at) => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn follow(
    instance: &Instance,
    answers: &RevocationAnswers,
    at: &mut Option<Cursor>,
) -> Result<(), Error> {
    let Some(mut cursor) = at.clone() else {
        // What was signed before the cursor stood may be about something that was revoked meanwhile.
        *at = Some(instance.read(|tx| Ok::<_, Error>(Cursor::at_end(tx)?)).await?);
        answers.forget_all();
        return Ok(());
    };
    loop {
        let step = follow::step(instance, &cursor, STEP).await?;
        for change in step.changes {
            if let Change::Revocation(serial) = change {
                answers.forget(serial);
            }
        }
        *at = Some(step.cursor.clone());
        cursor = step.cursor;
        if step.is_last {
            return Ok(());
        }
    }
}
