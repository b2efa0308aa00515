//! Who asks.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::access::{AskedValue, Decision, Policies, Question, Resource, SessionName, Verdict};
use tegata_model::{AccountId, Region, Tenant, arn};

pub use tegata_model::access::OWNER;

use crate::Error;
use crate::reason::AccessReason;

/// Who asks, for which account and region, and in which request: built by the endpoint once the
/// signature holds, and by nothing else.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who it is: `root` of an account, or a named principal. Goes to the audit log.
    pub principal: String,
    /// On whose things and where. Objects are loaded by tenant and identifier together, so that
    /// another account's object is simply not found.
    pub tenant: Tenant,
    /// Names the request in answers and logs.
    pub request_id: String,
    /// The session that temporary credentials belong to; `None` for a long-term access key.
    pub session: Option<SessionName>,
    /// From where, if that is known.
    pub source: Option<IpAddr>,
    /// By what a named principal's requests are decided. Without it nothing is allowed; the owner needs none.
    access: Option<Arc<Access>>,
}

/// By what a named principal's requests are decided.
#[derive(Debug)]
struct Access {
    policies: Arc<Policies>,
    /// Everything that the request names, or the account if it names no single thing. Each has to be allowed.
    on: Vec<Resource>,
    at: Timestamp,
}

impl Caller {
    /// Somebody whose signature held. A principal other than the owner may do nothing until
    /// [`access::admit`](crate::access::admit) has given the policies.
    #[must_use]
    pub fn new(principal: impl Into<String>, tenant: Tenant, request_id: impl Into<String>) -> Caller {
        let (principal, request_id) = (principal.into(), request_id.into());
        Caller { principal, tenant, request_id, session: None, source: None, access: None }
    }

    /// The same caller, at this address.
    #[must_use]
    pub fn from_address(self, source: IpAddr) -> Caller {
        Caller { source: Some(source), ..self }
    }

    /// The same caller, by temporary credentials.
    #[must_use]
    pub fn in_session(self, session: Option<SessionName>) -> Caller {
        Caller { session, ..self }
    }

    /// The same caller, asking about these things under these policies.
    #[must_use]
    pub(crate) fn under(self, policies: Arc<Policies>, on: Vec<Resource>, at: Timestamp) -> Caller {
        Caller { access: Some(Arc::new(Access { policies, on, at })), ..self }
    }

    /// Whether the caller owns the account.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.principal == OWNER
    }

    /// Whether the caller may do `action` (AWS's name for it, such as `acm:RequestCertificate`) to everything that the
    /// request names. What an endpoint found named is on the caller, so an operation cannot forget a part of it.
    ///
    /// The owner of an account may do everything in it. Everybody else may do what the account's policies permit and
    /// none of them forbids.
    ///
    /// # Errors
    /// [`Kind::Denied`](crate::Kind::Denied) in AWS's words.
    pub fn may(&self, action: &str) -> Result<(), Error> {
        self.may_with(action, &[])
    }

    /// [`Caller::may`] for an action that carries condition keys, such as the names of a certificate.
    ///
    /// # Errors
    /// [`Kind::Denied`](crate::Kind::Denied) in AWS's words.
    pub fn may_with(&self, action: &str, values: &[(&'static str, AskedValue)]) -> Result<(), Error> {
        if self.is_owner() {
            return Ok(());
        }
        let account = Resource::account(self.account());
        let Some(access) = &self.access else {
            return Err(self.denied(action, &account, Verdict::NotAllowed));
        };
        if access.on.is_empty() {
            return self.check(access, action, &account, values);
        }
        access.on.iter().try_for_each(|resource| self.check(access, action, resource, values))
    }

    /// Whether the caller may do `action` to one thing more, which the operation found and the request does not name.
    ///
    /// # Errors
    /// [`Kind::Denied`](crate::Kind::Denied) in AWS's words.
    pub fn may_on(&self, action: &str, resource: &Resource) -> Result<(), Error> {
        match &self.access {
            _ if self.is_owner() => Ok(()),
            Some(access) => self.check(access, action, resource, &[]),
            None => Err(self.denied(action, resource, Verdict::NotAllowed)),
        }
    }

    fn check(
        &self,
        access: &Access,
        action: &str,
        resource: &Resource,
        values: &[(&'static str, AskedValue)],
    ) -> Result<(), Error> {
        let decision = self.decide(access, action, resource, values);
        for fault in &decision.faults {
            tracing::warn!(request_id = self.request_id, account = %self.account(), fault, "a policy could not be evaluated");
        }
        match decision.verdict {
            Verdict::Allowed => Ok(()),
            verdict => Err(self.denied(action, resource, verdict)),
        }
    }

    fn decide(
        &self,
        access: &Access,
        action: &str,
        resource: &Resource,
        values: &[(&'static str, AskedValue)],
    ) -> Decision {
        access.policies.decide(&Question {
            account: self.account(),
            principal: &self.principal,
            principal_account: None,
            action,
            resource,
            region: self.region(),
            at: access.at,
            source: self.source,
            values,
        })
    }

    /// The caller's ARN, as IAM writes that of a root user or a user, and STS that of a session.
    #[must_use]
    pub fn arn(&self) -> String {
        match &self.session {
            _ if self.is_owner() => arn::principal(self.account(), OWNER),
            None => arn::principal(self.account(), &format!("user/{}", self.principal)),
            Some(session) => arn::session(self.account(), &self.principal, session),
        }
    }

    fn denied(&self, action: &str, resource: &Resource, verdict: Verdict) -> Error {
        self.denied_by("identity-based", action, resource, verdict)
    }

    /// The refusal of an action in AWS's words, by a policy of this kind.
    pub(crate) fn denied_by(
        &self,
        policy: &str,
        action: &str,
        resource: &Resource,
        verdict: Verdict,
    ) -> Error {
        let why = match verdict {
            Verdict::Forbidden => {
                let article = if policy.starts_with('i') { "an" } else { "a" };
                format!("with an explicit deny in {article} {policy} policy")
            }
            Verdict::Allowed | Verdict::NotAllowed => {
                format!("because no {policy} policy allows the {action} action")
            }
        };
        Error::denied(
            AccessReason::NotAuthorized,
            format!(
                "User: {} is not authorized to perform: {action} on resource: {} {why}",
                self.arn(),
                resource.words()
            ),
        )
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.tenant.account
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.tenant.region
    }
}
