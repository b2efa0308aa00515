//! Issuing a version: CAA, key, bytes, lint, reservation, signature.

use std::ops::ControlFlow;
use std::sync::Arc;

use tegata_model::certificate::evidence::{LookUp, LookUpResult, Question};
use tegata_model::certificate::fail::Failure;
use tegata_model::certificate::issue::{CaaResult, CaaVerdict, Issuable, NotIssuable};
use tegata_model::certificate::{FailureReason, KeyAlgorithm, KeyHolder, Serial};
use tegata_model::job::Queue;
use tegata_model::{CertificateId, DomainName, validity};
use tegata_operations::Error;
use tegata_operations::authority::IssuingAuthority;
use tegata_operations::certificate::{
    Completed, NotReserved, Prepared, Reserved, Signed, ToIssue, begin_issue, complete_issue, fail, put_off,
    to_issue,
};
use tegata_operations::instance::key_pool;
use tegata_store::jobs::{self, Claim};
use tegata_x509::lint::NamesFor;
use tegata_x509::profile::{self, Leaf};
use tegata_x509::{PrivateKey, Signer, lint, pem};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::gather::{LOOK_UPS_WITHIN, gather};
use super::outcome::JobOutcome;
use crate::Effects;
use crate::proving::{CaaFound, Reach};

/// What was seen of each base name.
type Seen = Vec<(String, LookUp)>;

/// Issues a version of a certificate whose names are proven.
///
/// A crash after the reservation leaves a serial and its bytes on record; the job is done again with another.
pub(super) async fn issue(effects: &Effects, claim: &Claim, id: CertificateId) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    // 1. CAA, right before issuance (CA/B Baseline Requirements §4.2.2.1).
    let Some(to_issue) = to_issue(worker, id).await? else { return Ok(JobOutcome::Nothing) };
    if let (true, Err(doubt)) = (to_issue.is_renewal(), worker.clock.trusted_now()) {
        // What is served would be replaced by what is valid from the wrong day.
        put_off(worker, claim, id, doubt.to_string(), FailureReason::Other, Vec::new()).await?;
        return Ok(JobOutcome::Settled);
    }
    let reach = if claim.queue == Queue::IssueHere { Reach::Here } else { Reach::Anywhere };
    let Some((caa, seen)) = look_up_caa(effects, &to_issue, reach).await else {
        let (claim, now) = (claim.clone(), worker.clock.now());
        let moving = worker.write(move |tx| Ok(jobs::move_to(tx, &claim, Queue::IssueElsewhere, now)?));
        return moving.await.map(|()| JobOutcome::Settled);
    };
    // 2. What may be issued, and its bytes.
    let issuable = match to_issue.issuable(worker, &caa) {
        Ok(issuable) => issuable,
        Err(refused) => return refuse(effects, claim, id, refused, seen).await,
    };
    let key = match issuable.key() {
        KeyHolder::Tegata => LeafKey::Made(make_key(effects, issuable.key_algorithm()).await?),
        KeyHolder::Requester { public_key_pem } => LeafKey::of_requester(public_key_pem)?,
    };
    let family = issuable.key_algorithm().family();
    let random = u32::from_be_bytes(worker.entropy.bytes());
    let Some(authority) = effects.authorities.choose(issuable.issuer(), family, issuable.window(), random)
    else {
        return refuse(effects, claim, id, NotIssuable::NoIssuer, seen).await;
    };
    let issuable = match issuable.under(authority.window()) {
        Ok(issuable) => issuable,
        Err(refused) => return refuse(effects, claim, id, refused, seen).await,
    };
    let serial = Serial::draw(worker.clock.now(), worker.entropy.bytes());
    let to_be_signed = match prepare(&issuable, &key, &authority, serial) {
        Ok(to_be_signed) => to_be_signed,
        // 3. Lint: what would break a rule is not signed, now or later.
        Err(why) => {
            tracing::error!(certificate = %id, why, "a certificate was not signed");
            let failure = Failure { reason: FailureReason::Other, names: Vec::new(), why };
            fail(worker, claim, id, failure, seen).await?;
            return Ok(JobOutcome::Settled);
        }
    };
    // 4. Reserve and record.
    let (signer, issuer) = (authority.id, authority.window());
    let prepared = Prepared { issuable, serial, authority: signer, issuer, to_be_signed };
    let reserved = match begin_issue(worker, caa, to_issue, prepared).await? {
        Ok(reserved) => reserved,
        Err(NotReserved::Changed) => return Ok(JobOutcome::RetryNow),
        Err(NotReserved::NotIssuable(refused)) => return refuse(effects, claim, id, refused, seen).await,
    };
    // 5. Sign, 6. store.
    let signed = sign(&reserved, &key, &authority)?;
    let completed = complete_issue(worker, claim, &reserved, signed).await?;
    if completed == Completed::SetAside {
        tracing::info!(certificate = %id, serial = %reserved.serial(), "a signed version was completed too \
            late and is not served");
    }
    Ok(JobOutcome::Settled)
}

/// What the CAA records of every name say; `None` when some are to be looked up where `reach` does not go.
async fn look_up_caa(
    effects: &Effects,
    to_issue: &ToIssue,
    reach: Reach,
) -> Option<(Arc<[CaaResult]>, Seen)> {
    let clock = &effects.worker.clock;
    let method = to_issue.method();
    let mut results: Vec<CaaResult> = Vec::new();
    let mut seen = Vec::new();
    let names: Vec<DomainName> = to_issue.names().cloned().collect();
    let looking =
        names.into_iter().map(|name| async move { (effects.prover.caa(&name, method, reach).await, name) });
    let ended = gather(Instant::now() + LOOK_UPS_WITHIN, looking, |(found, name)| {
        let Some(CaaFound { verdict, found, trace }) = found else { return ControlFlow::Break(()) };
        let at = clock.now();
        let sighting = match &verdict {
            CaaVerdict::Permitted => None,
            CaaVerdict::Forbidden { why } => Some(LookUpResult::Bad { why: why.clone() }),
            CaaVerdict::NoRootServer { why } => Some(LookUpResult::NoRootServer { why: why.clone() }),
            CaaVerdict::Unanswered { why } => Some(LookUpResult::Unanswered { why: why.clone() }),
        };
        seen.extend(sighting.map(|sighting| {
            let look_up = LookUp { at, question: Question::Caa, sighting, found, trace };
            (name.base().to_owned(), look_up)
        }));
        results.push(CaaResult { name, verdict, at });
        ControlFlow::Continue(())
    });
    if ended.await.is_break() {
        return None;
    }
    // A name without an answer in time is one whose records could not be had.
    let missing: Vec<CaaResult> = to_issue
        .names()
        .filter(|name| results.iter().all(|result| result.name != **name))
        .map(|name| {
            let why = format!("the look-up did not end within {} s", LOOK_UPS_WITHIN.as_secs());
            CaaResult { name: name.clone(), verdict: CaaVerdict::Unanswered { why }, at: clock.now() }
        })
        .collect();
    results.extend(missing);
    Some((results.into(), seen))
}

async fn refuse(
    effects: &Effects,
    claim: &Claim,
    id: CertificateId,
    refused: NotIssuable,
    seen: Seen,
) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    match refused {
        NotIssuable::NotWanted => return Ok(JobOutcome::Nothing),
        NotIssuable::Forbidden(failure) => fail(worker, claim, id, failure, seen).await?,
        NotIssuable::CaaUnknown { name, why } => {
            let why = format!("the CAA records of {name} could not be looked up: {why}");
            put_off(worker, claim, id, why, FailureReason::CaaError, seen).await?;
        }
        NotIssuable::NoIssuer => {
            let why = "no intermediate is valid at this time; it is retried, and the log has the reason";
            put_off(worker, claim, id, why.to_owned(), FailureReason::Other, seen).await?;
        }
        NotIssuable::NotProven { name } => {
            let why = format!("the proof of {name} no longer counts");
            put_off(worker, claim, id, why, FailureReason::Other, seen).await?;
        }
    }
    Ok(JobOutcome::Settled)
}

/// A key of its own for each version. RSA keys lie ready; if none does, one is made off the request's path.
async fn make_key(effects: &Effects, algorithm: KeyAlgorithm) -> Result<PrivateKey, Error> {
    let algorithm = tegata_operations::certificate::to_codec(algorithm);
    if algorithm != key_pool::POOLED {
        return PrivateKey::generate(algorithm).map_err(Error::internal);
    }
    let taken = key_pool::take_key(&effects.worker).await?;
    effects.key_taken.send_modify(|taken| *taken += 1);
    if let Some(key) = taken {
        return Ok(key);
    }
    let made = tokio::task::spawn_blocking(move || PrivateKey::generate(algorithm)).await;
    made.map_err(Error::internal)?.map_err(Error::internal)
}

/// The key that a version is issued for.
enum LeafKey {
    /// Made here for this version.
    Made(PrivateKey),
    /// The requester's, as a `SubjectPublicKeyInfo` in DER.
    Requester(Vec<u8>),
}

impl LeafKey {
    fn of_requester(public_key_pem: &str) -> Result<LeafKey, Error> {
        let missing = || Error::internal("a requester's key without a PEM block");
        let spki = pem::find_block(public_key_pem, "PUBLIC KEY").ok_or_else(missing)?;
        spki.map(LeafKey::Requester).map_err(Error::internal)
    }

    fn spki_der(&self) -> &[u8] {
        match self {
            LeafKey::Made(key) => key.spki_der(),
            LeafKey::Requester(spki) => spki,
        }
    }

    fn private_key(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        match self {
            LeafKey::Made(key) => key.to_pkcs8_der().map(Some).map_err(Error::internal),
            LeafKey::Requester(_) => Ok(None),
        }
    }
}

/// The bytes to sign, linted; or why they may not be signed.
fn prepare(
    issuable: &Issuable,
    key: &LeafKey,
    authority: &IssuingAuthority,
    serial: Serial,
) -> Result<Vec<u8>, String> {
    let names: Vec<&str> = issuable.names().iter().map(DomainName::as_str).collect();
    let window = issuable.window();
    let list_url = authority.list_url(serial);
    let leaf = Leaf {
        names: &names,
        spki: key.spki_der(),
        serial: serial.octets(),
        period: (window.not_before, window.not_after),
        locations: authority.locations(&list_url),
    };
    let algorithm = authority.signer().signature_algorithm();
    let to_be_signed =
        profile::leaf(&leaf, &authority.issuer, algorithm).map_err(|error| error.to_string())?;
    let days_max = validity::days_max(window.not_before);
    let kind = lint::Kind::Leaf { days_max, names: NamesFor::Domains };
    let findings = lint::check(&to_be_signed, kind, Some(&authority.issuer), algorithm);
    if findings.is_empty() {
        return Ok(to_be_signed);
    }
    let told = findings.iter().map(|finding| format!("{}: {}", finding.source, finding.text));
    Err(told.collect::<Vec<String>>().join("; "))
}

fn sign(reserved: &Reserved, key: &LeafKey, authority: &IssuingAuthority) -> Result<Signed, Error> {
    let leaf = profile::sign(reserved.to_be_signed(), authority.signer()).map_err(Error::internal)?;
    let told = authority.leaf_facts(&leaf).map_err(Error::internal)?;
    Ok(Signed {
        leaf,
        chain_pem: authority.chain_pem.clone(),
        private_key: key.private_key()?,
        issuer: told.organisation.clone(),
        signature_algorithm: told.signature_algorithm.clone(),
    })
}
