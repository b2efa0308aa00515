//! Checkpoints: moving the write-ahead log into the database, off the writer's path.

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};

use rusqlite::Connection;

/// From how large a log on it is moved.
const LOG_BYTES: u64 = 16 << 20;
/// From how large a log on the writer is made to wait, so that the log can be cut.
const LOG_BYTES_MAX: u64 = 256 << 20;

/// The thread that makes checkpoints.
#[derive(Debug)]
pub(super) struct Checkpoints(SyncSender<()>);

impl Checkpoints {
    pub(super) fn start(connection: Connection, log: PathBuf) -> Checkpoints {
        let (nudge, nudged) = sync_channel::<()>(1);
        std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || {
                while nudged.recv().is_ok() {
                    let size = std::fs::metadata(&log).map_or(0, |file| file.len());
                    if size < LOG_BYTES {
                        continue;
                    }
                    let mode = if size < LOG_BYTES_MAX { "PASSIVE" } else { "TRUNCATE" };
                    let done = connection
                        .query_row(&format!("PRAGMA wal_checkpoint({mode})"), (), |row| row.get::<_, i64>(0));
                    if let Err(error) = done {
                        tracing::warn!(%error, "a checkpoint of the store failed; the next one tries again");
                    }
                }
                let _ =
                    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get::<_, i64>(0));
            })
            .expect("the system starts a thread while the program starts");
        Checkpoints(nudge)
    }

    /// Looks at the log's size soon. Never waits.
    pub(super) fn nudge(&self) {
        let _ = self.0.try_send(());
    }
}
