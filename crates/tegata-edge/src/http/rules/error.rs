//! Why rules cannot be followed.

/// Why rules cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// A text that names no header or method.
    #[error("`{0}` is no name of a header or method")]
    Name(String),
    /// A regular expression.
    #[error("{0}")]
    Regex(#[from] regex::Error),
    /// Too many texts to look for.
    #[error("{0}")]
    Index(#[from] aho_corasick::BuildError),
}
