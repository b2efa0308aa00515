//! Checkpoints: moving the write-ahead log into the database, off the writer's path.
//!
//! The writer says how long the log is after each commit; every [`STEP_PAGES`] the thread moves what is new.
//! SQLite starts the log over by itself once all of it was moved and nobody reads it, which under a steady
//! load may never happen: from [`LOG_PAGES_MAX`] on the writer is held at its gate for the moment that the
//! rest takes, and the log starts over. It is cut only at the end: writing over a file's blocks is cheaper than having
//! it grow.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use rusqlite::Connection;

/// After how much new log it is moved: 16 MiB of pages.
const STEP_PAGES: u32 = 2048;
/// From how long a log on the writer is held: 64 MiB. A longer one makes reads slower.
const LOG_PAGES_MAX: u32 = 8192;
/// How long a reader may keep the log from starting over, while the writer is held. The next step tries again.
const READERS_WITHIN: Duration = Duration::from_millis(200);

/// The writer's side of the thread that makes checkpoints.
#[derive(Debug)]
pub(super) struct Checkpoints {
    nudge: SyncSender<u32>,
    gate: Arc<Mutex<()>>,
    thread: JoinHandle<()>,
    /// How long the log was after the last commit.
    last: u32,
    /// From which length on the thread is nudged.
    due: u32,
}

impl Checkpoints {
    pub(super) fn start(connection: Connection) -> io::Result<Checkpoints> {
        let (nudge, nudged) = sync_channel(1);
        let gate = Arc::new(Mutex::new(()));
        let held = Arc::clone(&gate);
        let thread = std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || move_until_closed(&connection, &nudged, &held))?;
        Ok(Checkpoints { nudge, gate, thread, last: 0, due: STEP_PAGES })
    }

    /// To be held while a transaction is open.
    pub(super) fn gate(&self) -> MutexGuard<'_, ()> {
        self.gate.lock()
    }

    /// Tells how long the log is after a commit. Never waits.
    pub(super) fn written(&mut self, pages: u32) {
        if pages < self.last {
            self.due = STEP_PAGES;
        }
        self.last = pages;
        if pages >= self.due {
            self.due = pages + STEP_PAGES;
            // Full means that it was nudged and has not looked yet.
            let _ = self.nudge.try_send(pages);
        }
    }

    /// Moves the whole log and ends.
    pub(super) fn finish(self) {
        drop(self.nudge);
        if self.thread.join().is_err() {
            tracing::error!(
                "the thread that makes the store's checkpoints panicked; the log is moved at the next start"
            );
        }
    }
}

fn move_until_closed(connection: &Connection, nudged: &Receiver<u32>, gate: &Mutex<()>) {
    let run = |sql: &str| {
        if let Err(error) = connection.query_row(sql, (), |row| row.get::<_, i64>(0)) {
            tracing::warn!(%error, "a checkpoint of the store failed; the next one tries again");
        }
    };
    if let Err(error) = connection.busy_timeout(READERS_WITHIN) {
        tracing::warn!(%error, "checkpoints of the store do not wait for readers");
    }
    while let Ok(pages) = nudged.recv() {
        run("PRAGMA wal_checkpoint(PASSIVE)");
        if pages >= LOG_PAGES_MAX {
            let _held = gate.lock();
            run("PRAGMA wal_checkpoint(RESTART)");
        }
    }
    run("PRAGMA wal_checkpoint(TRUNCATE)");
}
