//! The job queue: work put down in the transaction that made it necessary, done outside under a lease.
//!
//! A lease is fenced by the attempt's number: who comes back after the lease has passed on changes nothing.
//! A job that is put again while somebody works on it runs once more afterwards.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tegata_model::job::{Job, Queue};

use crate::{Json, ReadTx, Row, StoreError, WriteTx, params};

/// How many leases that have run out are freed by one statement.
const FREED_TOGETHER: u32 = 1_000;

/// An update of the jobs that a SELECT finds. On PostgreSQL other nodes do the same at the same time: each takes rows
/// that no other holds.
macro_rules! on_free_rows {
    ($tx:expr, $update:literal, $select:literal, $end:literal) => {
        if $tx.is_postgres() {
            concat!($update, " WHERE (kind, subject) IN (", $select, " FOR UPDATE SKIP LOCKED) ", $end)
        } else {
            concat!($update, " WHERE (kind, subject) IN (", $select, ") ", $end)
        }
    };
}

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What to do.
    pub job: Job,
    /// The queue that it was claimed from.
    pub queue: Queue,
    /// The fence: grows with each attempt, and with the time, so that it grows on when the same job is put again.
    pub attempt: i64,
    /// How often in a row it was put back after a fault.
    pub faults: u32,
}

/// Puts a job down to run at `run_at`, in `queue`. One that waits already is pulled forward, never pushed back.
///
/// # Errors
/// When the store fails.
pub fn put(tx: &mut WriteTx<'_>, job: &Job, queue: Queue, run_at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO jobs (kind, subject, body, queue, state, run_at, attempt, lease_until, nudged, faults) \
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, 0, 0, 0, 0) \
         ON CONFLICT (kind, subject) DO UPDATE SET body = excluded.body, queue = excluded.queue, state = 'waiting', \
         nudged = 1, faults = 0, \
         run_at = CASE WHEN jobs.state = 'waiting' AND jobs.run_at < excluded.run_at THEN jobs.run_at \
                       ELSE excluded.run_at END",
        params![job.kind(), job.subject(), Json(job), queue.as_str(), run_at],
    )?;
    Ok(())
}

/// Claims up to `limit` due jobs of one queue for `lease`. Jobs whose lease has run out have to be freed first, by
/// [`free_expired`].
///
/// # Errors
/// When the store fails.
pub fn claim_from(
    tx: &mut WriteTx<'_>,
    queue: Queue,
    now: Timestamp,
    lease: SignedDuration,
    limit: u32,
) -> Result<Vec<Claim>, StoreError> {
    let due = on_free_rows!(
        tx,
        "UPDATE jobs SET attempt = CASE WHEN attempt < ?1 THEN ?1 ELSE attempt + 1 END, lease_until = ?2, nudged = 0",
        "SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lease_until = 0 AND queue = ?4 AND run_at <= ?1 \
         ORDER BY run_at LIMIT ?3",
        "RETURNING body, attempt, faults"
    );
    let rows = tx.rows(due, params![now, now + lease, limit, queue.as_str()])?;
    let claim = |row: &Row| {
        let Json(job) = row.get(0)?;
        Ok(Claim { job, queue, attempt: row.get(1)?, faults: row.get(2)? })
    };
    rows.iter().map(claim).collect()
}

/// Claims up to `limit` due jobs of whichever queue: for one who does all of them in turn.
///
/// # Errors
/// When the store fails.
pub fn claim(
    tx: &mut WriteTx<'_>,
    now: Timestamp,
    lease: SignedDuration,
    limit: u32,
) -> Result<Vec<Claim>, StoreError> {
    free_expired(tx, now)?;
    let mut claims: Vec<Claim> = Vec::new();
    for queue in Queue::ALL {
        let left = limit.saturating_sub(u32::try_from(claims.len()).unwrap_or(limit));
        if left > 0 {
            claims.extend(claim_from(tx, queue, now, lease, left)?);
        }
    }
    Ok(claims)
}

/// Frees claimed jobs whose lease has run out.
///
/// # Errors
/// When the store fails.
pub fn free_expired(tx: &mut WriteTx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    let expired = on_free_rows!(
        tx,
        "UPDATE jobs SET lease_until = 0",
        "SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lease_until > 0 AND lease_until <= ?1 \
         ORDER BY lease_until LIMIT ?2",
        ""
    );
    tx.execute(expired, params![now, FREED_TOGETHER])
}

/// Ends a claimed job: it is done, unless it was put again meanwhile.
///
/// # Errors
/// When the store fails.
pub fn complete(tx: &mut WriteTx<'_>, claim: &Claim) -> Result<(), StoreError> {
    let (kind, subject) = (claim.job.kind(), claim.job.subject());
    let gone = tx.execute(
        "DELETE FROM jobs WHERE kind = ?1 AND subject = ?2 AND attempt = ?3 AND nudged = 0",
        params![kind, subject, claim.attempt],
    )?;
    if gone == 0 {
        tx.execute(
            "UPDATE jobs SET lease_until = 0 WHERE kind = ?1 AND subject = ?2 AND attempt = ?3",
            params![kind, subject, claim.attempt],
        )?;
    }
    Ok(())
}

/// Gives a claimed job back to be run again at `run_at`, or at once when it was put again meanwhile.
///
/// # Errors
/// When the store fails.
pub fn retry(
    tx: &mut WriteTx<'_>,
    claim: &Claim,
    run_at: Timestamp,
    error: Option<&str>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE jobs SET lease_until = 0, faults = 0, last_error = ?5, \
         run_at = CASE WHEN nudged = 1 THEN run_at ELSE ?4 END \
         WHERE kind = ?1 AND subject = ?2 AND attempt = ?3",
        params![claim.job.kind(), claim.job.subject(), claim.attempt, run_at, error],
    )?;
    Ok(())
}

/// Gives a claimed job back to be run at `run_at` from another queue; from its first one, at once, when it was put again
/// meanwhile.
///
/// # Errors
/// When the store fails.
pub fn move_to(
    tx: &mut WriteTx<'_>,
    claim: &Claim,
    queue: Queue,
    run_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE jobs SET lease_until = 0, faults = 0, last_error = NULL, \
         queue = CASE WHEN nudged = 1 THEN queue ELSE ?4 END, \
         run_at = CASE WHEN nudged = 1 THEN run_at ELSE ?5 END \
         WHERE kind = ?1 AND subject = ?2 AND attempt = ?3",
        params![claim.job.kind(), claim.job.subject(), claim.attempt, queue.as_str(), run_at],
    )?;
    Ok(())
}

/// Puts a claimed job back after a fault of its worker, to be run again at `run_at`. The faults in a row
/// are counted.
///
/// # Errors
/// When the store fails.
pub fn put_back(
    tx: &mut WriteTx<'_>,
    claim: &Claim,
    run_at: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE jobs SET lease_until = 0, faults = faults + 1, last_error = ?5, run_at = ?4 \
         WHERE kind = ?1 AND subject = ?2 AND attempt = ?3",
        params![claim.job.kind(), claim.job.subject(), claim.attempt, run_at, error],
    )?;
    Ok(())
}

/// Frees every claimed job for the next worker: only for callers who know that no worker has one, as the one process
/// of an embedded store does when it starts. One that was killed has left its leases behind.
///
/// # Errors
/// When the store fails.
pub fn free_all(tx: &mut WriteTx<'_>) -> Result<u64, StoreError> {
    tx.execute("UPDATE jobs SET lease_until = 0 WHERE state = 'waiting' AND lease_until > 0", params![])
}

/// Pulls forward to `now` what waits for longer than `at_most`, and lets leases that last longer run out then: after a
/// clock that was wrong has put jobs off into a future that is far away again. To run a job too soon does no harm.
///
/// # Errors
/// When the store fails.
pub fn pull_forward(
    tx: &mut WriteTx<'_>,
    now: Timestamp,
    at_most: SignedDuration,
) -> Result<u64, StoreError> {
    let latest = now + at_most;
    tx.execute(
        "UPDATE jobs SET lease_until = ?1 WHERE state = 'waiting' AND lease_until > ?1",
        params![latest],
    )?;
    tx.execute(
        "UPDATE jobs SET run_at = ?2 WHERE state = 'waiting' AND lease_until = 0 AND run_at > ?1",
        params![latest, now],
    )
}

/// Gives a job up. It stays where somebody can see it, until it is put again.
///
/// # Errors
/// When the store fails.
pub fn give_up(tx: &mut WriteTx<'_>, claim: &Claim, error: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE jobs SET state = 'given-up', lease_until = 0, last_error = ?4 \
         WHERE kind = ?1 AND subject = ?2 AND attempt = ?3",
        params![claim.job.kind(), claim.job.subject(), claim.attempt, error],
    )?;
    Ok(())
}

/// Takes a job out, also while it is claimed.
///
/// # Errors
/// When the store fails.
pub fn cancel(tx: &mut WriteTx<'_>, job: &Job) -> Result<(), StoreError> {
    tx.execute("DELETE FROM jobs WHERE kind = ?1 AND subject = ?2", params![job.kind(), job.subject()])?;
    Ok(())
}

/// Pulls a waiting job forward to `now`, in its first queue; does nothing when there is none.
///
/// # Errors
/// When the store fails.
pub fn nudge(tx: &mut WriteTx<'_>, job: &Job, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE jobs SET nudged = 1, queue = ?4, run_at = CASE WHEN run_at < ?3 THEN run_at ELSE ?3 END \
         WHERE kind = ?1 AND subject = ?2 AND state = 'waiting'",
        params![job.kind(), job.subject(), now, job.queue().as_str()],
    )?;
    Ok(())
}

/// When the next job is due, or a lease runs out.
///
/// # Errors
/// When the store fails.
pub fn next_due(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let free = due_by_queue(tx)?.into_iter().map(|(_, run_at)| run_at).min();
    Ok([free, next_lease_end(tx)?].into_iter().flatten().min())
}

/// When the next job of each queue that is not empty is due.
///
/// # Errors
/// When the store fails.
pub fn due_by_queue(tx: &mut ReadTx<'_>) -> Result<Vec<(Queue, Timestamp)>, StoreError> {
    // One seek in the index for each queue, however many jobs wait.
    let rows = tx.rows(
        "WITH queues (queue) AS (VALUES ('issue-here'), ('issue-elsewhere'), ('proofs-here'), ('proofs-elsewhere'), \
         ('proofs-silent'), ('contacts-here'), ('contacts-elsewhere'), ('mail'), ('webhooks'), ('replacements')) \
         SELECT queue, (SELECT run_at FROM jobs WHERE jobs.state = 'waiting' AND jobs.lease_until = 0 \
         AND jobs.queue = queues.queue ORDER BY run_at LIMIT 1) FROM queues",
        params![],
    )?;
    let mut due = Vec::new();
    for row in rows {
        let queue = row.parse(0, "a job's queue", |text: String| Queue::parse(&text))?;
        if let Some(run_at) = row.get::<Option<Timestamp>>(1)? {
            due.push((queue, run_at));
        }
    }
    Ok(due)
}

/// When the next lease runs out.
///
/// # Errors
/// When the store fails.
pub fn next_lease_end(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.row(
        "SELECT lease_until FROM jobs WHERE state = 'waiting' AND lease_until > 0 ORDER BY lease_until LIMIT 1",
        params![],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// Whether a job waits or is being done that is due by `latest`.
///
/// # Errors
/// When the store fails.
pub fn is_due_by(tx: &mut ReadTx<'_>, job: &Job, latest: Timestamp) -> Result<bool, StoreError> {
    let row = tx.row(
        "SELECT 1 FROM jobs WHERE kind = ?1 AND subject = ?2 AND state = 'waiting' AND run_at <= ?3",
        params![job.kind(), job.subject(), latest],
    )?;
    Ok(row.is_some())
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// It waits for its time.
    Later,
    /// Its time has come.
    Due,
    /// Somebody has claimed it.
    Claimed,
    /// It was given up, and stays for somebody to look at.
    GivenUp,
}

impl JobState {
    /// Every state.
    pub const ALL: [JobState; 4] = [JobState::Later, JobState::Due, JobState::Claimed, JobState::GivenUp];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            JobState::Later => "later",
            JobState::Due => "due",
            JobState::Claimed => "claimed",
            JobState::GivenUp => "given-up",
        }
    }
}

/// How many jobs of a kind stand in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The kind.
    pub kind: String,
    /// The state.
    pub state: JobState,
    /// How many.
    pub count: u32,
}

/// Counts jobs by kind and state, each state up to `limit` for a queue.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Queued>, StoreError> {
    // Each is one range of the index on state, lease, queue and time.
    let of_queue = [
        (
            JobState::Later,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND lease_until = 0 \
             AND queue = ?3 AND run_at > ?1 LIMIT ?2) AS counted GROUP BY kind",
        ),
        (
            JobState::Due,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND lease_until = 0 \
             AND queue = ?3 AND run_at <= ?1 LIMIT ?2) AS counted GROUP BY kind",
        ),
    ];
    let of_all = [
        (
            JobState::Claimed,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND lease_until > 0 \
             LIMIT ?1) AS counted GROUP BY kind",
        ),
        (
            JobState::GivenUp,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'given-up' \
             LIMIT ?1) AS counted GROUP BY kind",
        ),
    ];
    let mut queued = Vec::new();
    let mut add = |state, rows: Vec<Row>| -> Result<(), StoreError> {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for row in rows {
            *counts.entry(row.get(0)?).or_default() += row.get::<u32>(1)?;
        }
        queued.extend(counts.into_iter().map(|(kind, count)| Queued { kind, state, count }));
        Ok(())
    };
    for (state, sql) in of_queue {
        let mut rows = Vec::new();
        for queue in Queue::ALL {
            rows.extend(tx.rows(sql, params![now, limit, queue.as_str()])?);
        }
        add(state, rows)?;
    }
    for (state, sql) in of_all {
        add(state, tx.rows(sql, params![limit])?)?;
    }
    Ok(queued)
}

/// When a waiting job will be tried next, and what its last attempt said.
///
/// # Errors
/// When the store fails.
pub fn next_try(tx: &mut ReadTx<'_>, job: &Job) -> Result<Option<(Timestamp, Option<String>)>, StoreError> {
    let row = tx.row(
        "SELECT run_at, last_error FROM jobs WHERE kind = ?1 AND subject = ?2 AND state = 'waiting'",
        params![job.kind(), job.subject()],
    )?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}
