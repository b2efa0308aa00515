//! The audit log: a line for each call that was refused for want of permission, and for each that changes something.
//! No input is in it but the names of things.

use serde_json::Value;
use tegata_aws::WireError;
use tegata_aws::contract::Service;
use tegata_model::access::schema::is_reading;
use tegata_operations::Caller;

use crate::references::named;

/// How many of the things that a call names stand in its line, and how much of each.
const NAMED_MAX: usize = 10;
const NAME_CHARACTERS_MAX: usize = 256;

/// A call, before it is done.
pub(crate) struct Line {
    action: String,
    resources: Vec<String>,
    changes: bool,
}

impl Line {
    /// Of an operation with this input.
    pub(crate) fn of(service: &Service, operation: &str, input: &Value, caller: &Caller) -> Option<Line> {
        let changes = !is_reading(operation);
        // What the owner reads leaves no line, and costs nothing here.
        if caller.is_owner() && !changes {
            return None;
        }
        let names = named(service, operation, input).into_iter().take(NAMED_MAX);
        let resources = names.map(|name| name.chars().take(NAME_CHARACTERS_MAX).collect()).collect();
        Some(Line { action: format!("{}:{operation}", service.signing_name()), resources, changes })
    }

    /// Writes the line of a call that came out so.
    pub(crate) fn write(&self, caller: &Caller, outcome: Result<(), &WireError>) {
        let denied = outcome.is_err_and(|error| error.code.starts_with("AccessDenied"));
        if !denied && !self.changes {
            return;
        }
        let decision = if denied { "denied" } else { "allowed" };
        let outcome = outcome.map_or_else(|error| error.code.as_str(), |()| "done");
        tracing::info!(
            target: "tegata::audit",
            request_id = caller.request_id,
            account = %caller.account(),
            region = %caller.region(),
            principal = caller.principal,
            source = caller.source.map(tracing::field::display),
            action = self.action,
            resources = ?self.resources,
            decision,
            outcome,
            "{}", if denied { "refused" } else { "changing call" },
        );
    }
}
