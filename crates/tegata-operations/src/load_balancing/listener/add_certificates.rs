//! Adding a certificate to choose from by SNI.

use tegata_model::CertificateId;
use tegata_model::load_balancing::ListenerId;
use tegata_model::load_balancing::listener::add_certificates as plan;
use tegata_store::load_balancing::listeners;
use tegata_store::nodes;

use super::attach::Eligibility;
use super::{Words, await_edge, refusal, save};
use crate::{Caller, Error, Instance, Named};

/// Adds a certificate to choose from by SNI, and answers once the edge serves it. One that is there already
/// stays.
///
/// # Errors
/// `no-such-listener`, `balancing-value`, `certificate-not-found`, `certificate-unsupported`,
/// `too-many-listener-certificates`.
pub async fn add_certificates(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
    added: Vec<Named<CertificateId>>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:AddListenerCertificates")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let ids: Vec<CertificateId> = added.iter().map(|named| named.id).collect();
    let most = instance.settings().quotas.certificates_per_load_balancer;
    let words = Words { certificates: added, ..Words::default() };
    let (before, after, mark) = instance
        .write(move |tx| {
            let before = super::listener(tx, &tenant, &named)?;
            let listeners = listeners::of_load_balancer(tx, before.load_balancer)?;
            let after = plan(&before, &listeners, &ids, most).map_err(refusal::certificates)?;
            if before != after {
                save(tx, &before, &after, &words, Eligibility::At(now), now)?;
            }
            Ok::<_, Error>((before, after, nodes::mark(tx)?))
        })
        .await?;
    await_edge::changed(instance, before, after, mark).await
}
