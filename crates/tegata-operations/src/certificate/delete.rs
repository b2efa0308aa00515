//! Deleting a certificate.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::event;
use tegata_model::change::Change;
use tegata_model::holder::CertificateUser;
use tegata_store::certificates::{self, Stored, attachments};
use tegata_store::{StoreError, WriteTx};

use crate::{Caller, Error, Instance};

/// The outcome of a request to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deletion {
    /// It is gone.
    Deleted,
    /// It stays, since something serves it.
    InUse {
        /// Who: the service and the last part of the ARN, as attached.
        users: Vec<CertificateUser>,
    },
}

/// Deletes a certificate and its key unless it is in use. What was signed stays on record, so that it can be revoked.
///
/// # Errors
/// `no-such-certificate`.
pub async fn delete(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<Deletion, Error> {
    caller.may("acm:DeleteCertificate")?;
    let tenant = caller.tenant.clone();
    let now = instance.clock.now();
    instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            if stored.users > 0 {
                return Ok(Deletion::InUse { users: attachments::users_of(tx, id)? });
            }
            remove(tx, &stored, now)?;
            Ok(Deletion::Deleted)
        })
        .await
}

/// Removes a certificate that nothing uses.
pub(crate) fn remove(tx: &mut WriteTx<'_>, stored: &Stored, now: Timestamp) -> Result<(), StoreError> {
    let certificate = stored.certificate.id;
    certificates::delete(tx, &stored.certificate)?;
    super::validation_end::cancel_jobs(tx, certificate)?;
    tx.record_change(&Change::Certificate(certificate), now)?;
    tx.record_event(&event::deleted(&stored.certificate, now))
}
