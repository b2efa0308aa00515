//! The readers: a few threads with a connection each, that take what waits from one queue.
//!
//! A thread of its own for each read would be woken for each read; these take the next one while they are awake, so
//! the busier the store is, the less a read costs.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
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

type Read = Box<dyn FnOnce(&Session<'_>) + Send>;

#[derive(Debug)]
pub(super) struct Readers {
    queue: Mutex<Option<Sender<Read>>>,
    places: Arc<Semaphore>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    /// Starts a thread on each connection.
    pub(super) fn start(connections: Vec<Connection>, condition: &Arc<Condition>) -> io::Result<Readers> {
        let (queue, waiting) = unbounded();
        let mut threads = Vec::with_capacity(connections.len());
        for connection in connections {
            let (waiting, condition) = (waiting.clone(), Arc::clone(condition));
            let thread = std::thread::Builder::new().name("store-reader".to_owned());
            threads.push(thread.spawn(move || read_until_closed(&connection, &waiting, &condition))?);
        }
        let places = Arc::new(Semaphore::new(QUEUE));
        Ok(Readers { queue: Mutex::new(Some(queue)), places, threads: Mutex::new(threads) })
    }

    pub(super) async fn run<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::stopped())?;
        let (caller, answer) = oneshot::channel();
        let read = Box::new(move |session: &Session<'_>| {
            // The place is taken until here, also when the caller has gone; then nothing is read.
            drop(place);
            if !caller.is_closed() {
                let _ = caller.send(one_view(session, &mut body));
            }
        });
        let queue = self.queue.lock().clone().ok_or_else(StoreError::stopped)?;
        queue.send(read).map_err(|_| StoreError::stopped())?;
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

fn read_until_closed(connection: &Connection, waiting: &Receiver<Read>, condition: &Condition) {
    let session = Session::new(connection, condition);
    while let Ok(read) = waiting.recv() {
        read(&session);
    }
}

fn one_view<T, E: From<StoreError>>(
    session: &Session<'_>,
    body: &mut impl FnMut(&mut ReadTx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // The view opens with the first statement and is given back whatever happens, also when the body panics.
    session.control("BEGIN").map_err(StoreError::from)?;
    let mut statements = session;
    let answer = catch_unwind(AssertUnwindSafe(|| body(&mut ReadTx::new(&mut statements))));
    session.control("ROLLBACK").map_err(StoreError::from)?;
    answer.unwrap_or_else(|_| Err(StoreError::body_panicked().into()))
}
