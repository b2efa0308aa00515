//! What a caller asks about.

/// What a caller asks about: the identifier to find it by, and the text that the caller wrote for it
/// (an ARN, a name), which only refusals repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<T> {
    /// To find it by.
    pub id: T,
    /// As the caller wrote it.
    pub as_written: String,
}

impl<T> Named<T> {
    /// What a caller wrote as `as_written`.
    #[must_use]
    pub fn new(id: T, as_written: impl Into<String>) -> Named<T> {
        Named { id, as_written: as_written.into() }
    }
}
