//! Looking up the validation records that a certificate still waits for.

use futures_util::StreamExt;
use futures_util::stream;
use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, Question};
use tegata_operations::Error;
use tegata_operations::certificate::record_proof::{Proof, record_proof, to_prove};
use tegata_store::jobs::Claim;

use crate::Effects;
use crate::runner::Ended;

/// How many names of one certificate are looked up at a time.
const AT_A_TIME: usize = 16;

/// Looks up what is pending and reports it; what is found is judged by the operation.
pub(crate) async fn look_up_proofs(
    effects: &Effects,
    claim: &Claim,
    id: CertificateId,
) -> Result<Ended, Error> {
    let instance = &effects.instance;
    let pending = to_prove(instance, id).await?;
    let looking = stream::iter(pending).map(|to_prove| async move {
        let found = match &to_prove.proof {
            Proof::Record(record) => effects.prover.proof(record).await,
            Proof::Redirect { redirect, content } => effects.prover.redirect(redirect, content).await,
        };
        let look_up = LookUp {
            at: instance.clock.now(),
            question: Question::Proof,
            sighting: found.sighting,
            found: found.found,
            trace: found.trace,
        };
        (to_prove.base, look_up)
    });
    let seen = looking.buffer_unordered(AT_A_TIME).collect().await;
    record_proof(instance, claim, id, seen).await?;
    Ok(Ended::Settled)
}
