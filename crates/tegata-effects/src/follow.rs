//! Reading the change log in steps, as all who follow it do.

use tegata_model::change::Change;
use tegata_operations::{Error, Instance};
use tegata_store::changes::Cursor;

/// Some changes behind a cursor.
pub(crate) struct Step {
    pub(crate) changes: Vec<Change>,
    /// The cursor behind them, to be kept once they have been acted on.
    pub(crate) cursor: Cursor,
    /// Whether there are none behind these.
    pub(crate) is_last: bool,
}

/// Reads at most `limit` changes behind a cursor.
///
/// # Errors
/// When the store fails.
pub(crate) async fn step(instance: &Instance, cursor: &Cursor, limit: u32) -> Result<Step, Error> {
    let from = cursor.clone();
    let (changes, cursor) = instance.read(move |tx| Ok::<_, Error>(from.next(tx, limit)?)).await?;
    let is_last = changes.len() < limit as usize;
    Ok(Step { changes, cursor, is_last })
}
