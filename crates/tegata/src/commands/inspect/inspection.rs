//! What `tegata inspect` is asked to look at, as it is typed.

/// What is typed behind `tegata inspect`.
pub(crate) struct Inspection {
    pub(crate) subject: String,
    /// The name to ask a listener for.
    pub(crate) name: Option<String>,
    /// The name to ask a server for, and to check.
    pub(crate) server_name: Option<String>,
    /// Where to connect instead of where the name leads.
    pub(crate) connect_to: Option<String>,
}
