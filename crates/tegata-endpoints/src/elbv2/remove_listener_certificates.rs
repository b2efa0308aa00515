//! RemoveListenerCertificates.

use tegata_aws::generated::elbv2::{RemoveListenerCertificatesInput, RemoveListenerCertificatesOutput};
use tegata_operations::load_balancing::listener::remove_certificates::remove_certificates;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, wish};

pub(super) async fn remove_listener_certificates(
    instance: &Instance,
    caller: &Caller,
    input: RemoveListenerCertificatesInput,
) -> Result<RemoveListenerCertificatesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let removed = wish::certificates(caller, &input.certificates)?;
    let removed = removed.iter().map(|named| named.id).collect();
    remove_certificates(instance, caller, named, removed).await?;
    Ok(RemoveListenerCertificatesOutput {})
}
