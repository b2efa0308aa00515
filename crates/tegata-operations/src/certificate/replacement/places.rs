//! The places of a certificate: listeners that serve it.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::holder::Holder;
use tegata_model::load_balancing::ListenerId;
use tegata_model::load_balancing::listener::replace_certificate;
use tegata_model::replacement::Replacement;
use tegata_store::certificates::attachments;
use tegata_store::load_balancing::listeners;
use tegata_store::{ReadTx, WriteTx};

use crate::access::{Reference, resource};
use crate::load_balancing::listener::{self, Eligibility};
use crate::{Caller, Error};

/// The listeners that serve a certificate.
pub(super) fn listeners_of(
    tx: &mut ReadTx<'_>,
    certificate: CertificateId,
) -> Result<Vec<ListenerId>, Error> {
    let holders = attachments::holders_of(tx, certificate)?;
    Ok(holders.into_iter().map(|Holder::Listener(id)| id).collect())
}

/// Whether a caller may change a listener.
pub(super) fn may_change(tx: &mut ReadTx<'_>, caller: &Caller, id: ListenerId) -> Result<(), Error> {
    let listener = resource(tx, &caller.tenant, &Reference::Listener(id))?;
    caller.may_on("elasticloadbalancing:ModifyListener", &listener)
}

/// Puts the new certificate in the old one's places, on every listener that serves the old one; says on which.
pub(super) fn take(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<Vec<ListenerId>, Error> {
    let Replacement { old, new, .. } = *replacement;
    let mut moved = Vec::new();
    for id in listeners_of(tx, old)? {
        if change(tx, caller, id, (old, new), Eligibility::At(now), now)? {
            moved.push(id);
        }
    }
    Ok(moved)
}

/// Puts the new certificate in the old one's place on one listener that serves the old one; says on which.
pub(super) fn take_first(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<Option<ListenerId>, Error> {
    let Replacement { old, new, .. } = *replacement;
    for id in listeners_of(tx, old)? {
        if change(tx, caller, id, (old, new), Eligibility::At(now), now)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Gives the old one its places back, where it lost them and the new one still has them.
pub(super) fn give_back(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<(), Error> {
    for id in &replacement.moved {
        change(tx, caller, *id, (replacement.new, replacement.old), Eligibility::Before, now)?;
    }
    Ok(())
}

/// Changes one listener, if the caller may; says whether there was anything to change.
fn change(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ListenerId,
    (from, to): (CertificateId, CertificateId),
    eligibility: Eligibility,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some(before) = listeners::find(tx, &caller.tenant, id)? else { return Ok(false) };
    let Some(after) = replace_certificate(&before, from, to) else { return Ok(false) };
    may_change(tx, caller, id)?;
    listener::save(tx, &before, &after, &listener::Words::default(), eligibility, now)?;
    Ok(true)
}
