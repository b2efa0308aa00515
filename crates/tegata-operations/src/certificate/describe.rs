//! Describing a certificate.

use jiff::Timestamp;
use tegata_model::certificate::{Certificate, NameState, Status};
use tegata_model::holder::CertificateUser;
use tegata_model::zone::RecordName;
use tegata_model::{AccountId, CertificateId};
use tegata_store::certificates::{Stored, attachments};
use tegata_store::{ReadTx, zones};

use crate::wait::{NEW_FOR, look_until_done};
use crate::{Caller, Error, Instance};

/// A certificate with those who serve it.
#[derive(Debug, Clone)]
pub struct Described {
    /// The certificate.
    pub certificate: Certificate,
    /// Who serves it, each once: the service and the last part of the ARN, as attached.
    pub users: Vec<CertificateUser>,
}

/// Describes a certificate.
///
/// The proofs of a new certificate whose zone is hosted here are seen within a moment, while clients that wait for them
/// (AWS's waiters) ask at once and then only every 60 seconds. So its description waits for that moment, as long as
/// [`Instance::describe_wait`] allows. ACM too takes two to three seconds until the description of a new one is complete.
///
/// # Errors
/// `no-such-certificate`.
pub async fn describe(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<Described, Error> {
    caller.may("acm:DescribeCertificate")?;
    look_until_done(instance, || look(instance, caller, id)).await
}

/// The certificate as it is now, and whether its proofs are about to be seen.
async fn look(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<(Described, bool), Error> {
    let tenant = caller.tenant.clone();
    let (patient, now) = (!instance.describe_wait.is_zero(), instance.clock.now());
    instance
        .read(move |tx| {
            let Stored { certificate, users } = super::certificate(tx, &tenant, id)?;
            let users = if users == 0 { Vec::new() } else { attachments::users_of(tx, id)? };
            let soon_more =
                patient && is_new(&certificate, now) && is_proven_here(tx, &tenant.account, &certificate)?;
            Ok((Described { certificate, users }, soon_more))
        })
        .await
}

fn is_new(certificate: &Certificate, now: Timestamp) -> bool {
    certificate.status() == Status::PendingValidation && certificate.created_at.duration_until(now) < NEW_FOR
}

/// Whether the zones of all names that are still pending are hosted here, so that nothing outside has to happen.
fn is_proven_here(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    certificate: &Certificate,
) -> Result<bool, Error> {
    for name in certificate.names().iter().filter(|name| name.state == NameState::Pending) {
        let Ok(record) = name.record.name.parse::<RecordName>() else { return Ok(false) };
        if zones::find_hosted_zone_for(tx, account, &record)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
