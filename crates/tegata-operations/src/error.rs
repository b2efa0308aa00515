//! Why an operation was refused.

use std::fmt;

use tegata_store::{StoreError, Unavailable};

use crate::reason::{InstanceReason, Reason};

/// Who has to do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The caller, by asking differently.
    Invalid,
    /// The caller, by naming something that is there.
    NotFound,
    /// The caller, by changing the state first or waiting for it.
    Conflict,
    /// The caller, by deleting something or asking for a higher quota.
    LimitExceeded,
    /// The account's owner, by a permission.
    Denied,
    /// The caller, by asking more slowly.
    Throttled,
    /// The operator: something Tegata needs is away. Trying again may help.
    Unavailable,
    /// Us.
    Internal,
}

/// A refusal: words for the caller, and apart from them a source for the log.
/// Only the words ever leave the process; nothing prints both.
pub struct Error {
    kind: Kind,
    reason: Reason,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $kind:ident,)*) => {
        impl Error {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(reason: impl Into<Reason>, message: impl Into<String>) -> Error {
                    Error { kind: Kind::$kind, reason: reason.into(), message: message.into(), source: None }
                }
            )*
        }
    };
}

kinds! {
    /// A bad request. `reason` is what each wire's table of codes goes by; `message` is the sentence that the caller
    /// reads.
    invalid => Invalid,
    /// Nothing of that name in the caller's account and region.
    not_found => NotFound,
    /// The thing is in a state that does not allow it.
    conflict => Conflict,
    /// A quota is used up.
    limit_exceeded => LimitExceeded,
    /// No permission.
    denied => Denied,
    /// Too many requests.
    throttled => Throttled,
    /// Something that Tegata needs is away.
    unavailable => Unavailable,
}

impl Error {
    /// A fault of ours: the caller reads that it is one, the log gets the source.
    #[must_use]
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error {
            kind: Kind::Internal,
            reason: InstanceReason::Internal.into(),
            message: "An internal error occurred. The server's log has the cause, under this request ID."
                .to_owned(),
            source: Some(source.into()),
        }
    }

    /// Who has to do something about it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What was refused; each wire has one table from it to its own codes.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The sentence for the caller.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether the store is full, away, or takes no changes: it says so in the log by itself, once and then every minute,
    /// and not for each request or task that meets it.
    #[must_use]
    pub fn is_logged_by_the_store(&self) -> bool {
        use InstanceReason::{StoreFull, StoreHeld, StoreReadOnly, StoreStopped, StoreUnreachable};
        matches!(
            self.reason,
            Reason::Instance(StoreFull | StoreHeld | StoreReadOnly | StoreStopped | StoreUnreachable)
        )
    }

    /// What the log says of it: the cause where there is one, and else the sentence for the caller.
    #[must_use]
    pub fn for_log(&self) -> &dyn fmt::Display {
        match &self.source {
            Some(source) => source,
            None => &self.message,
        }
    }

    /// What goes to the log, and only there.
    #[must_use]
    pub fn log_source(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        self.source.as_deref()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.kind, self.reason, self.message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        let Some(why) = error.unavailable() else { return Error::internal(error) };
        let (reason, message) = match why {
            Unavailable::Full => (
                InstanceReason::StoreFull,
                "The disk or database of this instance is full; nothing was changed. Its operator must free \
                 space.",
            ),
            Unavailable::ReadOnly => (
                InstanceReason::StoreReadOnly,
                "The database of this instance takes no changes at the moment; nothing was changed. Try again later.",
            ),
            Unavailable::Held => (
                InstanceReason::StoreHeld,
                "This instance runs on a restored copy and takes no changes until its operator runs `tegata \
                 restore --acknowledge`.",
            ),
            Unavailable::Unreachable => (
                InstanceReason::StoreUnreachable,
                "The database of this instance does not answer at the moment. Try again later.",
            ),
            Unavailable::Busy => (
                InstanceReason::StoreBusy,
                "The request conflicts with other requests; nothing was changed. Try again.",
            ),
            Unavailable::Stopped => {
                (InstanceReason::StoreStopped, "This instance is stopping; nothing was changed. Try again.")
            }
        };
        Error { source: Some(error.into()), ..Error::unavailable(reason, message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_store_is_a_fault_of_ours() {
        let error = Error::from(StoreError::corrupt("half a document"));
        assert_eq!(error.kind(), Kind::Internal);
        assert!(!error.is_logged_by_the_store());
    }
}
