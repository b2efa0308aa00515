//! Putting revocations back that an older copy of the store does not have.

use jiff::Timestamp;
use tegata_model::certificate::Revoked;
use tegata_model::certificate::revocation::put_back_revocation;
use tegata_model::change::Change;
use tegata_store::certificates::{self, versions};
use tegata_store::journal::JournaledRevocation;
use tegata_store::{WriteTx, revocations};

use crate::Error;

/// Puts a revocation back, with its certificate when that is on record. Says whether the store had lost it.
///
/// A certificate that the copy still serves keeps its key, so that the edge goes on until its operator replaces it.
pub(super) fn put_back(
    tx: &mut WriteTx<'_>,
    revocation: &JournaledRevocation,
    now: Timestamp,
) -> Result<bool, Error> {
    if !revocations::put_back(tx, revocation)? {
        return Ok(false);
    }
    tx.record_change(&Change::Revocation(revocation.serial), now)?;
    let Some(version) = versions::find_by_serial(tx, revocation.serial)? else { return Ok(true) };
    let Some(stored) = certificates::find_of_any(tx, version.certificate)? else { return Ok(true) };
    let revoked = Revoked { at: revocation.at, reason: revocation.reason };
    let Some(progress) = put_back_revocation(stored.certificate.clone(), revoked, now) else {
        return Ok(true);
    };
    if stored.users > 0 {
        tracing::warn!(
            certificate = %stored.certificate.id,
            name = stored.certificate.domain_name(),
            "a revoked certificate is attached in this copy: attach another one instead"
        );
    } else {
        versions::wipe_keys(tx, stored.certificate.id)?;
    }
    crate::certificate::save(tx, &stored, &progress, now)?;
    Ok(true)
}
