//! Certificates of a listener.

use tegata_aws::generated::elbv2::{
    AddListenerCertificatesInput, AddListenerCertificatesOutput, Certificate,
    DescribeListenerCertificatesInput, DescribeListenerCertificatesOutput, RemoveListenerCertificatesInput,
    RemoveListenerCertificatesOutput,
};
use tegata_operations::load_balancing::listener::{
    Place, add_certificates, list_certificates, remove_certificates,
};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, from_wire, paging};

pub(super) async fn add_listener_certificates(
    instance: &Instance,
    caller: &Caller,
    input: AddListenerCertificatesInput,
) -> Result<AddListenerCertificatesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let added = from_wire::certificates(caller, &input.certificates)?;
    let shown = added.iter().map(|named| Certificate {
        certificate_arn: Some(named.as_written.clone()),
        is_default: Some(false),
    });
    let shown = shown.collect();
    add_certificates(instance, caller, named, added).await?;
    Ok(AddListenerCertificatesOutput { certificates: Some(shown) })
}

pub(super) async fn describe_listener_certificates(
    instance: &Instance,
    caller: &Caller,
    input: DescribeListenerCertificatesInput,
) -> Result<DescribeListenerCertificatesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let from: usize = paging::number(input.marker.as_deref())?.unwrap_or(0);
    let all = list_certificates(instance, caller, named).await?;
    let shown = all.iter().skip(from).take(paging::size(input.page_size) as usize);
    let shown: Vec<Certificate> = shown
        .map(|placed| Certificate {
            certificate_arn: Some(arn::of_certificate(&caller.tenant, placed.certificate)),
            is_default: Some(placed.place == Place::Default),
        })
        .collect();
    let end = from.saturating_add(shown.len());
    let next_marker = (end < all.len()).then(|| end.to_string());
    Ok(DescribeListenerCertificatesOutput { certificates: Some(shown), next_marker })
}

pub(super) async fn remove_listener_certificates(
    instance: &Instance,
    caller: &Caller,
    input: RemoveListenerCertificatesInput,
) -> Result<RemoveListenerCertificatesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let removed = from_wire::certificates(caller, &input.certificates)?;
    let removed = removed.iter().map(|named| named.id).collect();
    remove_certificates(instance, caller, named, removed).await?;
    Ok(RemoveListenerCertificatesOutput {})
}
