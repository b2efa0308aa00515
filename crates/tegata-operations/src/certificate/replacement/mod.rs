//! Replacements: another certificate in place of one, wherever it is attached.

mod advance;
mod begin;
mod change;
mod list;
mod places;

pub use advance::{Advanced, ToCheck, advance, record_check};
pub use begin::{Changes, begin};
pub use change::{Change, change};
pub use list::{list, show};

use serde_json::json;
use tegata_model::event::{Event, EventKind};
use tegata_model::replacement::Replacement;
use tegata_model::{CertificateId, ReplacementId};
use tegata_store::{ReadTx, StoreError, WriteTx, replacements};

use crate::access::{Reference, resource};
use crate::reason::ReplacementReason;
use crate::{Caller, Error};

/// Whether a caller may have a certificate deleted, which a replacement does by itself.
fn may_delete(tx: &mut ReadTx<'_>, caller: &Caller, id: CertificateId) -> Result<(), Error> {
    caller.may_on("acm:DeleteCertificate", &resource(tx, &caller.tenant, &Reference::Certificate(id))?)
}

/// Keeps a replacement's new state, and tells of it when its stage is another.
fn save(tx: &mut WriteTx<'_>, before: &Replacement, after: &Replacement) -> Result<(), StoreError> {
    if before == after {
        return Ok(());
    }
    replacements::update(tx, after)?;
    let news = before.stage != after.stage || before.is_stopped != after.is_stopped;
    if news { record_step(tx, after) } else { Ok(()) }
}

fn record_step(tx: &mut WriteTx<'_>, replacement: &Replacement) -> Result<(), StoreError> {
    let Some(last) = replacement.steps.last() else { return Ok(()) };
    let detail = json!({
        "ReplacementId": replacement.id.to_string(),
        "NewCertificate": replacement.new.to_string(),
        "Stage": replacement.stage.as_str(),
        "Stopped": replacement.is_stopped,
        "Step": last.what,
    });
    tx.record_event(&Event {
        at: last.at,
        tenant: Some(replacement.tenant.clone()),
        kind: EventKind::CertificateReplacement,
        subject: replacement.old.to_string(),
        detail,
    })
}

fn not_found(id: ReplacementId) -> Error {
    Error::not_found(ReplacementReason::NoSuchReplacement, format!("There is no replacement {id}."))
}
