//! What the name servers answer with.

use jiff::SignedDuration;
use tegata_model::HostedZoneId;
use tegata_model::zone::{HostedZone, RecordName, RecordSet};
use tegata_store::zones::RecordPlace;
use tegata_store::{ReadTx, zones};

use crate::certificate::{any_awaits_under, nudge_under};
use crate::{Error, Instance, Worker};

/// How far back a change may lie of which a name server that starts cannot know whether another answered with it.
const LATELY: SignedDuration = SignedDuration::from_mins(5);
/// How many zones are looked at for it.
const LATELY_MAX: u32 = 1000;

/// A zone as it is to be served.
#[derive(Debug, Clone)]
pub struct ServedZone {
    /// Its apex.
    pub apex: RecordName,
    /// Its serial.
    pub serial: u32,
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
            let is_answered = zones::find_by_apex(tx, &zone.name)?.is_some_and(|first| first.zone.id == id);
            let contents = if is_answered { contents(tx, &zone, have)? } else { Contents::Hidden };
            Ok(Some(ServedZone { apex: zone.name, serial: zone.serial, contents }))
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

/// The zones that were changed within the last minutes, at most a thousand.
///
/// # Errors
/// When the store fails.
pub async fn changed_lately(worker: &Worker) -> Result<Vec<HostedZoneId>, Error> {
    let since = worker.clock.now() - LATELY;
    worker.read(move |tx| Ok(zones::changed_since(tx, since, LATELY_MAX)?)).await
}

/// Looks up at once what is pending under these apexes, with whose zones the name servers answer in a new form: the
/// change may be what it waits for.
///
/// # Errors
/// When the store fails.
pub async fn look_up_under(worker: &Worker, apexes: Vec<RecordName>) -> Result<(), Error> {
    if apexes.is_empty() {
        return Ok(());
    }
    let apexes: Vec<String> = apexes.iter().map(RecordName::plain).collect();
    let asked = apexes.clone();
    let awaited = worker
        .read(move |tx| {
            let awaited = asked.iter().map(|apex| any_awaits_under(tx, apex));
            awaited.collect::<Result<Vec<bool>, _>>().map_err(Error::from)
        })
        .await?;
    let awaited: Vec<String> =
        apexes.into_iter().zip(awaited).filter(|(_, any)| *any).map(|(apex, _)| apex).collect();
    if awaited.is_empty() {
        return Ok(());
    }
    let now = worker.clock.now();
    worker
        .write(move |tx| {
            for apex in &awaited {
                nudge_under(tx, apex, now)?;
            }
            Ok(())
        })
        .await
}
