//! The outbox.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    DescribeMailRequest, DescribeMailResponse, ListMailsRequest, ListMailsResponse, Mail,
};
use tegata_model::MailId;
use tegata_operations::certificate::mail;
use tegata_operations::certificate::mail::{MailListed, show};
use tegata_operations::reason::EventReason;
use tegata_operations::{Caller, Error, Instance};

use crate::acm;

/// The last mails, without their bodies.
pub(super) async fn list_mails(
    instance: &Instance,
    caller: &Caller,
    ListMailsRequest {}: ListMailsRequest,
) -> Result<ListMailsResponse, Error> {
    let listed = mail::list(instance, caller).await?;
    Ok(ListMailsResponse { mails: Some(listed.iter().map(|mail| shown(caller, mail)).collect()) })
}

fn shown(caller: &Caller, mail: &MailListed) -> Mail {
    Mail {
        mail_id: Some(mail.id.to_string()),
        certificate_arn: Some(acm::certificate_arn(&caller.tenant, mail.certificate)),
        recipient: Some(mail.recipient.clone()),
        subject: Some(mail.subject.clone()),
        state: Some(mail.state.as_str().to_owned()),
        created_at: Some(Moment(mail.created_at)),
        sent_at: mail.sent_at.map(Moment),
        tries: Some(i64::from(mail.tries)),
        last_error: mail.last_error.clone(),
    }
}

/// A mail with its body, as long as it is here.
pub(super) async fn describe_mail(
    instance: &Instance,
    caller: &Caller,
    input: DescribeMailRequest,
) -> Result<DescribeMailResponse, Error> {
    let id: MailId = input.mail_id.parse().map_err(|_| {
        Error::invalid(
            EventReason::MailId,
            format!("MailId {} is not an identifier. ListMails shows the identifiers.", input.mail_id),
        )
    })?;
    let (mail, body) = show(instance, caller, id).await?;
    Ok(DescribeMailResponse { mail: Some(shown(caller, &mail)), body: body.map(|body| body.to_string()) })
}
