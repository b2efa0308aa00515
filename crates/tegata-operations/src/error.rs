//! Why an operation was refused.

use std::fmt;

use tegata_store::StoreError;

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
    reason: &'static str,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $kind:ident,)*) => {
        impl Error {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(reason: &'static str, message: impl Into<String>) -> Error {
                    Error { kind: Kind::$kind, reason, message: message.into(), source: None }
                }
            )*
        }
    };
}

kinds! {
    /// A bad request. `reason` names the refusal for the wire's table of codes, as `tag-value` or
    /// `invalid-change-batch`; `message` is the sentence the caller reads.
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
            reason: "internal",
            message: "An internal error occurred. The log of the server has the cause under this request's identifier.".to_owned(),
            source: Some(source.into()),
        }
    }

    /// Who has to do something about it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The refusal's name, stable and in kebab case; each wire has one table from it to its own code.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    /// The sentence for the caller.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
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
        if error.is_full() {
            let message = "The disk or database of this instance is full; nothing was changed. Its operator has to make room.";
            return Error { source: Some(error.into()), ..Error::unavailable("store-full", message) };
        }
        Error::internal(error)
    }
}
