//! Finding out who can be asked by mail.

use futures_util::StreamExt;
use futures_util::stream;
use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, Question};
use tegata_operations::Error;
use tegata_operations::certificate::ask_by_mail::{record_contacts, to_ask};
use tegata_store::jobs::Claim;

use crate::Effects;
use crate::runner::Ended;

/// How many domains of one certificate are looked up at a time.
const AT_A_TIME: usize = 16;

/// Looks up the mail servers of the validation domains and reports them; who is asked is decided by the operation.
pub(crate) async fn ask_by_mail(effects: &Effects, claim: &Claim, id: CertificateId) -> Result<Ended, Error> {
    let instance = &effects.instance;
    let domains = to_ask(instance, id).await?;
    let looking = stream::iter(domains).map(|domain| async move {
        let found = effects.prover.contacts(&domain).await;
        let look_up = LookUp {
            at: instance.clock.now(),
            question: Question::Contacts,
            sighting: found.sighting,
            found: found.found,
            trace: found.trace,
        };
        (domain, look_up)
    });
    let seen = looking.buffer_unordered(AT_A_TIME).collect().await;
    record_contacts(instance, claim, id, seen).await?;
    Ok(Ended::Settled)
}
