//! Replacing a certificate by another one wherever it is attached: for every change that ACM cannot make in place.
//!
//! ```text
//!  begun ──► WAITING ──issued──► CANARY ──served there──► PROVEN ──► ATTACHED ──served──► CHECKED ──► DONE
//!               │                  on one listener                    on all of them           │
//!               │                     │                                  ▲      attached anew meanwhile
//!               │                     │                                  └─────────────────────┘
//!               └── the new one       └── something else is served there: the old one is back ──► FAILED
//!                   cannot be had ──► FAILED: nothing was touched
//! ```
//!
//! Each step is durable before the next, so it may be stopped between any two of them and go on later. Until the old one
//! is deleted it can be undone: the old one takes its places again.

mod canary;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::load_balancing::ListenerId;
use crate::node::ChangeMark;
use crate::{CertificateId, ReplacementId, Tenant};

use self::canary::listeners_in_words;
pub use self::canary::{Canary, Unproven};

/// How many steps are told of.
const STEPS_MAX: usize = 100;

/// A replacement as it is stored. New members need a serde default: documents outlive releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Which.
    pub id: ReplacementId,
    /// Whose and where.
    pub tenant: Tenant,
    /// The certificate that goes.
    pub old: CertificateId,
    /// The one that takes its places.
    pub new: CertificateId,
    /// Whether the old one stays, unattached, when all is done.
    pub keep_old: bool,
    /// How far it has come.
    pub stage: Stage,
    /// Whether its owner has stopped it for now.
    pub is_stopped: bool,
    /// On which listeners the new one took the old one's place.
    pub moved: Vec<ListenerId>,
    /// What was done and met, the oldest first; the last hundred.
    pub steps: Vec<Step>,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Who began it, and in whose name listeners change.
    #[serde(default = "owner")]
    pub principal: String,
    /// The change by which it took its places, for nodes to say whether they serve it.
    #[serde(default)]
    pub attached_by: Option<ChangeMark>,
    /// What was seen on the first listener.
    #[serde(default)]
    pub canary: Option<Canary>,
}

fn owner() -> String {
    crate::access::OWNER.to_owned()
}

/// Something that was done or met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What, in a sentence.
    pub what: String,
}

/// How far a replacement has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub enum Stage {
    /// For the new certificate to be issued.
    Waiting,
    /// The new one has the old one's place on one listener, the first of `moved`; it is not seen to be served there yet.
    Canary,
    /// It is served there.
    Proven,
    /// The new one has the old one's places; it is not seen to be served everywhere yet.
    Attached,
    /// The new one is served wherever it is attached.
    Checked,
    /// The old one is gone, or left alone.
    Done,
    /// The old one has its places again.
    Undone,
    /// The new one cannot be had, or not attached.
    Failed {
        /// Why, in a sentence.
        why: String,
    },
}

/// What the new certificate has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewCertificateState {
    /// Its names are being proven.
    Pending,
    /// It can be attached.
    Issued,
    /// It never will be.
    Lost {
        /// Why, in a sentence.
        why: String,
    },
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing, now or ever.
    Nothing,
    /// Nothing yet: look again.
    Wait,
    /// Put the new one in the old one's place on one listener.
    AttachFirst,
    /// Put the new one in the old one's places.
    Attach,
    /// Look whether the new one is served.
    Check,
    /// Delete the old one.
    DeleteOld,
}

/// Why a replacement is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeRefused {
    /// It is over.
    Over,
    /// It is stopped already, or was not stopped.
    NothingToChange,
}

impl Stage {
    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Stage::Waiting => "WAITING",
            Stage::Canary => "CANARY",
            Stage::Proven => "PROVEN",
            Stage::Attached => "ATTACHED",
            Stage::Checked => "CHECKED",
            Stage::Done => "DONE",
            Stage::Undone => "UNDONE",
            Stage::Failed { .. } => "FAILED",
        }
    }
}

impl Replacement {
    /// A replacement whose new certificate was asked for.
    #[must_use]
    pub fn begin(
        id: ReplacementId,
        tenant: Tenant,
        (old, new): (CertificateId, CertificateId),
        keep_old: bool,
        principal: &str,
        now: Timestamp,
    ) -> Replacement {
        let begun = Replacement {
            id,
            tenant,
            old,
            new,
            keep_old,
            stage: Stage::Waiting,
            is_stopped: false,
            moved: Vec::new(),
            steps: Vec::new(),
            begun_at: now,
            principal: principal.to_owned(),
            attached_by: None,
            canary: None,
        };
        begun.told(format!("requested {new} to replace {old}"), now)
    }

    /// Whether anything is still to come of it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.stage,
            Stage::Waiting | Stage::Canary | Stage::Proven | Stage::Attached | Stage::Checked
        )
    }

    /// What is to be done next, given what became of the new certificate and whether anything uses the old one.
    #[must_use]
    pub fn todo(&self, new: &NewCertificateState, old_is_used: bool) -> NextStep {
        if !self.is_open() || self.is_stopped {
            return NextStep::Nothing;
        }
        match (&self.stage, new) {
            (Stage::Waiting, NewCertificateState::Pending) => NextStep::Wait,
            (Stage::Waiting, _) => NextStep::AttachFirst,
            (Stage::Canary | Stage::Attached, _) => NextStep::Check,
            (Stage::Proven, _) => NextStep::Attach,
            // Somebody has attached the old one again meanwhile.
            _ if old_is_used => NextStep::Attach,
            _ => NextStep::DeleteOld,
        }
    }

    /// The new one has the old one's places on these listeners, by that change.
    #[must_use]
    pub fn attached(mut self, listeners: &[ListenerId], by: ChangeMark, now: Timestamp) -> Replacement {
        self.attached_by = Some(by);
        for listener in listeners {
            if !self.moved.contains(listener) {
                self.moved.push(*listener);
            }
        }
        self.stage = Stage::Attached;
        let what = format!("attached {} on {}", self.new, listeners_in_words(listeners.len()));
        self.told(what, now)
    }

    /// The old one is gone, or left alone.
    #[must_use]
    pub fn done(mut self, now: Timestamp) -> Replacement {
        self.stage = Stage::Done;
        let what = if self.keep_old { "left" } else { "deleted" };
        let what = format!("{what} {}", self.old);
        self.told(what, now)
    }

    /// It cannot go on.
    #[must_use]
    pub fn failed(mut self, why: String, now: Timestamp) -> Replacement {
        self.stage = Stage::Failed { why: why.clone() };
        self.told(why, now)
    }

    /// Stops it where it is.
    ///
    /// # Errors
    /// When it is over or stopped already.
    pub fn stop(mut self, now: Timestamp) -> Result<Replacement, ChangeRefused> {
        self.may_change(!self.is_stopped)?;
        self.is_stopped = true;
        Ok(self.told("stopped".to_owned(), now))
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// When it is over or was not stopped.
    pub fn resume(mut self, now: Timestamp) -> Result<Replacement, ChangeRefused> {
        self.may_change(self.is_stopped)?;
        self.is_stopped = false;
        Ok(self.told("resumed".to_owned(), now))
    }

    /// The old one has its places again.
    ///
    /// # Errors
    /// When it is over: what was deleted cannot come back.
    pub fn undone(mut self, now: Timestamp) -> Result<Replacement, ChangeRefused> {
        self.may_change(true)?;
        self.stage = Stage::Undone;
        let what = format!("attached {} again and deleted {}", self.old, self.new);
        Ok(self.told(what, now))
    }

    fn may_change(&self, there_is: bool) -> Result<(), ChangeRefused> {
        match (self.is_open(), there_is) {
            (false, _) => Err(ChangeRefused::Over),
            (true, false) => Err(ChangeRefused::NothingToChange),
            (true, true) => Ok(()),
        }
    }

    /// What is told again and again is told once, with the time of the last.
    fn told(mut self, what: String, now: Timestamp) -> Replacement {
        match self.steps.last_mut() {
            Some(last) if last.what == what => last.at = now,
            _ => self.steps.push(Step { at: now, what }),
        }
        let surplus = self.steps.len().saturating_sub(STEPS_MAX);
        self.steps.drain(..surplus);
        self
    }
}

#[cfg(test)]
mod tests;
