//! Finding out who can be asked by mail.

use futures_util::StreamExt;
use futures_util::stream;
use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, Question};
use tegata_model::job::Queue;
use tegata_operations::Error;
use tegata_operations::certificate::ask_by_mail::{ContactsLookedUp, record_contacts, to_ask};
use tegata_store::jobs::Claim;

use crate::Effects;
use crate::proving::Reach;
use crate::runner::{Ended, LOOK_UPS_WITHIN};

/// How many domains of one certificate are looked up at a time.
const AT_A_TIME: usize = 8;

/// Looks up the mail servers of the validation domains and reports them; who is asked is decided by the operation.
///
/// Domains in zones hosted here come first, by themselves.
pub(crate) async fn ask_by_mail(effects: &Effects, claim: &Claim, id: CertificateId) -> Result<Ended, Error> {
    let instance = &effects.instance;
    let reach = if claim.queue == Queue::ContactsHere { Reach::Here } else { Reach::Anywhere };
    let domains = to_ask(instance, id).await?;
    let looking = stream::iter(domains).map(|domain| async move {
        let found = effects.prover.contacts(&domain, reach).await?;
        let look_up = LookUp {
            at: instance.clock.now(),
            question: Question::Contacts,
            sighting: found.sighting,
            found: found.found,
            trace: found.trace,
        };
        Some((domain, look_up))
    });
    let mut looking = looking.buffer_unordered(AT_A_TIME);
    let mut looked_up = ContactsLookedUp::default();
    let all = async {
        while let Some(look_up) = looking.next().await {
            match look_up {
                Some(look_up) => looked_up.seen.push(look_up),
                None => looked_up.left += 1,
            }
        }
    };
    // What is not there in time is looked up by the next run.
    let _ = tokio::time::timeout(LOOK_UPS_WITHIN, all).await;
    record_contacts(instance, claim, id, looked_up).await?;
    Ok(Ended::Settled)
}
