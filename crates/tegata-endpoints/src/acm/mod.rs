//! ACM's API: certificates.

mod arn;
mod refusal;
mod view;

mod add_tags_to_certificate;
mod delete_certificate;
mod describe_certificate;
mod get_certificate;
mod list_certificates;
mod list_tags_for_certificate;
mod remove_tags_from_certificate;
mod request_certificate;

#[cfg(test)]
mod tests;

use serde_json::Value;
use tegata_operations::{Caller, Error, Instance};

use crate::tree::{answer, read};

pub(crate) use arn::certificate_of;
pub(crate) use refusal::code;

/// Does an operation; `None` when it is not built. The contract has been checked.
pub(crate) async fn dispatch(
    operation: &str,
    instance: &Instance,
    caller: &Caller,
    input: Value,
) -> Option<Result<Value, Error>> {
    Some(match operation {
        "AddTagsToCertificate" => {
            answer(async {
                add_tags_to_certificate::add_tags_to_certificate(instance, caller, read(input)?).await
            })
            .await
        }
        "DeleteCertificate" => {
            answer(async { delete_certificate::delete_certificate(instance, caller, read(input)?).await })
                .await
        }
        "DescribeCertificate" => {
            answer(async { describe_certificate::describe_certificate(instance, caller, read(input)?).await })
                .await
        }
        "GetCertificate" => {
            answer(async { get_certificate::get_certificate(instance, caller, read(input)?).await }).await
        }
        "ListCertificates" => {
            answer(async { list_certificates::list_certificates(instance, caller, read(input)?).await }).await
        }
        "ListTagsForCertificate" => {
            answer(async {
                list_tags_for_certificate::list_tags_for_certificate(instance, caller, read(input)?).await
            })
            .await
        }
        "RemoveTagsFromCertificate" => {
            answer(async {
                remove_tags_from_certificate::remove_tags_from_certificate(instance, caller, read(input)?)
                    .await
            })
            .await
        }
        "RequestCertificate" => {
            answer(async { request_certificate::request_certificate(instance, caller, read(input)?).await })
                .await
        }
        _ => return None,
    })
}
