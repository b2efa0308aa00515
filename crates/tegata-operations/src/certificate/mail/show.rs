//! Looking at a mail in the outbox.

use tegata_model::MailId;
use tegata_store::mails::{self, StoredMail, body_place};
use zeroize::Zeroizing;

use crate::reason::EventReason;
use crate::{Caller, Error, Instance};

/// A mail and, until somebody else has it, its body.
///
/// # Errors
/// `no-such-mail`.
pub async fn show(
    instance: &Instance,
    caller: &Caller,
    id: MailId,
) -> Result<(StoredMail, Option<Zeroizing<String>>), Error> {
    caller.may("tegata:DescribeMail")?;
    let tenant = caller.tenant.clone();
    let found = instance.read(move |tx| Ok::<_, Error>(mails::find(tx, &tenant, id)?)).await?;
    let mail =
        found.ok_or_else(|| Error::not_found(EventReason::NoSuchMail, format!("There is no mail {id}.")))?;
    let body = match &mail.sealed_body {
        None => None,
        Some(sealed) => {
            let opened = instance.sealer.open(&body_place(id), sealed).map_err(Error::internal)?;
            Some(Zeroizing::new(String::from_utf8_lossy(&opened).into_owned()))
        }
    };
    Ok((mail, body))
}
