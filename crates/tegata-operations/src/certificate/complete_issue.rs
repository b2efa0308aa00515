//! The second half of issuing: what was signed is kept and served.

use std::sync::Arc;

use aws_lc_rs::digest;
use jiff::Timestamp;
use tegata_model::certificate::issue::issued;
use tegata_model::certificate::{Progress, Version};
use tegata_store::certificates::{self, SaveDraft, Stored, versions};
use tegata_store::jobs::{self, Claim};
use zeroize::Zeroizing;

use super::begin_issue::Reserved;
use crate::{Error, Worker};

/// What was signed.
pub struct Signed {
    /// The certificate, in DER.
    pub leaf: Vec<u8>,
    /// The chain's PEM: the issuer first, upwards, without the root.
    pub chain_pem: String,
    /// The private key, in PKCS#8 DER; `None` when its requester has it.
    pub private_key: Option<Zeroizing<Vec<u8>>>,
    /// `O` of the issuer's name.
    pub issuer: String,
    /// The signature's algorithm as ACM writes it.
    pub signature_algorithm: String,
}

/// What became of a signed version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completed {
    /// It is served from now on.
    Issued,
    /// The certificate no longer waits for it: it is on record, and served nowhere.
    SetAside,
}

/// Keeps a signed version, makes it the one that is served, and ends the claimed job, in one transaction.
///
/// # Errors
/// When the store fails: then it was signed and is on record as reserved, and the job is done again.
pub async fn complete_issue(
    worker: &Worker,
    claim: &Claim,
    reserved: &Reserved,
    signed: Signed,
) -> Result<Completed, Error> {
    let now = worker.clock.now();
    let id = reserved.issuable().certificate();
    let serial = reserved.serial();
    let window = reserved.issuable().window();
    let version = Version {
        number: reserved.issuable().number(),
        serial,
        not_before: window.not_before,
        not_after: window.not_after,
        issued_at: now,
        authority: Some(reserved.authority()),
        issuer: signed.issuer,
        signature_algorithm: signed.signature_algorithm,
    };
    let seal = |key: &Zeroizing<Vec<u8>>| worker.sealer.seal(&versions::key_place(serial), key);
    let sealed_key = signed.private_key.as_ref().map(seal);
    let (leaf, chain_pem) = (signed.leaf, signed.chain_pem);
    let chain_id = digest::digest(&digest::SHA256, chain_pem.as_bytes());
    let claim = claim.clone();
    let is_first = reserved.issuable().number() == 1;
    // Worked out before the transaction, for the certificate as it was when the job began: it mostly still is.
    let seen = Arc::clone(reserved.of());
    let foreseen = Taken::into_service(seen.stored(), &version, now);
    let completed = worker
        .write(move |tx| {
            let reread: (Stored, Option<Taken>);
            let taken = match certificates::find_unread(tx, id)? {
                None => None,
                Some(row) if seen.is_of(&row) => foreseen.as_ref().map(|taken| (seen.stored(), taken)),
                Some(row) => {
                    let stored = row.read()?;
                    let taken = Taken::into_service(&stored, &version, now);
                    reread = (stored, taken);
                    reread.1.as_ref().map(|taken| (&reread.0, taken))
                }
            };
            let completed = if let Some((stored, taken)) = taken {
                let signed = versions::Signed {
                    leaf: &leaf,
                    chain_id: chain_id.as_ref(),
                    chain_pem: &chain_pem,
                    sealed_key: sealed_key.as_deref(),
                };
                versions::make_current(tx, id, version.number, serial, &signed)?;
                super::save_drafted(tx, stored, &taken.progress, &taken.draft, now)?;
                Completed::Issued
            } else {
                versions::set_aside(tx, serial, &leaf)?;
                Completed::SetAside
            };
            jobs::complete(tx, &claim)?;
            Ok::<_, Error>(completed)
        })
        .await?;
    match completed {
        Completed::Issued if is_first => worker.counters.count_issued(),
        Completed::Issued => worker.counters.count_renewed(),
        Completed::SetAside => {}
    }
    Ok(completed)
}

/// A certificate with a signed version in service.
struct Taken {
    progress: Progress,
    draft: SaveDraft,
}

impl Taken {
    /// `None` when the certificate does not wait for the version.
    fn into_service(stored: &Stored, version: &Version, now: Timestamp) -> Option<Taken> {
        let progress = issued(stored.certificate.clone(), version.clone(), stored.usage(), now).ok()?;
        let draft = SaveDraft::of(stored, &progress.certificate);
        Some(Taken { progress, draft })
    }
}
