//! Listing the outbox.

use tegata_store::mails::{self, StoredMail};

use crate::{Caller, Error, Instance};

/// How many mails are listed at most.
const LIMIT: u32 = 200;

/// A mail without its body.
pub type MailListed = StoredMail;

/// The caller's mails, the newest first; the last 200.
///
/// # Errors
/// When the store fails.
pub async fn list(instance: &Instance, caller: &Caller) -> Result<Vec<MailListed>, Error> {
    caller.may("tegata:ListMails")?;
    let tenant = caller.tenant.clone();
    let mut listed = instance.read(move |tx| Ok::<_, Error>(mails::list(tx, &tenant, LIMIT)?)).await?;
    for mail in &mut listed {
        mail.sealed_body = None;
    }
    Ok(listed)
}
