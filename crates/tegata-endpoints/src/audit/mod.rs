//! The audit log: a line for each call that changes something, for each that was refused for want of permission, for
//! requests that failed authentication, and for approvals by mail. Secrets are not in it; what is shown of a call is in
//! [`members`].

mod members;
mod refusals;

use std::net::IpAddr;

use serde_json::Value;
use tegata_aws::WireError;
use tegata_aws::contract::{Operation, Service};
use tegata_aws::protocol::Output;
use tegata_model::access::schema::is_reading;
use tegata_operations::{Caller, Kind};

use self::members::shown;
pub(crate) use self::refusals::RefusalLog;
use crate::refusal::Refusal;

/// How much of an access key's identifier is shown, which anyone may have made up.
const KEY_CHARACTERS_MAX: usize = 64;

/// A call, before it is done.
pub(crate) struct Line {
    service: &'static Service,
    operation: &'static Operation,
    request: Vec<String>,
    changes: bool,
}

impl Line {
    /// Of an operation with this input.
    pub(crate) fn of(
        service: &'static Service,
        operation: &'static Operation,
        input: &Value,
        caller: &Caller,
    ) -> Option<Line> {
        let changes = !is_reading(&operation.name);
        // What the owner reads leaves no line, and costs nothing here.
        if caller.is_owner() && !changes {
            return None;
        }
        let shape = operation.input.as_ref();
        let request =
            shape.map(|shape| shown(service, service.shape(&shape.shape), input)).unwrap_or_default();
        Some(Line { service, operation, request, changes })
    }

    /// Writes the line of a call that came out so.
    pub(crate) fn write(&self, caller: &Caller, outcome: Result<&Output, &Refusal>) {
        let denied = outcome.is_err_and(|refusal| refusal.kind == Kind::Denied);
        if !denied && !self.changes {
            return;
        }
        let answer = outcome.map(|output| self.named(output)).unwrap_or_default();
        tracing::info!(
            target: "tegata::audit",
            request_id = caller.request_id,
            account = %caller.account(),
            region = %caller.region(),
            principal = caller.principal,
            session = caller.session.as_ref().map(tracing::field::display),
            source = caller.source.map(tracing::field::display),
            action = action(self.service, &self.operation.name),
            request = ?self.request,
            answer = ?answer,
            decision = if denied { "denied" } else { "allowed" },
            outcome = outcome.map_or_else(|refusal| refusal.wire.code.as_str(), |_| "done"),
            "{}", if denied { "refused" } else { "changing call" },
        );
    }

    /// What the answer named: a new ARN, an identifier.
    fn named(&self, output: &Output) -> Vec<String> {
        let Some(shape) = &self.operation.output else { return Vec::new() };
        let shape = self.service.shape(&shape.shape);
        match output {
            Output::Json(text) => shown(self.service, shape, &mut serde_json::Deserializer::from_slice(text)),
            Output::Tree(tree) => shown(self.service, shape, tree),
        }
    }
}

/// A request that failed authentication.
pub(crate) struct TurnedAway<'a> {
    /// From where.
    pub(crate) peer: IpAddr,
    /// The service that was asked for.
    pub(crate) service: &'a Service,
    /// The access key that was claimed, if one was.
    pub(crate) access_key_id: Option<&'a str>,
    /// The request.
    pub(crate) request_id: &'a str,
}

impl TurnedAway<'_> {
    /// Writes the line, unless there were too many.
    pub(crate) fn write(&self, log: &RefusalLog, why: &WireError) {
        let Some(suppressed) = log.take(self.peer) else { return };
        let access_key_id: Option<String> =
            self.access_key_id.map(|id| id.chars().take(KEY_CHARACTERS_MAX).collect());
        tracing::info!(
            target: "tegata::audit",
            request_id = self.request_id,
            source = %self.peer,
            service = self.service.signing_name(),
            access_key_id,
            decision = "denied",
            outcome = why.code,
            suppressed,
            "authentication failed",
        );
    }
}

/// What was decided by the code in a mail.
pub(crate) struct ByMail<'a> {
    /// From where.
    pub(crate) peer: IpAddr,
    /// `approve` or `deny`.
    pub(crate) decision: &'static str,
    /// What became of it.
    pub(crate) outcome: &'static str,
    /// The name and the certificate that the code is for; `None` for a code that is none of ours.
    pub(crate) about: Option<(&'a str, &'a str)>,
}

impl ByMail<'_> {
    /// Writes the line. Wrong codes can be sent by anyone, so they get no more lines than other refusals.
    pub(crate) fn write(&self, log: &RefusalLog) {
        let suppressed = match self.about {
            Some(_) => None,
            None => match log.take(self.peer) {
                Some(suppressed) => Some(suppressed),
                None => return,
            },
        };
        tracing::info!(
            target: "tegata::audit",
            source = %self.peer,
            action = "approval",
            domain_name = self.about.map(|(name, _)| name),
            certificate_arn = self.about.map(|(_, arn)| arn),
            decision = self.decision,
            outcome = self.outcome,
            suppressed,
            "decided by mail",
        );
    }
}

fn action(service: &Service, operation: &str) -> String {
    format!("{}:{operation}", service.signing_name())
}
