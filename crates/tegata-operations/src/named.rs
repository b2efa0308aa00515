//! What a caller asks about.

/// What a caller asks about: the identifier to find it by, and the caller's own words for it (an ARN, a
/// name), which only refusals repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<T> {
    /// To find it by.
    pub id: T,
    /// As the caller wrote it.
    pub words: String,
}

impl<T> Named<T> {
    /// What a caller called `words`.
    #[must_use]
    pub fn new(id: T, words: impl Into<String>) -> Named<T> {
        Named { id, words: words.into() }
    }
}
