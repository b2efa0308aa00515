//! The readers: a few threads with a connection each, that take what waits from one queue.
//!
//! A thread of its own for each read would be woken for each read; these take the next one while they are awake, so
//! the busier the store is, the less a read costs. A view serves all reads that were waiting when it was opened: they see
//! every commit that their callers can know of.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};

use super::session::Session;
use crate::StoreError;
use crate::condition::Condition;
use crate::transaction::ReadTx;

/// How many reads may wait; further callers wait for a place.
const QUEUE: usize = 4096;

/// Runs a read on a view, or answers that there is none.
type Read = Box<dyn FnOnce(Result<&Session<'_>, StoreError>) + Send>;

/// A read in the queue.
struct Waiting {
    /// Counts up in the order in which reads began to wait.
    number: u64,
    run: Read,
}

#[derive(Debug)]
pub(super) struct Readers {
    queue: Mutex<Option<Sender<Waiting>>>,
    /// The number of the next read.
    next: Arc<AtomicU64>,
    places: Arc<Semaphore>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    /// Starts a thread on each connection.
    pub(super) fn start(connections: Vec<Connection>, condition: &Arc<Condition>) -> io::Result<Readers> {
        let (queue, waiting) = unbounded();
        let next = Arc::new(AtomicU64::new(0));
        let mut threads = Vec::with_capacity(connections.len());
        for connection in connections {
            let (waiting, next, condition) = (waiting.clone(), Arc::clone(&next), Arc::clone(condition));
            let thread = std::thread::Builder::new().name("store-reader".to_owned());
            threads.push(thread.spawn(move || read_until_closed(&connection, &waiting, &next, &condition))?);
        }
        let places = Arc::new(Semaphore::new(QUEUE));
        Ok(Readers { queue: Mutex::new(Some(queue)), next, places, threads: Mutex::new(threads) })
    }

    pub(super) async fn run<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::stopped())?;
        let (caller, answer) = oneshot::channel();
        let run = Box::new(move |session: Result<&Session<'_>, StoreError>| {
            // The place is taken until here, also when the caller has gone; then nothing is read.
            drop(place);
            if !caller.is_closed() {
                let _ =
                    caller.send(session.map_err(E::from).and_then(|session| answered(session, &mut body)));
            }
        });
        let queue = self.queue.lock().clone().ok_or_else(StoreError::stopped)?;
        let number = self.next.fetch_add(1, Ordering::AcqRel);
        queue.send(Waiting { number, run }).map_err(|_| StoreError::stopped())?;
        drop(queue);
        answer.await.unwrap_or_else(|_| Err(StoreError::stopped().into()))
    }

    /// Ends once everything that waits is read.
    pub(super) async fn close(&self) {
        self.places.close();
        self.queue.lock().take();
        let threads = std::mem::take(&mut *self.threads.lock());
        let joined = tokio::task::spawn_blocking(|| {
            for thread in threads {
                let _ = thread.join();
            }
        });
        let _ = joined.await;
    }
}

fn read_until_closed(
    connection: &Connection,
    waiting: &Receiver<Waiting>,
    next: &AtomicU64,
    condition: &Condition,
) {
    let session = Session::new(connection, condition);
    let mut first = waiting.recv().ok();
    while let Some(read) = first {
        first = in_one_view(&session, read, waiting, next).or_else(|| waiting.recv().ok());
    }
}

/// Opens a view for a read, and for those that wait already. Gives back a later one that was taken from the queue: it
/// needs another view.
fn in_one_view(
    session: &Session<'_>,
    first: Waiting,
    waiting: &Receiver<Waiting>,
    next: &AtomicU64,
) -> Option<Waiting> {
    // Before the view opens, which it does with the first statement: what has a lower number has begun to wait by now.
    let opened = next.load(Ordering::Acquire);
    if let Err(error) = session.control("BEGIN") {
        (first.run)(Err(StoreError::from(error)));
        return None;
    }
    (first.run)(Ok(session));
    // A fault of the disk closes the view.
    while !session.connection.is_autocommit() {
        match waiting.try_recv() {
            Ok(read) if read.number < opened => (read.run)(Ok(session)),
            later => {
                if let Err(error) = session.control("ROLLBACK") {
                    tracing::warn!(%error, "a view of the store could not be closed");
                }
                return later.ok();
            }
        }
    }
    None
}

fn answered<T, E: From<StoreError>>(
    session: &Session<'_>,
    body: &mut impl FnMut(&mut ReadTx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut statements = session;
    let answer = catch_unwind(AssertUnwindSafe(|| body(&mut ReadTx::new(&mut statements))));
    answer.unwrap_or_else(|_| Err(StoreError::body_panicked().into()))
}
