//! What the name servers answer with.

use tegata_model::HostedZoneId;
use tegata_model::zone::{HostedZone, RecordSet};
use tegata_store::zones::RecordPlace;
use tegata_store::{ReadTx, zones};

use crate::certificate::nudge_under;
use crate::{Error, Instance};

/// A zone to be served.
#[derive(Debug, Clone)]
pub struct ServedZone {
    /// Its apex.
    pub apex: String,
    /// As of which serial; [`confirm`] is told it once it is answered with.
    pub serial: i64,
    /// Whether changes of it wait for being answered with.
    pub pending: bool,
    /// Whether it is the oldest zone of its apex, which is the one that is answered with.
    pub is_answered: bool,
    /// Everything in it.
    pub record_sets: Vec<RecordSet>,
}

/// A zone of any account as it is to be served now; `None` when it is gone.
///
/// # Errors
/// When the store fails.
pub async fn served(instance: &Instance, id: &HostedZoneId) -> Result<Option<ServedZone>, Error> {
    let id = id.clone();
    instance
        .read(move |tx| {
            let Some(stored) = zones::find_of_any(tx, &id)? else { return Ok(None) };
            let record_sets = whole(tx, &stored.zone)?;
            let (apex, serial) = (stored.zone.name.as_str().to_owned(), i64::from(stored.zone.serial));
            let pending = zones::has_pending_changes(tx, &id)?;
            let is_answered = zones::find_by_apex(tx, &apex)?.is_some_and(|first| first.zone.id == id);
            Ok(Some(ServedZone { apex, serial, pending, is_answered, record_sets }))
        })
        .await
}

/// Identifiers of all zones after one, at most `limit`.
///
/// # Errors
/// When the store fails.
pub async fn all_after(instance: &Instance, after: &str, limit: u32) -> Result<Vec<HostedZoneId>, Error> {
    let after = after.to_owned();
    instance.read(move |tx| Ok(zones::list_all_after(tx, &after, limit)?)).await
}

/// Notes that the name servers answer with a zone as of `serial` ([`zones::GONE`] when it is gone): its changes up
/// to there are in sync, and what is pending under its apex is looked up again at once, for the change may be what
/// somebody waits for.
///
/// # Errors
/// When the store fails.
pub async fn confirm(instance: &Instance, id: &HostedZoneId, apex: &str, serial: i64) -> Result<(), Error> {
    let (id, now) = (id.clone(), instance.clock.now());
    let apex = apex.trim_end_matches('.').to_owned();
    instance
        .write(move |tx| {
            if zones::mark_in_sync(tx, &id, serial)? {
                nudge_under(tx, &apex, now)?;
            }
            Ok(())
        })
        .await
}

/// All record sets of a zone.
fn whole(tx: &mut ReadTx<'_>, zone: &HostedZone) -> Result<Vec<RecordSet>, Error> {
    const PAGE: u32 = 5000;
    let mut all: Vec<RecordSet> = Vec::new();
    let mut from = RecordPlace::default();
    loop {
        let page = zones::list_record_sets(tx, &zone.id, &from, PAGE)?;
        let full = page.len() == PAGE as usize;
        // Each page begins with the last of the one before.
        let skip = usize::from(!all.is_empty());
        all.extend(page.into_iter().skip(skip));
        match all.last() {
            Some(last) if full => from = RecordPlace::from(&last.key()),
            _ => break,
        }
    }
    // The stored SOA has the serial it was made with; what is served counts up with each change.
    for soa in all.iter_mut().filter(|record_set| record_set.kind == "SOA") {
        for value in &mut soa.values {
            let mut fields: Vec<String> = value.split_ascii_whitespace().map(str::to_owned).collect();
            if let Some(serial) = fields.get_mut(2) {
                *serial = zone.serial.to_string();
            }
            *value = fields.join(" ");
        }
    }
    Ok(all)
}
