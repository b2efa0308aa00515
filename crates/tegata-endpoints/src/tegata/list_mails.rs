//! The outbox.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ListMailsRequest, ListMailsResponse, Mail};
use tegata_operations::certificate::mail::{self, MailListed};
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

pub(super) fn shown(caller: &Caller, mail: &MailListed) -> Mail {
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
