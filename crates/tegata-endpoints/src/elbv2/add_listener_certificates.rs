//! AddListenerCertificates.

use tegata_aws::generated::elbv2::{
    AddListenerCertificatesInput, AddListenerCertificatesOutput, Certificate,
};
use tegata_operations::load_balancing::listener::add_certificates::add_certificates;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, wish};

pub(super) async fn add_listener_certificates(
    instance: &Instance,
    caller: &Caller,
    input: AddListenerCertificatesInput,
) -> Result<AddListenerCertificatesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let added = wish::certificates(caller, &input.certificates)?;
    let shown = added.iter().map(|named| Certificate {
        certificate_arn: Some(named.as_written.clone()),
        is_default: Some(false),
    });
    let shown = shown.collect();
    add_certificates(instance, caller, named, added).await?;
    Ok(AddListenerCertificatesOutput { certificates: Some(shown) })
}
