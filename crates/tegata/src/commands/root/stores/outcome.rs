//! What is done to a store, and what became of it.

use anyhow::Result;

/// What became of one store.
pub(in crate::commands::root) struct Outcome {
    /// Whose store it is, for people.
    pub(in crate::commands::root) store: String,
    pub(in crate::commands::root) reached: StoreOutcome,
}

/// Whether a store was reached.
pub(in crate::commands::root) enum StoreOutcome {
    /// This many roots were put there, or taken out.
    Changed(usize),
    /// There was nothing to do.
    Already,
    /// It is there, and something is missing to reach it: what, and what to do.
    Missing(String),
    /// It was tried, and failed.
    Failed(String),
}

/// What is done to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::commands::root) enum Change {
    Put,
    TakeBack,
}

/// The outcome of a store that was tried.
pub(super) fn outcome(store: impl Into<String>, done: Result<StoreOutcome>) -> Outcome {
    let reached = done.unwrap_or_else(|error| StoreOutcome::Failed(format!("{error:#}")));
    Outcome { store: store.into(), reached }
}

/// A store that was reached, and how many of its roots changed.
pub(super) fn counted(count: usize) -> StoreOutcome {
    if count == 0 { StoreOutcome::Already } else { StoreOutcome::Changed(count) }
}
