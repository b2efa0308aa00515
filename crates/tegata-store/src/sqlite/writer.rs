//! The writer: one thread that commits waiting transactions together.
//!
//! Contending writer connections fall to a seventh of the throughput with waits of seconds; one writer that
//! drains its queue into one commit pays for one fsync per group instead of one per transaction. One that fails
//! takes no other with it: a group in which somebody changed something and then failed is run again with a
//! savepoint for each. A transaction that comes alone is committed and answered directly. While several come at a time, a
//! group waits for as many as the one before had, but no longer than a commit takes: whatever its size, a commit costs an
//! fsync and the last page of each tree.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};
use parking_lot::Mutex;
use rusqlite::Connection;
use rusqlite::hooks::Wal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::checkpoint::Checkpoints;
use super::gathering::Gathering;
use super::session::Session;
use crate::StoreError;
use crate::condition::Condition;
use crate::transaction::{ReadTx, WriteTx};

/// How many transactions may wait; further callers wait for a place.
const QUEUE: usize = 4096;
/// How many transactions go into one commit at most: bounds how long the first of them waits.
const GROUP: usize = 256;
/// From how many transactions in a commit on the next one waits for as many.
const SEVERAL: usize = 8;
/// For how many it waits at most. More would save little for each, and keep their callers from working meanwhile.
const GATHERED: usize = 64;
/// How long it waits at most.
const GATHER_WITHIN: Duration = Duration::from_millis(1);

#[derive(Debug)]
pub(super) struct Writer {
    queue: Mutex<Option<Sender<Box<dyn Waiting>>>>,
    places: Arc<Semaphore>,
    gathering: Arc<Gathering>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// A transaction in the queue.
trait Waiting: Send {
    /// Runs the body; says whether it wants its changes kept.
    fn run(&mut self, session: &Session<'_>) -> bool;
    /// Whether its body adds to the change log.
    fn logs_change(&self) -> bool;
    /// Answers the caller, once it is known whether the group was committed.
    fn answer(self: Box<Self>, committed: Result<(), &StoreError>);
}

struct Transaction<T, E, F> {
    body: F,
    outcome: Option<Result<T, E>>,
    logs_change: bool,
    caller: oneshot::Sender<Result<T, E>>,
    /// Its place in the queue, which others wait for.
    _place: OwnedSemaphorePermit,
}

impl<T, E, F> Waiting for Transaction<T, E, F>
where
    F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, mut session: &Session<'_>) -> bool {
        let mut tx = WriteTx::new(ReadTx::new(&mut session));
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.body)(&mut tx)))
            .unwrap_or_else(|_| Err(StoreError::body_panicked().into()));
        let keep = outcome.is_ok();
        self.logs_change = keep && tx.logs_change();
        self.outcome = Some(outcome);
        keep
    }

    fn logs_change(&self) -> bool {
        self.logs_change
    }

    fn answer(self: Box<Self>, committed: Result<(), &StoreError>) {
        let answer = match (self.outcome, committed) {
            (Some(Ok(_)) | None, Err(why)) => Err(why.for_another().into()),
            (Some(outcome), _) => outcome,
            (None, Ok(())) => Err(StoreError::stopped().into()),
        };
        // A caller that went away no longer wants to know.
        let _ = self.caller.send(answer);
    }
}

/// What belongs to a database on disk, beside the writer's connection.
#[derive(Debug)]
pub(super) struct OnDisk {
    pub(super) checkpoints: Checkpoints,
    /// Turns a second process away until the last transaction is on disk.
    pub(super) lock: File,
}

impl Writer {
    pub(super) fn start(
        mut connection: Connection,
        on_disk: Option<OnDisk>,
        condition: Arc<Condition>,
    ) -> io::Result<Writer> {
        let (queue, waiting) = unbounded();
        let places = Arc::new(Semaphore::new(QUEUE));
        let gathering = Arc::new(Gathering::default());
        let awaited = Arc::clone(&gathering);
        let log_pages = Arc::new(AtomicU32::new(0));
        let committed = Arc::clone(&log_pages);
        let hook = move |_: &mut Wal, pages: i32| {
            committed.store(pages.unsigned_abs(), Ordering::Relaxed);
            Ok(())
        };
        connection.wal_hook(Some(hook)).map_err(io::Error::other)?;
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(move || {
            let (mut checkpoints, lock) = match on_disk {
                Some(OnDisk { checkpoints, lock }) => (Some(checkpoints), Some(lock)),
                None => (None, None),
            };
            let queue = Queue { waiting, gathering: awaited };
            write_until_closed(&connection, &queue, &log_pages, checkpoints.as_mut(), &condition);
            drop(connection);
            if let Some(checkpoints) = checkpoints {
                checkpoints.finish();
            }
            drop(lock);
        })?;
        Ok(Writer { queue: Mutex::new(Some(queue)), places, gathering, thread: Mutex::new(Some(thread)) })
    }

    pub(super) async fn run<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::stopped())?;
        let (caller, answer) = oneshot::channel();
        let queue = self.queue.lock().clone().ok_or_else(StoreError::stopped)?;
        let transaction =
            Box::new(Transaction { body, outcome: None, logs_change: false, caller, _place: place });
        queue.send(transaction).map_err(|_| StoreError::stopped())?;
        self.gathering.came(queue.len());
        drop(queue);
        answer.await.unwrap_or_else(|_| Err(StoreError::stopped().into()))
    }

    /// Ends once everything that waits is written.
    pub(super) async fn close(&self) {
        self.places.close();
        self.queue.lock().take();
        let thread = self.thread.lock().take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn write_until_closed(
    connection: &Connection,
    queue: &Queue,
    log_pages: &AtomicU32,
    mut checkpoints: Option<&mut Checkpoints>,
    condition: &Condition,
) {
    let session = Session::new(connection, condition);
    let mut group: Vec<Box<dyn Waiting>> = Vec::with_capacity(GROUP);
    let mut before = Before { size: 1, commit: Duration::ZERO };
    while queue.gather(&mut group, before) {
        let open = checkpoints.as_ref().map(|checkpoints| checkpoints.gate());
        let changes = connection.total_changes();
        let committed = commit_together(&session, &mut group, &mut before);
        drop(open);
        if let Err(error) = &committed {
            condition.failed(error);
            tracing::debug!(%error, waiting = group.len(), "a commit of the store failed; nothing of it was \
                                                            saved");
        } else if connection.total_changes() > changes {
            condition.written();
            if group.iter().any(|transaction| transaction.logs_change()) {
                condition.change_logged();
            }
        }
        for transaction in group.drain(..) {
            transaction.answer(committed.as_ref().copied());
        }
        if let Some(checkpoints) = &mut checkpoints {
            checkpoints.written(log_pages.load(Ordering::Relaxed));
        }
    }
}

/// The group before.
#[derive(Clone, Copy)]
struct Before {
    /// How many transactions it had.
    size: usize,
    /// How long its commit took, the transactions themselves apart.
    commit: Duration,
}

/// The writer's end of the queue.
struct Queue {
    waiting: Receiver<Box<dyn Waiting>>,
    gathering: Arc<Gathering>,
}

impl Queue {
    /// Takes what waits into an empty group, and waits for the first. Says whether there is one; there is none when the
    /// queue is closed.
    fn gather(&self, group: &mut Vec<Box<dyn Waiting>>, before: Before) -> bool {
        let Ok(first) = self.waiting.recv() else { return false };
        group.push(first);
        if before.size >= SEVERAL {
            let more = before.size.min(GATHERED) - 1;
            self.gathering.wait(before.commit.min(GATHER_WITHIN), more, || self.waiting.len());
        }
        group.extend(self.waiting.try_iter().take(GROUP - 1));
        true
    }
}

fn commit_together(
    session: &Session<'_>,
    group: &mut [Box<dyn Waiting>],
    before: &mut Before,
) -> Result<(), StoreError> {
    before.size = group.len();
    let done = try_commit(session, group, before);
    if done.is_err() && !session.connection.is_autocommit() {
        // Whatever could not be committed must not leak into the next group.
        let _ = session.control("ROLLBACK");
    }
    done.map_err(StoreError::from)
}

fn try_commit(
    session: &Session<'_>,
    group: &mut [Box<dyn Waiting>],
    before: &mut Before,
) -> rusqlite::Result<()> {
    let connection = session.connection;
    session.control("BEGIN IMMEDIATE")?;
    // 1. In a row. Who refuses before changing anything leaves nothing to undo.
    let mut kept = true;
    for transaction in &mut *group {
        let changes = connection.total_changes();
        kept = transaction.run(session) || connection.total_changes() == changes;
        if !kept || connection.is_autocommit() {
            break;
        }
    }
    still_open(connection)?;
    if kept {
        let began = Instant::now();
        let done = session.control("COMMIT");
        before.commit = began.elapsed();
        return done;
    }
    session.control("ROLLBACK")?;
    if let [_] = group {
        return Ok(());
    }
    // 2. Somebody changed something and then failed: once more from the start, each with a savepoint of its own.
    // They cost a copy of each page that is changed, which is why they are not taken in the first place.
    session.control("BEGIN IMMEDIATE")?;
    for transaction in group {
        session.control("SAVEPOINT one")?;
        let kept = transaction.run(session);
        still_open(connection)?;
        if !kept {
            session.control("ROLLBACK TO one")?;
        }
        session.control("RELEASE one")?;
    }
    session.control("COMMIT")
}

/// A full disk makes SQLite roll everything back by itself: then there is nothing to go back to.
fn still_open(connection: &Connection) -> rusqlite::Result<()> {
    if !connection.is_autocommit() {
        return Ok(());
    }
    let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
    Err(rusqlite::Error::SqliteFailure(full, Some("the group was rolled back".to_owned())))
}
