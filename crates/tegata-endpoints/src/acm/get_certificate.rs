//! GetCertificate.

use tegata_aws::generated::acm::{GetCertificateRequest, GetCertificateResponse};
use tegata_operations::certificate::get::get;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn get_certificate(
    instance: &Instance,
    caller: &Caller,
    input: GetCertificateRequest,
) -> Result<GetCertificateResponse, Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let got = get(instance, caller, id).await.map_err(arn::in_acms_words(caller, &input.certificate_arn))?;
    // What signed itself came without a chain: ACM gives the certificate in its place, and clients count on one.
    let chain = if got.chain_pem.is_empty() { got.leaf_pem.clone() } else { got.chain_pem };
    Ok(GetCertificateResponse { certificate: Some(got.leaf_pem), certificate_chain: Some(chain) })
}
