//! The places of a certificate: listeners that serve it.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::load_balancing::ListenerId;
use tegata_model::load_balancing::listener::replace_certificate;
use tegata_model::replacement::Replacement;
use tegata_store::WriteTx;
use tegata_store::certificates::attachments;
use tegata_store::load_balancing::listeners;

use crate::Error;
use crate::listener::{self, Fit};

/// Puts the new certificate in the old one's places, on every listener that serves the old one; says on which.
pub(super) fn take(
    tx: &mut WriteTx<'_>,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<Vec<ListenerId>, Error> {
    let Replacement { old, new, .. } = *replacement;
    let mut moved = Vec::new();
    for holder in attachments::holders_of(tx, old)? {
        let id = holder.strip_prefix("listener/").and_then(|id| id.parse::<ListenerId>().ok());
        let id = id.ok_or_else(|| {
            let message = format!("{old} is used by {holder}, where it cannot be replaced.");
            Error::conflict("not-a-listener", message)
        })?;
        if change(tx, replacement, id, (old, new), Fit::At(now), now)? {
            moved.push(id);
        }
    }
    Ok(moved)
}

/// Gives the old one its places back, where it lost them and the new one still has them.
pub(super) fn give_back(
    tx: &mut WriteTx<'_>,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<(), Error> {
    for id in &replacement.moved {
        change(tx, replacement, *id, (replacement.new, replacement.old), Fit::Before, now)?;
    }
    Ok(())
}

/// Changes one listener; says whether there was anything to change.
fn change(
    tx: &mut WriteTx<'_>,
    replacement: &Replacement,
    id: ListenerId,
    (from, to): (CertificateId, CertificateId),
    fit: Fit,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some(before) = listeners::find(tx, &replacement.tenant, id)? else { return Ok(false) };
    let Some(after) = replace_certificate(&before, from, to) else { return Ok(false) };
    listener::keep(tx, &before, &after, &listener::Words::default(), fit, now)?;
    Ok(true)
}
