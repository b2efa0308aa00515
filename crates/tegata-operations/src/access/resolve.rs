//! From what a request names to what policies know.

use tegata_model::access::{PrincipalName, Resource};
use tegata_model::load_balancing::{ListenerId, LoadBalancerId, TargetGroupId};
use tegata_model::{AccountId, CertificateId, HostedZoneId, Tenant};
use tegata_store::load_balancing::{listeners, load_balancers, target_groups};
use tegata_store::{ReadTx, certificates, zones};

use crate::{Caller, Error, Instance};

/// What a request names. Endpoints read it by the very functions that their operations find it with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    /// The account as a whole: also for what is named but is nothing of the account's.
    Account,
    /// A certificate.
    Certificate(CertificateId),
    /// A hosted zone.
    HostedZone(HostedZoneId),
    /// A load balancer.
    LoadBalancer(LoadBalancerId),
    /// A listener.
    Listener(ListenerId),
    /// A target group.
    TargetGroup(TargetGroupId),
    /// A principal as a role, of whichever account.
    Role(AccountId, PrincipalName),
}

/// The things that references name, with their tags. What is not there is asked about like what is: a caller who may not
/// ask does not learn whether it exists. Without a name to spell its ARN by, it is the account that is asked about.
pub(super) async fn resolve(
    instance: &Instance,
    caller: &Caller,
    references: Vec<Reference>,
) -> Result<Vec<Resource>, Error> {
    if references.iter().all(|reference| *reference == Reference::Account) {
        return Ok(Vec::new());
    }
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| references.iter().map(|reference| resource(tx, &tenant, reference)).collect())
        .await
}

/// The thing that a reference names, for who looks at it in the transaction that changes it.
pub(crate) fn resource(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    reference: &Reference,
) -> Result<Resource, Error> {
    let account = || Resource::account(&tenant.account);
    Ok(match reference {
        Reference::Account => account(),
        Reference::Certificate(id) => {
            let tags = certificates::find(tx, tenant, *id)?.map(|stored| stored.certificate.tags);
            Resource::certificate(tenant, *id).with_tags(tags.unwrap_or_default())
        }
        Reference::Role(account, name) => Resource::role(account, name),
        Reference::HostedZone(id) => {
            let own = zones::find(tx, &tenant.account, id)?.is_some();
            let tags = if own { zones::tags(tx, id)? } else { Vec::new() };
            Resource::hosted_zone(id).with_tags(tags)
        }
        Reference::LoadBalancer(id) => load_balancers::find(tx, tenant, *id)?.map_or_else(account, |found| {
            let settings = &found.settings;
            Resource::load_balancer(tenant, settings.kind, &settings.name, *id).with_tags(found.tags)
        }),
        Reference::Listener(id) => listeners::find(tx, tenant, *id)?
            .map_or_else(account, |found| Resource::listener(&found).with_tags(found.tags)),
        Reference::TargetGroup(id) => target_groups::find(tx, tenant, *id)?.map_or_else(account, |found| {
            Resource::target_group(tenant, &found.settings.name, *id).with_tags(found.tags)
        }),
    })
}
