//! DescribeListenerCertificates.

use tegata_aws::generated::elbv2::{
    Certificate, DescribeListenerCertificatesInput, DescribeListenerCertificatesOutput,
};
use tegata_operations::load_balancing::listener::list_certificates::{Place, list_certificates};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, paging};

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
