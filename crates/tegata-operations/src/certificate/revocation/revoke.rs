//! Revoking a certificate.

use tegata_model::CertificateId;
use tegata_model::certificate::RevocationReason;
use tegata_model::certificate::revocation::{RevocationRefused, plan_revocation};
use tegata_model::change::Change;
use tegata_model::holder::CertificateUser;
use tegata_store::certificates::{attachments, versions};
use tegata_store::revocations;

use super::shard_of;
use crate::instance::restored;
use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// The outcome of a request to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revocation {
    /// It is revoked, with all its versions.
    Revoked {
        /// How many of them had not ended.
        versions: usize,
    },
    /// It stays, since something serves it.
    InUse {
        /// Who: the service and the last part of the ARN, as attached.
        users: Vec<CertificateUser>,
    },
}

/// Revokes every version of a certificate that is on record. Its keys are forgotten: nothing may be
/// done with them any more.
///
/// The certificate, the entries of the lists and the word to those who answer for them are one transaction, which
/// costs the same however many are revoked already; lists and answers are signed afterwards.
///
/// # Errors
/// `no-such-certificate`; `not-revocable` with the cause; `revocation-reason`.
pub async fn revoke(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    reason: RevocationReason,
) -> Result<Revocation, Error> {
    caller.may("acm:RevokeCertificate")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let revocation = instance
        .write(move |tx| {
            let stored = crate::certificate::certificate(tx, &tenant, id)?;
            let planned = plan_revocation(stored.certificate.clone(), reason, stored.usage(), now);
            let progress = match planned {
                Ok(progress) => progress,
                Err(RevocationRefused::InUse) => {
                    let users = attachments::users_of(tx, id)?;
                    return Ok((Revocation::InUse { users }, Vec::new()));
                }
                Err(refused) => return Err(refusal(refused)),
            };
            // Those that have ended as well: by which clock is not for this to decide.
            let versions = revocations::versions_on_record(tx, id)?;
            if let Some(revoked) = progress.certificate.revoked {
                for version in &versions {
                    revocations::insert(tx, version, shard_of(version.serial), revoked)?;
                    tx.record_change(&Change::Revocation(version.serial), now)?;
                }
            }
            versions::wipe_keys(tx, id)?;
            crate::certificate::save(tx, &stored, &progress, now)?;
            crate::certificate::validation_end::cancel_jobs(tx, id)?;
            let valid = versions.iter().filter(|version| version.not_after >= now).count();
            let serials = versions.iter().map(|version| version.serial).collect();
            Ok::<_, Error>((Revocation::Revoked { versions: valid }, serials))
        })
        .await?;
    // In the journal before it is answered: no older copy of the store takes it back. What fails here is written by
    // the followers of the change log.
    let (revocation, serials) = revocation;
    if let Err(error) = restored::follow_journal(instance, serials).await {
        let source = error.log_source().map(ToString::to_string);
        tracing::error!(%error, ?source, "a revocation is in the store and not yet in the journal");
    }
    Ok(revocation)
}

/// In our words: ACM's are not known.
pub(super) fn refusal(refused: RevocationRefused) -> Error {
    let message = match refused {
        RevocationRefused::Reason(reason) => {
            return Error::invalid(
                CertificateReason::RevocationReason,
                format!(
                    "RevocationReason {} is for a temporary revocation, but revocation is permanent. Use \
                     another reason, such as UNSPECIFIED or KEY_COMPROMISE.",
                    reason.as_str()
                ),
            );
        }
        RevocationRefused::Imported => {
            "The certificate was imported, so only its issuer can revoke it. Ask the issuer, and delete it \
             here."
                .to_owned()
        }
        RevocationRefused::NotIssued(status) => {
            format!("The certificate is {}. Only one that is ISSUED can be revoked.", status.as_str())
        }
        RevocationRefused::NeverExported => {
            "Only exported certificates can be revoked, and this one was not exported. Detach it and delete \
             it instead."
                .to_owned()
        }
        RevocationRefused::InUse => {
            "The certificate is in use. Attach another one to each listener that uses it, then revoke it."
                .to_owned()
        }
    };
    Error::invalid(CertificateReason::NotRevocable, message)
}
