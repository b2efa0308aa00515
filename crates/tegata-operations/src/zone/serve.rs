//! What the name servers answer with.

use tegata_model::HostedZoneId;
use tegata_model::zone::{HostedZone, RecordName, RecordSet};
use tegata_store::zones::RecordPlace;
use tegata_store::{ReadTx, zones};

use crate::certificate::nudge_under;
use crate::{Error, Instance, Worker};

/// A zone as it is to be served.
#[derive(Debug, Clone)]
pub struct ServedZone {
    /// Its apex.
    pub apex: RecordName,
    /// Its serial, to be given to [`confirm`] once the zone is answered with.
    pub serial: u32,
    /// Whether changes of it wait for being answered with.
    pub pending: bool,
    /// What is in it.
    pub contents: Contents,
}

/// What is in a zone that is to be served.
#[derive(Debug, Clone)]
pub enum Contents {
    /// Nothing to serve: an older zone of the same apex is answered with.
    Hidden,
    /// All names.
    Whole(Vec<Node>),
    /// The names that changed since the serial that is served; the others are as they were.
    Changed(Vec<Node>),
}

/// A name and all its record sets; none when the name has gone.
pub type Node = (RecordName, Vec<RecordSet>);

/// A zone of any account as it is to be served now; `None` when it is gone. `have` is the serial as of which it is
/// served already: then only what changed since is read, if the zone's journal reaches back that far.
///
/// All is read in one transaction, so that the names and the serial belong together.
///
/// # Errors
/// When the store fails.
pub async fn served(
    instance: &Instance,
    id: &HostedZoneId,
    have: Option<u32>,
) -> Result<Option<ServedZone>, Error> {
    let id = id.clone();
    instance
        .read(move |tx| {
            let Some(stored) = zones::find_of_any(tx, &id)? else { return Ok(None) };
            let zone = stored.zone;
            let pending = zones::has_pending_changes(tx, &id)?;
            let is_answered = zones::find_by_apex(tx, &zone.name)?.is_some_and(|first| first.zone.id == id);
            let contents = if is_answered { contents(tx, &zone, have)? } else { Contents::Hidden };
            Ok(Some(ServedZone { apex: zone.name, serial: zone.serial, pending, contents }))
        })
        .await
}

fn contents(tx: &mut ReadTx<'_>, zone: &HostedZone, have: Option<u32>) -> Result<Contents, Error> {
    let changed = match have {
        Some(serial) => zones::changed_names(tx, zone, serial)?,
        None => None,
    };
    let Some(names) = changed else { return Ok(Contents::Whole(whole(tx, zone)?)) };
    let nodes = names.into_iter().map(|name| {
        let record_sets = zones::record_sets_at(tx, &zone.id, &name)?;
        Ok::<_, Error>((name, record_sets))
    });
    Ok(Contents::Changed(nodes.collect::<Result<_, _>>()?))
}

/// All names of a zone.
fn whole(tx: &mut ReadTx<'_>, zone: &HostedZone) -> Result<Vec<Node>, Error> {
    const PAGE: u32 = 5000;
    let mut all: Vec<Node> = Vec::new();
    let mut from = RecordPlace::default();
    loop {
        let page = zones::list_record_sets(tx, &zone.id, &from, PAGE)?;
        let next = page.last().filter(|_| page.len() == PAGE as usize).map(|last| last.key.clone());
        // Each page begins with the last of the one before.
        let skip = usize::from(!all.is_empty());
        for record_set in page.into_iter().skip(skip) {
            match all.last_mut() {
                Some((name, record_sets)) if *name == record_set.key.name => record_sets.push(record_set),
                _ => all.push((record_set.key.name.clone(), vec![record_set])),
            }
        }
        match next {
            Some(next) => from = RecordPlace::from(&next),
            None => return Ok(all),
        }
    }
}

/// Identifiers of all zones after one, at most `limit`.
///
/// # Errors
/// When the store fails.
pub async fn all_after(instance: &Instance, after: &str, limit: u32) -> Result<Vec<HostedZoneId>, Error> {
    let after = after.to_owned();
    instance.read(move |tx| Ok(zones::list_all_after(tx, &after, limit)?)).await
}

/// Records that the name servers answer with a zone as of `serial` ([`zones::GONE`] when it is gone): its changes up to
/// there are in sync, and what is pending under its apex is looked up again at once, since the change may be what it
/// waits for.
///
/// # Errors
/// When the store fails.
pub async fn confirm(
    worker: &Worker,
    id: &HostedZoneId,
    apex: Option<&RecordName>,
    serial: i64,
) -> Result<(), Error> {
    let (id, now) = (id.clone(), worker.clock.now());
    let apex = apex.map(RecordName::plain).unwrap_or_default();
    worker
        .write(move |tx| {
            if zones::mark_in_sync(tx, &id, serial)? {
                nudge_under(tx, &apex, now)?;
            }
            Ok(())
        })
        .await
}
