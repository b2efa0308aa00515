//! Comparing the store with its journal at a start, and keeping the journal while it runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::Serial;
use tegata_store::journal::{Found, JournaledRevocation};
use tegata_store::marks::{self, Marks};
use tegata_store::{Journal, Store, StoreError, meta, revocations};

use super::held::{Held, held, hold};
use super::put_back::put_back;
use crate::{Error, Instance, InstanceSecret};

/// That a journal was begun for this store, so that a missing one is missed.
const HAS_JOURNAL: &str = "has-journal";
/// How many revocations one transaction reads or puts back.
const STEP: u32 = 500;
/// How long the journal remembers a certificate that has ended and that the store has forgotten.
const AFTER_END: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The store failed.
    #[error("the store failed during the comparison with the journal: {0}")]
    Store(String),
    /// The file cannot be read or written.
    #[error("the journal {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is another instance's.
    #[error(
        "the journal {} and the store are of different instances: give this instance's journal with \
         --journal, or the right store with --data or --store",
        .0.display()
    )]
    Foreign(PathBuf),
}

impl From<Error> for JournalError {
    fn from(error: Error) -> JournalError {
        let source = error.log_source().map(ToString::to_string);
        JournalError::Store(source.unwrap_or_else(|| error.to_string()))
    }
}

impl From<StoreError> for JournalError {
    fn from(error: StoreError) -> JournalError {
        JournalError::Store(error.to_string())
    }
}

/// How a journal names the instance that it belongs to: without the instance's secret it says no more.
#[must_use]
pub fn journal_name(secret: &InstanceSecret) -> String {
    hex::encode(&secret.digest("journal", &[])[..16])
}

/// Opens the journal of a store at a start. What the journal has and the store lacks is put back; a store that is older
/// than its journal, or that was copied with it, is held from then on. `is_embedded` says that the store has this one
/// journal alone: then a missing one is a finding.
///
/// # Errors
/// [`JournalError`]. A full disk is no error: the journal is then written later.
pub async fn open_journal(
    store: &Store,
    secret: &InstanceSecret,
    path: &Path,
    is_embedded: bool,
    now: Timestamp,
) -> Result<Option<Journal>, JournalError> {
    let instance = journal_name(secret);
    let fault = |source| JournalError::File { path: path.to_owned(), source };
    let found = Journal::read(path).map_err(fault)?;
    if found.as_ref().and_then(|found| found.instance.as_ref()).is_some_and(|named| *named != instance) {
        return Err(JournalError::Foreign(path.to_owned()));
    }
    // 1. What the store lacks.
    let lost = match &found {
        Some(found) => restore_revocations(store, &found.revoked, now).await?,
        None => 0,
    };
    // 2. Whether it is older than it was.
    let (stands, had_journal, before) = store
        .read(|tx| {
            Ok::<_, StoreError>((marks::marks(tx)?, meta::find(tx, HAS_JOURNAL)?.is_some(), held(tx)?))
        })
        .await?;
    let mut reasons = findings(found.as_ref(), stands, is_embedded && had_journal);
    if lost > 0 {
        reasons.push(format!("{lost} revocations in the journal were not in the store; they were restored."));
    }
    if !reasons.is_empty() && before.is_none() {
        let held = Held { since: now, reasons };
        store.write_although_held(move |tx| hold(tx, &held)).await?;
    }
    // 3. The journal, whole again.
    let mut revoked = found.as_ref().map(|found| found.revoked.clone()).unwrap_or_default();
    revoked.retain(|revoked| revoked.not_after + AFTER_END > now);
    let in_store = all_revocations(store).await?;
    let known: std::collections::HashSet<Serial> = revoked.iter().map(|revoked| revoked.serial).collect();
    revoked.extend(in_store.into_iter().filter(|revoked| !known.contains(&revoked.serial)));
    let marks = found.map(|found| found.marks).unwrap_or_default().max(stands);
    let journal = match Journal::write(path, &instance, revoked, marks) {
        Ok(journal) => journal,
        Err(error) if is_full(&error) => {
            tracing::error!(path = %path.display(), %error, "the journal cannot be written: new revocations \
                                                             are only in the store");
            return Ok(None);
        }
        Err(source) => return Err(JournalError::File { path: path.to_owned(), source }),
    };
    if !had_journal {
        let noting = store.write_although_held(|tx| meta::put(tx, HAS_JOURNAL, b"1")).await;
        if let Err(error) = noting
            && error.unavailable().is_none()
        {
            return Err(error.into());
        }
    }
    Ok(Some(journal))
}

/// Whether there is no room: on the disk, in a quota, or in what one file may take.
fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), FileTooLarge | QuotaExceeded | StorageFull)
}

/// What speaks against the store.
fn findings(found: Option<&Found>, stands: Marks, is_missed: bool) -> Vec<String> {
    let Some(found) = found else {
        let missing = "The journal of this store is missing, for example because only the store was copied.";
        return if is_missed { vec![missing.to_owned()] } else { Vec::new() };
    };
    let mut reasons = Vec::new();
    if stands.is_behind(found.marks) {
        reasons.push(format!(
            "The store is older than its journal: it is at change {} and event {}, the journal at {} and {}.",
            stands.change, stands.event, found.marks.change, found.marks.event
        ));
    }
    if found.is_copy {
        reasons.push("The journal is a copy, so the whole directory may be an older copy.".to_owned());
    }
    if found.damaged > 0 || found.instance.is_none() {
        reasons.push(format!("The journal is damaged: {} lines cannot be read.", found.damaged.max(1)));
    }
    reasons
}

async fn restore_revocations(
    store: &Store,
    revoked: &[JournaledRevocation],
    now: Timestamp,
) -> Result<u64, Error> {
    let mut lost = 0;
    for some in revoked.chunks(STEP as usize) {
        let serials: Arc<[JournaledRevocation]> = some.into();
        let asked = Arc::clone(&serials);
        // A restart writes nothing, so that an instance comes up although its disk is full.
        let missing = store
            .read(move |tx| -> Result<Vec<usize>, StoreError> {
                let mut missing = Vec::new();
                for (place, revoked) in asked.iter().enumerate() {
                    if revoked.not_after + AFTER_END > now && revocations::find(tx, revoked.serial)?.is_none()
                    {
                        missing.push(place);
                    }
                }
                Ok(missing)
            })
            .await?;
        if missing.is_empty() {
            continue;
        }
        lost += store
            .write_although_held(move |tx| {
                missing.iter().try_fold(0, |lost, place| {
                    Ok::<_, Error>(lost + u64::from(put_back(tx, &serials[*place], now)?))
                })
            })
            .await?;
    }
    Ok(lost)
}

async fn all_revocations(store: &Store) -> Result<Vec<JournaledRevocation>, StoreError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let some = store.read(move |tx| revocations::list_after(tx, after, STEP)).await?;
        after = some.last().map(|last| last.serial);
        let is_last = some.len() < STEP as usize;
        all.extend(some);
        if is_last {
            return Ok(all);
        }
    }
}

/// Brings the journal up to the store: revocations of these serials, which may be other nodes', and how far the store has
/// come. And holds this process's store, or lets it go, as the store says for all nodes.
///
/// # Errors
/// When the store fails, or the journal cannot be written.
pub async fn follow_journal(instance: &Instance, serials: Vec<Serial>) -> Result<(), Error> {
    let Some(journal) = instance.journal.clone() else { return Ok(()) };
    let asked: Vec<Serial> = serials.into_iter().filter(|serial| !journal.knows(*serial)).collect();
    let (revoked, stands, held) = instance
        .read(move |tx| -> Result<_, StoreError> {
            let revoked = asked.iter().map(|serial| revocations::find_whole(tx, *serial));
            let revoked = revoked.collect::<Result<Vec<_>, _>>()?;
            Ok((revoked.into_iter().flatten().collect::<Vec<_>>(), marks::marks(tx)?, held(tx)?))
        })
        .await?;
    instance.hold(held.as_ref());
    let writing = tokio::task::spawn_blocking(move || {
        journal.append_revoked(&revoked)?;
        journal.append_marks(stands)
    });
    writing.await.map_err(Error::internal)?.map_err(Error::internal)
}
