//! Answers to relying parties: revocation lists by shard, and OCSP. Signed when first asked for and given to everybody
//! until they age or something in them is revoked, from a bounded store in memory.

use std::num::NonZeroUsize;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use parking_lot::Mutex;
use tegata_model::AuthorityId;
use tegata_model::certificate::{RevocationReason, Revoked, Serial};
use tegata_store::certificates::{self, versions};
use tegata_store::revocations;
use tegata_x509::crl::{Edition, Entry, Reason, sign_list};
use tegata_x509::ocsp::{self, CertificateAsked, Digest, Standing, Unanswered};

use super::shard::SHARDS;
use super::shard_of;
use crate::authority::{Authorities, IssuingAuthority, base_urls, shard_url};
use crate::{Error, Instance};

/// How many signed answers are kept: an answer takes about half a kilobyte, a list of a million revocations 20.
const KEPT: NonZeroUsize = NonZeroUsize::new(65_536).expect("not zero");
/// Answers begin a little before now, for relying parties whose clocks are behind.
const BACKDATED: SignedDuration = SignedDuration::from_mins(5);
/// How long a list counts (CA/B Baseline Requirements §4.9.7: at most ten days).
const LIST_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long an OCSP answer counts (CA/B Baseline Requirements §4.9.10: eight hours to ten days).
const OCSP_LIFE: SignedDuration = SignedDuration::from_hours(4 * 24);
/// How old an answer gets before another is signed: relying parties may keep theirs for the rest of its life.
const SIGNED_ANEW_AFTER: SignedDuration = SignedDuration::from_hours(12);
/// For how long after its end a certificate stays on its list: it has to be on one that was signed after that
/// (RFC 5280 §3.3).
const LISTED_AFTER_END: SignedDuration = SignedDuration::from_hours(8 * 24);

/// A signed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its bytes.
    pub der: Vec<u8>,
    /// From when it counts.
    pub this_update: Timestamp,
    /// By when the next one is there.
    pub next_update: Timestamp,
    signed_at: Timestamp,
}

impl Answer {
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.signed_at <= now && now < self.fresh_until()
    }

    /// When another is signed.
    pub(super) fn fresh_until(&self) -> Timestamp {
        self.signed_at + SIGNED_ANEW_AFTER
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    List(AuthorityId, u32),
    Ocsp(Digest, Serial),
}

struct Kept {
    answers: LruCache<Key, Arc<Answer>>,
    /// Grows with each revocation: an answer made from what was read before one is not kept.
    generation: u64,
}

/// Answers of all intermediates.
pub struct RevocationAnswers {
    authorities: Arc<Authorities>,
    kept: Mutex<Kept>,
}

impl RevocationAnswers {
    /// Answers of these authorities; none is signed yet.
    #[must_use]
    pub fn new(authorities: Arc<Authorities>) -> RevocationAnswers {
        RevocationAnswers {
            authorities,
            kept: Mutex::new(Kept { answers: LruCache::new(KEPT), generation: 0 }),
        }
    }

    /// The list of a shard; `None` when there is no such list.
    ///
    /// # Errors
    /// When the store fails, or the key cannot be used.
    pub async fn list(
        &self,
        instance: &Instance,
        authority: AuthorityId,
        shard: u32,
    ) -> Result<Option<Arc<Answer>>, Error> {
        let Some(issuing) = self.authorities.issuing(authority).filter(|_| shard < SHARDS) else {
            return Ok(None);
        };
        let now = instance.clock.now();
        let key = Key::List(authority, shard);
        let (found, generation) = self.find(key, now);
        if found.is_some() {
            return Ok(found);
        }
        let since = now - LISTED_AFTER_END;
        let settings = instance.settings();
        let (listed, bases) = instance
            .read(move |tx| {
                let bases = base_urls::all(tx, &settings.pki_base_url)?;
                Ok::<_, Error>((revocations::list_shard(tx, authority, shard, since)?, bases))
            })
            .await?;
        // A list may be long, and an RSA signature takes a millisecond.
        let signing = tokio::task::spawn_blocking(move || {
            let entries: Vec<Entry> = listed
                .iter()
                .map(|listed| Entry {
                    serial: listed.serial.octets().to_vec(),
                    revoked_at: listed.revoked.at,
                    reason: listed_reason(listed.revoked.reason),
                })
                .collect();
            let (this_update, next_update) = (now - BACKDATED, now + LIST_LIFE);
            let urls: Vec<String> = bases.iter().map(|base| shard_url(base, authority, shard)).collect();
            // Only grows, on any node and after any restart, as Let's Encrypt's do: the time it was made.
            let number = u64::try_from(now.as_microsecond()).unwrap_or_default();
            let edition = Edition { number, this_update, next_update, part: &urls };
            let der = sign_list(&issuing.issuer, issuing.signer(), edition, &entries);
            der.map(|der| Answer { der, this_update, next_update, signed_at: now })
        });
        let answer = signing.await.map_err(Error::internal)?.map_err(Error::internal)?;
        Ok(Some(self.keep(key, answer, generation)))
    }

    /// The answer to an OCSP request that came to an authority's responder.
    ///
    /// # Errors
    /// The inner one when there is no answer about a certificate; the outer one when the store fails, or the key cannot
    /// be used.
    pub async fn ocsp(
        &self,
        instance: &Instance,
        authority: AuthorityId,
        request: &[u8],
    ) -> Result<Result<Arc<Answer>, Unanswered>, Error> {
        let Ok(asked) = ocsp::read_request(request) else { return Ok(Err(Unanswered::Malformed)) };
        let issuing = self.authorities.issuing(authority);
        let Some(issuing) = issuing.filter(|issuing| issuing.names.matches(&asked)) else {
            return Ok(Err(Unanswered::Unauthorized));
        };
        let Some(serial) = Serial::from_octets(&asked.serial) else {
            return Ok(Err(Unanswered::Unauthorized));
        };
        let now = instance.clock.now();
        let key = Key::Ocsp(asked.digest, serial);
        let (found, generation) = self.find(key, now);
        if let Some(found) = found {
            return Ok(Ok(found));
        }
        let Some(standing) = standing(instance, authority, serial).await? else {
            return Ok(Err(Unanswered::Unauthorized));
        };
        let signed = sign(&issuing, asked, standing, now).await?;
        Ok(Ok(self.keep(key, signed, generation)))
    }

    /// The authorities that answer.
    pub(super) fn authorities(&self) -> &Authorities {
        &self.authorities
    }

    /// Forgets what was said of a certificate that has been revoked since.
    pub fn forget(&self, serial: Serial) {
        let mut kept = self.kept.lock();
        kept.generation += 1;
        for digest in Digest::ALL {
            kept.answers.pop(&Key::Ocsp(digest, serial));
        }
        for authority in self.authorities.all_issuing() {
            kept.answers.pop(&Key::List(authority.id, shard_of(serial)));
        }
    }

    /// Forgets everything: for who does not know what was revoked meanwhile.
    pub fn forget_all(&self) {
        let mut kept = self.kept.lock();
        kept.generation += 1;
        kept.answers.clear();
    }

    fn find(&self, key: Key, now: Timestamp) -> (Option<Arc<Answer>>, u64) {
        let mut kept = self.kept.lock();
        let found = kept.answers.get(&key).filter(|answer| answer.is_fresh(now)).cloned();
        (found, kept.generation)
    }

    fn keep(&self, key: Key, answer: Answer, generation: u64) -> Arc<Answer> {
        let answer = Arc::new(answer);
        let mut kept = self.kept.lock();
        if kept.generation == generation {
            kept.answers.put(key, Arc::clone(&answer));
        }
        answer
    }
}

/// What is on record of a serial number of this authority; `None` when nothing is that could be vouched for. What was
/// only reserved has no certificate: its signature, if there was one, was lost with the process that made it.
///
/// "Good" needs the certificate's own word: one that is revoked has no good version, whatever else is on record.
async fn standing(
    instance: &Instance,
    authority: AuthorityId,
    serial: Serial,
) -> Result<Option<Standing>, Error> {
    instance
        .read(move |tx| {
            if let Some(Revoked { at, reason }) = revocations::find(tx, serial)? {
                return Ok(Some(Standing::Revoked { at, reason: listed_reason(reason) }));
            }
            let on_record = versions::find_by_serial(tx, serial)?;
            let known = on_record.filter(|version| version.authority == authority && version.leaf.is_some());
            let Some(version) = known else { return Ok(None) };
            // A certificate that was deleted leaves its versions and their revocations behind.
            let certificate = certificates::find_of_any(tx, version.certificate)?;
            Ok(Some(match certificate.and_then(|stored| stored.certificate.revoked) {
                Some(Revoked { at, reason }) => Standing::Revoked { at, reason: listed_reason(reason) },
                None => Standing::Good,
            }))
        })
        .await
}

async fn sign(
    issuing: &Arc<IssuingAuthority>,
    asked: CertificateAsked,
    standing: Standing,
    now: Timestamp,
) -> Result<Answer, Error> {
    let issuing = Arc::clone(issuing);
    let signing = tokio::task::spawn_blocking(move || {
        let (this_update, next_update) = (now - BACKDATED, now + OCSP_LIFE);
        let IssuingAuthority { issuer, names, .. } = &*issuing;
        let der = ocsp::answer(issuer, names, issuing.signer(), &asked, standing, this_update, next_update);
        der.map(|der| Answer { der, this_update, next_update, signed_at: now })
    });
    signing.await.map_err(Error::internal)?.map_err(Error::internal)
}

/// The reason as lists and answers give it. Those that are not for certificates of TLS servers are left out, which
/// stands for "unspecified" (CA/B Baseline Requirements §7.2.2); the certificate's description keeps them.
fn listed_reason(reason: RevocationReason) -> Reason {
    match reason {
        RevocationReason::KeyCompromise => Reason::KeyCompromise,
        RevocationReason::AffiliationChanged => Reason::AffiliationChanged,
        RevocationReason::Superseded => Reason::Superseded,
        RevocationReason::CessationOfOperation => Reason::CessationOfOperation,
        RevocationReason::PrivilegeWithdrawn => Reason::PrivilegeWithdrawn,
        RevocationReason::Unspecified
        | RevocationReason::CaCompromise
        | RevocationReason::CertificateHold
        | RevocationReason::RemoveFromCrl
        | RevocationReason::AaCompromise => Reason::Unspecified,
    }
}
