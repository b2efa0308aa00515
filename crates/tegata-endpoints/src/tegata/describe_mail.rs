//! A mail in the outbox.

use tegata_aws::generated::tegata::{DescribeMailRequest, DescribeMailResponse};
use tegata_model::MailId;
use tegata_operations::certificate::mail::show;
use tegata_operations::{Caller, Error, Instance};

use super::list_mails::shown;

/// A mail with its body, as long as it is here.
pub(super) async fn describe_mail(
    instance: &Instance,
    caller: &Caller,
    input: DescribeMailRequest,
) -> Result<DescribeMailResponse, Error> {
    let id: MailId = input.mail_id.parse().map_err(|_| {
        Error::invalid(
            "mail-id",
            format!("MailId {} is none: take one from the list of mails.", input.mail_id),
        )
    })?;
    let (mail, body) = show(instance, caller, id).await?;
    Ok(DescribeMailResponse { mail: Some(shown(caller, &mail)), body: body.map(|body| body.to_string()) })
}
