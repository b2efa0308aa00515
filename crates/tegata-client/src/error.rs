//! Why a call has no answer.

use tegata_aws::WireError;

/// A refusal by the instance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({code})")]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// AWS's code, such as `ResourceNotFoundException`.
    pub code: String,
    /// What is wrong, in the instance's words.
    pub message: String,
}

impl From<WireError> for Refusal {
    fn from(error: WireError) -> Refusal {
        Refusal { status: error.status, code: error.code, message: error.message }
    }
}

impl Refusal {
    /// Whether the instance does not know the access key.
    #[must_use]
    pub fn is_unknown_key(&self) -> bool {
        matches!(self.code.as_str(), "UnrecognizedClientException" | "InvalidClientTokenId")
    }

    /// Whether the instance knows the access key, but the signature is not what its secret gives.
    #[must_use]
    pub fn is_wrong_signature(&self) -> bool {
        matches!(
            self.code.as_str(),
            "InvalidSignatureException"
                | "SignatureDoesNotMatch"
                | "IncompleteSignature"
                | "IncompleteSignatureException"
        )
    }
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The instance refused it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No contract has this operation.
    #[error(transparent)]
    UnknownOperation(#[from] UnknownOperation),
    /// The certificate of the server leads to no trusted root, or is not valid for its name. No request was sent.
    #[error("its certificate is not trusted: {0}")]
    Untrusted(String),
    /// There is no connection, or it broke.
    #[error("it does not answer: {0}")]
    Unreachable(String),
    /// There was no answer within [`crate::ANSWER_WITHIN`].
    #[error("it does not answer in time")]
    Late,
    /// The answer broke off, or is larger than a client reads.
    #[error("the answer could not be read: {0}")]
    Unreadable(String),
}

/// A text that is not the URL of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not of the form http://HOST:PORT or https://HOST:PORT")]
pub struct InvalidEndpoint;

/// A service or an operation that is in no contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no operation {operation} of {service}")]
pub struct UnknownOperation {
    /// The service's name, such as `acm`.
    pub service: String,
    /// The operation's name.
    pub operation: String,
}

/// Bytes that are not root certificates in PEM.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRoots {
    /// It is not PEM.
    #[error("it is not PEM with certificates: {0}")]
    Pem(String),
    /// One of the certificates cannot be a root.
    #[error("a certificate in it cannot be a root: {0}")]
    Certificate(String),
}
