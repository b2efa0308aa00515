//! Ending the use of a trust store by another account.

use tegata_model::load_balancing::{ListenerId, TrustStoreId};
use tegata_store::load_balancing::trust_store_users;

use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Trust stores are not shared between accounts, so there is no association that this could end: each is of the same
/// account, or is not there.
///
/// # Errors
/// `no-such-trust-store`, `association-of-same-account`, `no-such-association`.
pub async fn delete_association(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
    listener: Option<ListenerId>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeleteSharedTrustStoreAssociation")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let shared = super::trust_store(tx, &tenant, &named)?;
            let listeners = trust_store_users::listeners(tx, shared.id)?;
            match listener.filter(|listener| listeners.contains(listener)) {
                Some(_) => Err(Error::conflict(
                    LoadBalancingReason::AssociationOfSameAccount,
                    "The association is of the same account: change the listener's mutual authentication instead",
                )),
                None => Err(Error::not_found(
                    LoadBalancingReason::NoSuchAssociation,
                    "The trust store is not associated with this resource",
                )),
            }
        })
        .await
}
