//! The gate: who asks. A caller is built here, once the signature holds, and nowhere else.

mod codes;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use http::request::Parts;
use lru::LruCache;
use parking_lot::Mutex;
use tegata_aws::WireError;
use tegata_aws::contract::{Operation, Protocol, Service};
use tegata_aws::protocol::protocol_of;
use tegata_aws::sigv4::{Claim, KeyCache};
use tegata_model::access::SessionName;
use tegata_model::access::schema::is_reading;
use tegata_model::{AccountId, Region, Tenant};
use tegata_operations::access::access_key::{Signer, TokenRefused, find};
use tegata_operations::caller::OWNER;
use tegata_operations::{Caller, Instance};
use tokio::time::Instant;

use self::codes::{expired_token, from_page, refuse_signature, unknown_key, wrong_scope};
use crate::browser::is_from_page;
use crate::refusal::refuse;
use crate::services::Served;

/// How many signers, and how many derived keys, are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");
/// How long a signer is remembered: as long as a key that was taken away on another node may still open the gate. What
/// is taken away here holds at once.
const REMEMBERED_FOR: Duration = Duration::from_secs(10);

/// Whom the gate believes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// A caller that signs with an access key of this instance (AWS Signature Version 4).
    Signatures,
    /// Every caller that reaches the port, with any access key: for laptops, on a loopback address only.
    Loopback,
}

/// Tells who asks. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    trust: Trust,
    signing_keys: Arc<KeyCache>,
    signers: Arc<Mutex<LruCache<String, Remembered>>>,
}

#[derive(Debug, Clone)]
struct Remembered {
    signer: Signer,
    /// How often keys had been changed here before the store was asked.
    key_changes: u64,
    until: Instant,
}

impl Gate {
    pub(crate) fn new(trust: Trust) -> Gate {
        Gate {
            trust,
            signing_keys: Arc::new(KeyCache::new(REMEMBERED)),
            signers: Arc::new(Mutex::new(LruCache::new(REMEMBERED))),
        }
    }

    /// Who asks for something of a service, or why that is not known. `claim` is what [`Gate::check_head`] read.
    pub(crate) async fn caller(
        &self,
        instance: &Instance,
        served: &Served,
        parts: &Parts,
        body: &[u8],
        claim: Claim,
        request_id: &str,
    ) -> Result<Caller, WireError> {
        let protocol = protocol_of(served.contract, parts);
        let signer = match self.trust {
            Trust::Signatures => self.verified(instance, served, parts, body, &claim, request_id).await?,
            Trust::Loopback => {
                let account = AccountId::try_from(claim.access_key_id.clone());
                let account = account.unwrap_or_else(|_| instance.founding.account.clone());
                let owner = Identity { account, principal: OWNER.to_owned(), session: None };
                // Temporary credentials have the permissions of their principal here, too.
                self.in_session(instance, served, protocol, &claim, request_id).await?.unwrap_or(owner)
            }
        };
        let region = Region::try_from(claim.region).map_err(|error| {
            wrong_scope(protocol, &format!("Credential should be scoped to a valid region: {error}."))
        })?;
        let Identity { account, principal, session } = signer;
        Ok(Caller::new(principal, Tenant { account, region }, request_id).in_session(session))
    }

    /// Reads from a request's head who claims to have signed it, before its body is read. A request without a signature,
    /// with an unknown key, or from a web page is refused here and costs no memory.
    pub(crate) async fn check_head(
        &self,
        instance: &Instance,
        served: &Served,
        parts: &Parts,
        request_id: &str,
    ) -> Result<Claim, WireError> {
        let protocol = protocol_of(served.contract, parts);
        let claim = Claim::read(parts).map_err(|error| refuse_signature(protocol, &error))?;
        if self.trust == Trust::Loopback {
            refuse_browsers(served.contract, parts)?;
            return Ok(claim);
        }
        let signer = self.signer(instance, &claim.access_key_id).await;
        let signer = signer.map_err(|error| refuse(served, &error, request_id).wire)?;
        let signer = signer.ok_or_else(|| unknown_key(protocol))?;
        check_token(instance, &signer, &claim, protocol)?;
        Ok(claim)
    }

    /// Whom temporary credentials are for; `None` when the key is not a temporary one that is known.
    async fn in_session(
        &self,
        instance: &Instance,
        served: &Served,
        protocol: Protocol,
        claim: &Claim,
        request_id: &str,
    ) -> Result<Option<Identity>, WireError> {
        if claim.session_token.is_none() {
            return Ok(None);
        }
        let signer = self.signer(instance, &claim.access_key_id).await;
        let signer = signer.map_err(|error| refuse(served, &error, request_id).wire)?;
        let Some(signer) = signer.filter(|signer| signer.session.is_some()) else { return Ok(None) };
        check_token(instance, &signer, claim, protocol)?;
        Ok(Some(Identity::of(signer)))
    }

    async fn verified(
        &self,
        instance: &Instance,
        served: &Served,
        parts: &Parts,
        body: &[u8],
        claim: &Claim,
        request_id: &str,
    ) -> Result<Identity, WireError> {
        let protocol = protocol_of(served.contract, parts);
        let expected = served.contract.signing_name();
        if claim.service != expected {
            return Err(wrong_scope(
                protocol,
                &format!("Credential should be scoped to correct service: '{expected}'."),
            ));
        }
        let signer = self.signer(instance, &claim.access_key_id).await;
        let signer = signer.map_err(|error| refuse(served, &error, request_id).wire)?;
        let signer = signer.ok_or_else(|| unknown_key(protocol))?;
        // Clients sign by the real time, also when this instance rehearses another.
        let now = instance.clock.real_now();
        let verdict = claim.verify(parts, body, &signer.secret, now, &self.signing_keys);
        verdict.map_err(|error| refuse_signature(protocol, &error))?;
        check_token(instance, &signer, claim, protocol)?;
        Ok(Identity::of(signer))
    }

    async fn signer(
        &self,
        instance: &Instance,
        id: &str,
    ) -> Result<Option<Signer>, tegata_operations::Error> {
        let (now, key_changes) = (Instant::now(), instance.access.key_changes());
        let holds = |kept: &&Remembered| kept.until > now && kept.key_changes == key_changes;
        if let Some(kept) = self.signers.lock().get(id).filter(holds) {
            return Ok(Some(kept.signer.clone()));
        }
        let found = find(instance, id).await?;
        match &found {
            Some(signer) => {
                let until = now + REMEMBERED_FOR;
                let kept = Remembered { signer: signer.clone(), key_changes, until };
                self.signers.lock().put(id.to_owned(), kept);
            }
            None => {
                self.signers.lock().pop(id);
                self.signing_keys.forget(id);
            }
        }
        Ok(found)
    }
}

/// Whom a key stands for.
struct Identity {
    account: AccountId,
    principal: String,
    session: Option<SessionName>,
}

impl Identity {
    fn of(signer: Signer) -> Identity {
        let session = signer.session.map(|session| session.name);
        Identity { account: signer.account, principal: signer.principal, session }
    }
}

fn check_token(
    instance: &Instance,
    signer: &Signer,
    claim: &Claim,
    protocol: Protocol,
) -> Result<(), WireError> {
    let token = claim.session_token.as_deref();
    signer.check_token(token, instance.clock.real_now()).map_err(|refused| match refused {
        TokenRefused::Invalid => unknown_key(protocol),
        TokenRefused::Expired => expired_token(protocol),
    })
}

/// A port that trusts loopback must not trust the pages that reach it through a browser.
fn refuse_browsers(service: &Service, parts: &Parts) -> Result<(), WireError> {
    if !is_from_page(parts) {
        return Ok(());
    }
    Err(from_page(protocol_of(service, parts)))
}

/// Whatever changes something is sent by POST, or by the other methods that REST gives it: a link or a picture in a
/// page, and clients that follow links, send GET.
pub(crate) fn refuse_change_by_get(operation: &Operation, method: &Method) -> Result<(), WireError> {
    if matches!(*method, Method::GET | Method::HEAD) && !is_reading(&operation.name) {
        let message = format!(
            "{} is not a read-only operation, so it cannot be sent by {method}: use POST.",
            operation.name
        );
        return Err(WireError::new(405, "MethodNotAllowed", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tegata_aws::contract::service;
    use tegata_operations::Error;
    use tegata_operations::access::access_key::{self, KeyState};
    use tegata_operations::access::principal;
    use tegata_store::access_keys;
    use tegata_testkit::World;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_key_that_is_taken_away_opens_nothing_here_at_once_and_elsewhere_within_ten_seconds() {
        let world = World::new(1).await;
        let (instance, owner) = (&world.instance, &world.owner);
        let gate = Gate::new(Trust::Signatures);
        principal::create(instance, owner, "alice".to_owned()).await.expect("created");
        let key = access_key::create(instance, owner, "alice".to_owned()).await.expect("created").id;
        let opens = async || gate.signer(instance, &key).await.expect("asked").is_some();
        let update =
            async |state| access_key::update(instance, owner, key.clone(), state).await.expect("updated");
        assert!(opens().await);
        update(KeyState::Inactive).await;
        assert!(!opens().await, "disabled here");
        update(KeyState::Active).await;
        assert!(opens().await, "active again");
        let elsewhere = key.clone();
        let disabling = instance
            .write(move |tx| Ok::<_, Error>(access_keys::set_state(tx, &elsewhere, KeyState::Inactive)?));
        disabling.await.expect("disabled");
        assert!(opens().await, "another node's change is not known yet");
        tokio::time::advance(REMEMBERED_FOR).await;
        assert!(!opens().await, "but then it is");
        update(KeyState::Active).await;
        assert!(opens().await);
        principal::delete(instance, owner, "alice".to_owned()).await.expect("deleted");
        assert!(!opens().await, "its keys go with a principal");
    }

    #[test]
    fn nothing_is_changed_by_get() {
        let elb = service("elbv2").expect("a contract");
        let refused = |name: &str, method: Method| {
            refuse_change_by_get(elb.operation(name).expect("an operation"), &method).is_err()
        };
        assert!(refused("CreateTargetGroup", Method::GET));
        assert!(refused("DeleteLoadBalancer", Method::HEAD));
        assert!(!refused("CreateTargetGroup", Method::POST));
        assert!(!refused("DescribeLoadBalancers", Method::GET), "reading may be presigned");
    }
}
