//! Nudging look-ups: a zone that changed may just have got the record that somebody waits for.

use jiff::Timestamp;
use tegata_model::job::Job;
use tegata_store::{ReadTx, StoreError, WriteTx, certificates, jobs};

/// How many certificates one change nudges; the others look again by themselves.
const NUDGED_MAX: u32 = 200;

/// Whether something is pending at `apex` or under it.
///
/// # Errors
/// When the store fails.
pub fn any_awaits_under(tx: &mut ReadTx<'_>, apex: &str) -> Result<bool, StoreError> {
    Ok(!certificates::list_awaiting_under(tx, apex, 1)?.is_empty())
}

/// Looks up again at once what is pending at `apex` or under it. To be called in the transaction that changes the
/// hosted zone.
///
/// # Errors
/// When the store fails.
pub fn nudge_under(tx: &mut WriteTx<'_>, apex: &str, now: Timestamp) -> Result<(), StoreError> {
    for certificate in certificates::list_awaiting_under(tx, apex, NUDGED_MAX)? {
        jobs::nudge(tx, &Job::LookUpProofs { certificate }, now)?;
    }
    Ok(())
}
