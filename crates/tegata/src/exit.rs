//! Exit statuses: classes of ends that a script tells apart.

use std::process::ExitCode;

use anyhow::Error;
use tegata_client::Refusal;

use crate::client::Unreachable;

/// Why a command ended. The numbers are an interface: scripts compare them, and none changes its meaning. 2 is what clap ends
/// with when it does not understand the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It failed, for a reason that has no class of its own.
    Failure = 1,
    /// The named object does not exist.
    NotFound = 3,
    /// The access key is not known, or is not permitted to do this.
    NotPermitted = 4,
    /// It has not happened in the time that was given; it may still.
    Pending = 5,
    /// No instance answers at the endpoint.
    Unreachable = 6,
    /// The instance cannot do it now: too many requests, or its store is away. The same command may succeed later.
    TryAgain = 7,
}

/// What `--help` and the manual pages say of the statuses.
pub(crate) const DESCRIBED: [(&str, &str); 8] = [
    ("0", "Success."),
    ("1", "Failure; the message says why."),
    ("2", "The command line is not valid."),
    ("3", "The named object does not exist."),
    ("4", "The access key is not known, or is not permitted to do this."),
    ("5", "Timeout while waiting; it may still happen."),
    ("6", "No instance answers at the endpoint."),
    ("7", "The instance is temporarily unavailable: try again later."),
];

/// The statuses as `--help` shows them.
pub(crate) fn help() -> String {
    let lines = DESCRIBED.map(|(status, meaning)| format!("  {status}  {meaning}"));
    format!("Exit status:\n{}", lines.join("\n"))
}

/// A command that ends in a class of its own.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Ended {
    pub(crate) class: Class,
    pub(crate) message: String,
}

impl Ended {
    /// An end of `class`.
    pub(crate) fn new(class: Class, message: impl Into<String>) -> Ended {
        Ended { class, message: message.into() }
    }
}

impl From<Class> for ExitCode {
    fn from(class: Class) -> ExitCode {
        ExitCode::from(class as u8)
    }
}

impl Class {
    /// The class of an error.
    pub(crate) fn of(error: &Error) -> Class {
        if let Some(ended) = error.downcast_ref::<Ended>() {
            return ended.class;
        }
        if error.downcast_ref::<Unreachable>().is_some() {
            return Class::Unreachable;
        }
        error.downcast_ref::<Refusal>().map_or(Class::Failure, Class::of_refusal)
    }

    fn of_refusal(refusal: &Refusal) -> Class {
        let code = refusal.code.as_str();
        match refusal.status {
            404 => Class::NotFound,
            _ if code.contains("NotFound") || code.starts_with("NoSuch") => Class::NotFound,
            429 | 503 => Class::TryAgain,
            _ if code.contains("Throttl") => Class::TryAgain,
            _ if refusal.is_unknown_key()
                || refusal.is_wrong_signature()
                || code.starts_with("AccessDenied") =>
            {
                Class::NotPermitted
            }
            403 => Class::NotPermitted,
            _ => Class::Failure,
        }
    }
}

/// What went wrong and why, the cause last. A cause that the message has said already is left out.
pub(crate) fn told(error: &Error) -> String {
    error
        .chain()
        .map(ToString::to_string)
        .reduce(|told, cause| if told.contains(&cause) { told } else { format!("{told}: {cause}") })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    fn refused(status: u16, code: &str) -> Error {
        Refusal { status, code: code.to_owned(), message: "no".to_owned() }.into()
    }

    #[test]
    fn refusals_have_their_class() {
        for (status, code, class) in [
            (400, "ResourceNotFoundException", Class::NotFound),
            (404, "NoSuchHostedZone", Class::NotFound),
            (400, "LoadBalancerNotFound", Class::NotFound),
            (400, "AccessDeniedException", Class::NotPermitted),
            (403, "InvalidClientTokenId", Class::NotPermitted),
            (400, "UnrecognizedClientException", Class::NotPermitted),
            (400, "ThrottlingException", Class::TryAgain),
            (503, "ServiceUnavailable", Class::TryAgain),
            (400, "ValidationException", Class::Failure),
        ] {
            assert_eq!(Class::of(&refused(status, code)), class, "{code}");
        }
    }

    #[test]
    fn a_class_shines_through_what_is_said_around_it() {
        let error =
            Err::<(), _>(refused(400, "ResourceNotFoundException")).context("looking").expect_err("error");
        assert_eq!(Class::of(&error), Class::NotFound);
        let error = Error::from(Ended::new(Class::Pending, "later")).context("waiting");
        assert_eq!(Class::of(&error), Class::Pending);
        assert_eq!(Class::of(&anyhow!("no")), Class::Failure);
    }

    #[test]
    fn a_cause_is_said_once() {
        let cause = anyhow!("address in use");
        let error = cause.context("the API cannot listen on :1: address in use").context("starting");
        assert_eq!(told(&error), "starting: the API cannot listen on :1: address in use");
    }
}
