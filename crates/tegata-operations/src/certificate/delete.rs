//! Deleting a certificate.

use tegata_model::CertificateId;
use tegata_model::certificate::event;
use tegata_model::change::Topic;
use tegata_model::job::Job;
use tegata_store::certificates::{self, attachments};
use tegata_store::jobs;

use crate::{Caller, Error, Instance};

/// Deletes a certificate and its key. What was signed stays on record, so that it can be revoked.
///
/// # Errors
/// `no-such-certificate`; `in-use` while something serves it.
pub async fn delete(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<(), Error> {
    caller.may("acm:DeleteCertificate")?;
    let tenant = caller.tenant.clone();
    let now = instance.clock.now();
    instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            if stored.users > 0 {
                let users = attachments::users_of(tx, id)?.join(", ");
                let message = format!("The certificate {id} is in use by {users}. Detach it there first.");
                return Err(Error::conflict("in-use", message));
            }
            certificates::delete(tx, &stored.certificate)?;
            jobs::cancel(tx, &Job::LookUpProofs { certificate: id })?;
            jobs::cancel(tx, &Job::Issue { certificate: id })?;
            tx.record_change(Topic::Certificate, &id.to_string(), now)?;
            tx.record_event(&event::deleted(&stored.certificate, now))?;
            Ok(())
        })
        .await
}
