//! Deleting a listener.

use tegata_model::load_balancing::ListenerId;

use super::take_down;
use crate::{Caller, Error, Instance, Named};

/// Deletes a listener and answers once its port is closed to new connections; those in progress end by
/// themselves. Its certificates are free in the same moment.
///
/// # Errors
/// `no-such-listener`.
pub async fn delete(instance: &Instance, caller: &Caller, named: Named<ListenerId>) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeleteListener")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let id = named.id;
    instance
        .write(move |tx| {
            let gone = super::listener(tx, &tenant, &named)?;
            Ok::<_, Error>(take_down(tx, &gone, now)?)
        })
        .await?;
    instance.edge.wait_removed(id).await;
    Ok(())
}
