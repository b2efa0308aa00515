//! Access logs of load balancers: a line for each request, in files below the folder of a bucket.
//!
//! As with ELB a log is kept as well as possible, and a request never waits for it: lines for which there is no room are
//! counted and said.

mod files;
mod line;
mod place;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use parking_lot::RwLock;
use tegata_edge::{AccessEntry, AccessLogKey, GroupKey};
use tegata_operations::load_balancing::ServedAccessLog;
use tegata_operations::{Clock, Worker};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::files::{Files, Line};
use crate::log::log_cause;

/// How many lines may wait to be written.
const WAITING_MAX: usize = 16_384;
/// How many are written at a time.
const BATCH: usize = 1024;
/// How long a file is written to (ELB User Guide: "Elastic Load Balancing publishes a log file … every 5 minutes").
const FILE_SECONDS: i64 = 300;

/// The access logs that an edge writes.
pub(crate) struct AccessLogs {
    logs: RwLock<HashMap<AccessLogKey, Arc<ServedAccessLog>>>,
    /// The ARNs of target groups.
    groups: RwLock<HashMap<GroupKey, Arc<str>>>,
    lines: mpsc::Sender<Line>,
    lost: AtomicU64,
    clock: Clock,
}

/// The lines that are to be written.
pub(crate) struct Lines(mpsc::Receiver<Line>);

impl AccessLogs {
    /// No logs yet.
    pub(crate) fn new(clock: Clock) -> (Arc<AccessLogs>, Lines) {
        let (lines, waiting) = mpsc::channel(WAITING_MAX);
        let logs = AccessLogs {
            logs: RwLock::default(),
            groups: RwLock::default(),
            lines,
            lost: AtomicU64::new(0),
            clock,
        };
        (Arc::new(logs), Lines(waiting))
    }

    /// Where a log's files lie from now on.
    pub(crate) fn put(&self, key: AccessLogKey, log: ServedAccessLog) {
        let is_known = self.logs.read().get(&key).is_some_and(|known| **known == log);
        if !is_known {
            self.logs.write().insert(key, Arc::new(log));
        }
    }

    /// The ARN of a target group.
    pub(crate) fn put_group(&self, key: GroupKey, arn: &str) {
        self.groups.write().insert(key, Arc::from(arn));
    }

    /// A target group that is not served any more.
    pub(crate) fn remove_group(&self, key: GroupKey) {
        self.groups.write().remove(&key);
    }

    /// Notes a request that has ended.
    pub(crate) fn note(&self, key: AccessLogKey, entry: &AccessEntry) {
        let Some(log) = self.logs.read().get(&key).cloned() else { return };
        let group = entry.target.as_ref().and_then(|target| self.groups.read().get(&target.group).cloned());
        let text = line::line(entry, &log.balancer, group.as_deref(), self.clock.now());
        if self.lines.try_send(Line { log, text }).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Writes lines to files until `stop`, and then those that wait.
    pub(crate) async fn write(&self, Lines(mut lines): Lines, worker: &Worker, stop: &CancellationToken) {
        let (mut files, mut ends) = (Files::default(), file_ends(self.clock.now()));
        loop {
            let mut batch = Vec::with_capacity(BATCH);
            let is_stopping = tokio::select! {
                _ = lines.recv_many(&mut batch, BATCH) => false,
                () = self.clock.wait_until(ends) => false,
                () = stop.cancelled() => {
                    lines.close();
                    lines.recv_many(&mut batch, WAITING_MAX).await;
                    true
                }
            };
            let now = self.clock.now();
            let is_over = now >= ends;
            let (file_ends_at, entropy, settings) = (ends, worker.entropy.clone(), worker.settings());
            let written = tokio::task::spawn_blocking(move || {
                let random = || u32::from_be_bytes(entropy.bytes());
                let mut errors = files.write(&batch, file_ends_at, &settings.buckets, random);
                if is_over || is_stopping {
                    errors.extend(files.close());
                }
                (files, errors)
            });
            let Ok((kept, errors)) = written.await else { return };
            files = kept;
            for error in errors {
                log_cause("an access log could not be written", error);
            }
            if is_over {
                ends = file_ends(now);
                self.say_lost();
            }
            if is_stopping {
                return;
            }
        }
    }

    fn say_lost(&self) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(
                lost,
                "lines of access logs were lost: they came faster than they could be written"
            );
        }
    }
}

/// When the file ends that is written to now: at the next whole five minutes.
fn file_ends(now: Timestamp) -> Timestamp {
    let past = now.as_second().rem_euclid(FILE_SECONDS);
    let begun = Timestamp::from_second(now.as_second() - past).unwrap_or(now);
    begun.checked_add(SignedDuration::from_secs(FILE_SECONDS)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_end_at_whole_five_minutes() {
        for (now, ends) in [
            ("2026-11-28T10:00:00Z", "2026-11-28T10:05:00Z"),
            ("2026-11-28T10:04:59.9Z", "2026-11-28T10:05:00Z"),
            ("2026-11-28T23:57:00Z", "2026-11-29T00:00:00Z"),
        ] {
            let ends: Timestamp = ends.parse().expect("a time");
            assert_eq!(file_ends(now.parse().expect("a time")), ends, "{now}");
        }
    }
}
