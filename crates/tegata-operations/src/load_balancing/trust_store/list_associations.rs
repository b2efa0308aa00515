//! Showing what uses a trust store.

use tegata_model::load_balancing::{Listener, TargetGroup, TrustStoreId};
use tegata_store::load_balancing::{listeners, target_groups, trust_store_users};

use crate::{Caller, Error, Instance, Named};

/// What uses a trust store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Association {
    /// A listener, for the certificates of clients.
    Listener(Box<Listener>),
    /// A target group, for the certificates of targets.
    TargetGroup(Box<TargetGroup>),
}

/// Shows what uses a trust store: listeners, then target groups.
///
/// # Errors
/// `no-such-trust-store`.
pub async fn list_associations(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
) -> Result<Vec<Association>, Error> {
    caller.may("elasticloadbalancing:DescribeTrustStoreAssociations")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let used = super::trust_store(tx, &tenant, &named)?;
            let mut users = Vec::new();
            for id in trust_store_users::listeners(tx, used.id)? {
                users.extend(listeners::find(tx, &tenant, id)?.map(Box::new).map(Association::Listener));
            }
            for id in trust_store_users::target_groups(tx, used.id)? {
                users.extend(
                    target_groups::find(tx, &tenant, id)?.map(Box::new).map(Association::TargetGroup),
                );
            }
            Ok(users)
        })
        .await
}
