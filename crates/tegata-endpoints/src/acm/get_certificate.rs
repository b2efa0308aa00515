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
    Ok(GetCertificateResponse {
        certificate: Some(got.leaf_pem),
        // What was imported without a chain has none.
        certificate_chain: Some(got.chain_pem).filter(|chain| !chain.is_empty()),
    })
}
