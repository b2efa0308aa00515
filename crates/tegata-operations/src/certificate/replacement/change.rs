//! Stopping, resuming and undoing replacements.

use tegata_model::ReplacementId;
use tegata_model::job::Job;
use tegata_model::replacement::{ChangeRefused, Replacement};
use tegata_store::{certificates, jobs, replacements};

use super::{may_delete, not_found, places, save};
use crate::certificate::delete;
use crate::reason::ReplacementReason;
use crate::{Caller, Error, Instance};

/// What an owner can do to a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Leave it where it is for now.
    Stop,
    /// Go on.
    Resume,
    /// Attach the old certificate again, and delete the new one.
    Undo,
}

/// Changes a replacement.
///
/// # Errors
/// `no-such-replacement`; `replacement-is-over`; `nothing-to-change` when it is stopped already, or was not.
pub async fn change(
    instance: &Instance,
    caller: &Caller,
    id: ReplacementId,
    change: Change,
) -> Result<Replacement, Error> {
    caller.may("tegata:UpdateReplacement")?;
    let (caller, now) = (caller.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let before = replacements::find(tx, &caller.tenant, id)?.ok_or_else(|| not_found(id))?;
            let planned = match change {
                Change::Stop => before.clone().stop(now),
                Change::Resume => before.clone().resume(now),
                Change::Undo => before.clone().undone(now),
            };
            let after = planned.map_err(|refused| refusal(refused, &before))?;
            match change {
                Change::Stop => jobs::cancel(tx, &Job::Replace { replacement: id })?,
                Change::Resume => tx.put_job(&Job::Replace { replacement: id }, now)?,
                Change::Undo => {
                    jobs::cancel(tx, &Job::Replace { replacement: id })?;
                    places::give_back(tx, &caller, &before, now)?;
                    // What has attached it elsewhere meanwhile goes on using it.
                    let new = certificates::find_of_any(tx, before.new)?;
                    if let Some(new) = new.filter(|new| new.users == 0) {
                        may_delete(tx, &caller, new.certificate.id)?;
                        delete::remove(tx, &new, now)?;
                    }
                }
            }
            save(tx, &before, &after)?;
            Ok(after)
        })
        .await
}

fn refusal(refused: ChangeRefused, replacement: &Replacement) -> Error {
    match refused {
        ChangeRefused::Over => Error::conflict(
            ReplacementReason::ReplacementIsOver,
            format!("The replacement is {} and cannot be changed any more.", replacement.stage.as_str()),
        ),
        ChangeRefused::NothingToChange => Error::conflict(
            ReplacementReason::NothingToChange,
            if replacement.is_stopped {
                "The replacement is stopped already."
            } else {
                "The replacement is not stopped."
            },
        ),
    }
}
