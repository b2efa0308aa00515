//! How one attempt at a job ended.

/// How one attempt at a job ended, and so what becomes of its claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobOutcome {
    /// An operation has completed the job or put it off: the claim is gone.
    Settled,
    /// There was nothing to do: the job is complete.
    Nothing,
    /// Something changed while the job ran: it is due again now.
    RetryNow,
}
