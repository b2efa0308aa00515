//! Checkpoints: moving the write-ahead log into the database, off the writer's path.
//!
//! The writer says how long the log is after each commit; every [`STEP_PAGES`] the thread moves what is new.
//! SQLite starts the log over by itself once all of it was moved and no reader uses it, which under a steady
//! load may never happen. From [`LOG_PAGES_MAX`] on the thread syncs the database, then holds the writer at its gate
//! while it moves the little that was added meanwhile, and the log starts over. The file keeps its length: writing over
//! its blocks is cheaper than growing it. One that a large transaction has made longer is cut to [`LOG_BYTES_MAX`].

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use rusqlite::Connection;

/// After how much new log it is moved: 4 MiB of pages.
const STEP_PAGES: u32 = 512;
/// From how long a log on the writer is held: 8 MiB. The log grows on until the thread gets there.
const LOG_PAGES_MAX: u32 = 1024;
/// How long the log's file is at most, unless a large transaction or a long read needs more: 16 MiB.
pub(super) const LOG_BYTES_MAX: u32 = 16 << 20;
/// How long the writer is held for readers that keep the log from starting over. The next step tries again.
const READERS_WITHIN: Duration = Duration::from_millis(10);

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
    /// Starts the thread on a connection, with the file of the database. Closing that file gives SQLite's locks on it
    /// back, so it stays open until all connections are closed.
    pub(super) fn start(connection: Connection, database: File) -> io::Result<Checkpoints> {
        let (nudge, nudged) = sync_channel(1);
        let gate = Arc::new(Mutex::new(()));
        let held = Arc::clone(&gate);
        let thread = std::thread::Builder::new().name("store-checkpoint".to_owned()).spawn(move || {
            move_until_closed(&connection, &database, &nudged, &held);
            drop(connection);
            drop(database);
        })?;
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
                "the store's checkpoint thread panicked; the write-ahead log is checkpointed at the next \
                 start"
            );
        }
    }
}

fn move_until_closed(connection: &Connection, database: &File, nudged: &Receiver<u32>, gate: &Mutex<()>) {
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
            // Before the writer is held: it would wait for the disk as long as all pages take.
            if let Err(error) = database.sync_data() {
                tracing::warn!(%error, "the store's database could not be synced; the checkpoint tries again");
            }
            let _held = gate.lock();
            run("PRAGMA wal_checkpoint(RESTART)");
        }
    }
    run("PRAGMA wal_checkpoint(TRUNCATE)");
}
