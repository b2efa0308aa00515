//! Mails: written and kept in the transaction that makes them necessary, handed over afterwards.

mod deliver;
mod list;
mod show;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use tegata_model::MailId;
use tegata_model::certificate::mail::{ToAsk, addresses};
use tegata_model::certificate::mail_text::{About, write};
use tegata_model::certificate::{Certificate, Purpose, VALIDATION_LIMIT};
use tegata_model::job::Job;
use tegata_store::WriteTx;
use tegata_store::approvals::{self, Approval};
use tegata_store::mails::{self, NewMail, body_place};
use zeroize::Zeroizing;

use crate::{Error, Instance};

pub use deliver::{Delivery, ToDeliver, record_delivery, to_deliver};
pub use list::{MailListed, list};
pub use show::show;

/// Where the approval page is, under the pages' base URL.
pub const APPROVALS: &str = "/approvals";
/// Octets of a code: too many to guess, so a plain digest of it reveals nothing.
const CODE_OCTETS: usize = 32;

/// Keeps five mails for each name with a code of its own, and the jobs that hand them over.
pub(crate) fn put_mails(
    instance: &Instance,
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    to_ask: &[ToAsk],
    now: Timestamp,
) -> Result<(), Error> {
    let proving = certificate.proving();
    let purpose = proving.map_or(Purpose::FirstIssue, |proving| proving.purpose);
    // A code counts for 72 hours, and no longer than what it is about (ACM API, `ResendValidationEmail`).
    let until = proving.map_or(now, |proving| proving.until);
    let expires_at = (now + VALIDATION_LIMIT).min(until);
    let tenant = &certificate.tenant;
    let arn = tegata_model::arn::certificate(tenant, certificate.id);
    let settings = instance.settings();
    for ToAsk { name, domain } in to_ask {
        for address in addresses(domain) {
            let code = Zeroizing::new(URL_SAFE_NO_PAD.encode(instance.entropy.bytes::<CODE_OCTETS>()));
            let base = &settings.pages_base_url;
            let link = Zeroizing::new(format!("{base}{APPROVALS}?code={}&context={}", *code, certificate.id));
            let organisation = &instance.founding.organisation;
            let text = write(About { name, tenant, arn: &arn, purpose, organisation, link: &link });
            let body = Zeroizing::new(text.body);
            let id = MailId(instance.entropy.uuid(now));
            let approval = Approval {
                certificate: certificate.id,
                name: name.as_str().to_owned(),
                address: address.clone(),
                expires_at,
                decision: None,
            };
            approvals::insert(tx, &code_digest(&code), &approval)?;
            let mail = NewMail {
                id,
                tenant,
                certificate: certificate.id,
                recipient: &address,
                subject: &text.subject,
                sealed_body: &instance.sealer.seal(&body_place(id), body.as_bytes()),
                created_at: now,
            };
            mails::insert(tx, &mail)?;
            tx.put_job(&Job::SendMail { mail: id }, now)?;
        }
    }
    Ok(())
}

/// What is kept of a code.
pub(crate) fn code_digest(code: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, code.as_bytes()).as_ref().to_vec()
}
