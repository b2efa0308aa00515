//! What every operation writes beside its noun: events, changes and jobs.

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::event::Event;
use tegata_model::job::Job;

use crate::transaction::WriteTx;
use crate::{StoreError, changes, events, jobs};

impl WriteTx<'_> {
    /// See [`events::record`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_event(&mut self, event: &Event) -> Result<(), StoreError> {
        events::record(self, event)
    }

    /// See [`changes::record`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_change(&mut self, change: &Change, at: Timestamp) -> Result<(), StoreError> {
        changes::record(self, change, at)
    }

    /// Puts a job down in its first queue, see [`jobs::put`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_job(&mut self, job: &Job, run_at: Timestamp) -> Result<(), StoreError> {
        jobs::put(self, job, job.queue(), run_at)
    }
}
