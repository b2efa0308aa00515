//! Refusals, before their protocol writes them.

/// A refusal on its way to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    /// HTTP status.
    pub status: u16,
    /// AWS's code, such as `ResourceNotFoundException`.
    pub code: String,
    /// What the caller reads.
    pub message: String,
}

impl WireError {
    /// A refusal.
    #[must_use]
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> WireError {
        WireError { status, code: code.into(), message: message.into() }
    }
}
