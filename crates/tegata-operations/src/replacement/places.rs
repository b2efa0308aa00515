//! The places of a certificate: listeners that serve it.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::load_balancing::listener::replace_certificate;
use tegata_model::load_balancing::{Listener, ListenerId};
use tegata_model::replacement::Replacement;
use tegata_store::WriteTx;
use tegata_store::certificates::attachments;
use tegata_store::load_balancing::listeners;

use crate::Error;
use crate::listener::{self, Fit};

/// Puts one certificate in the places of another, on every listener that serves the other; says on which.
pub(super) fn take(
    tx: &mut WriteTx<'_>,
    replacement: &Replacement,
    (from, to): (CertificateId, CertificateId),
    fit: Fit,
    now: Timestamp,
) -> Result<Vec<ListenerId>, Error> {
    let mut moved = Vec::new();
    for holder in attachments::holders_of(tx, from)? {
        let id = holder.strip_prefix("listener/").and_then(|id| id.parse::<ListenerId>().ok());
        let found = id.map(|id| listeners::find(tx, &replacement.tenant, id)).transpose()?.flatten();
        let before: Listener = found.ok_or_else(|| {
            let message = format!("{from} is used by {holder}, where it cannot be replaced.");
            Error::conflict("not-a-listener", message)
        })?;
        let Some(after) = replace_certificate(&before, from, to) else { continue };
        listener::keep(tx, &before, &after, &listener::Words::default(), fit, now)?;
        moved.push(after.id);
    }
    Ok(moved)
}
