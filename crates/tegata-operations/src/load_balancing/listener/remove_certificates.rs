//! Taking a certificate off those to choose from by SNI.

use tegata_model::CertificateId;
use tegata_model::load_balancing::ListenerId;
use tegata_model::load_balancing::listener::remove_certificates as plan;
use tegata_store::nodes;

use super::attach::Eligibility;
use super::{Words, await_edge, refusal, save};
use crate::{Caller, Error, Instance, Named};

/// Takes certificates off those to choose from by SNI, and answers once the edge has. One that is not there
/// is passed over.
///
/// # Errors
/// `no-such-listener`, `balancing-value`, `default-certificate`.
pub async fn remove_certificates(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
    removed: Vec<CertificateId>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:RemoveListenerCertificates")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (before, after, mark) = instance
        .write(move |tx| {
            let before = super::listener(tx, &tenant, &named)?;
            let after = plan(&before, &removed).map_err(refusal::certificates)?;
            if before != after {
                save(tx, &before, &after, &Words::default(), Eligibility::At(now), now)?;
            }
            Ok::<_, Error>((before, after, nodes::mark(tx)?))
        })
        .await?;
    await_edge::changed(instance, before, after, mark).await
}
