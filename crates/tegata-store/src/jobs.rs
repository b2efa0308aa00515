//! The job queue: work put down in the transaction that made it necessary, done outside under a lease.
//!
//! A lease is fenced by the attempt's number: who comes back after the lease has passed on changes nothing.
//! A job that is put again while somebody works on it runs once more afterwards.

use jiff::{SignedDuration, Timestamp};
use tegata_model::job::Job;

use crate::{Json, ReadTx, Row, StoreError, WriteTx, params};

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What to do.
    pub job: Job,
    /// The fence: grows with each attempt, and with the time, so that it grows on when the same job is put again.
    pub attempt: i64,
    /// How often in a row it was put back after a fault.
    pub faults: u32,
}

/// Puts a job down to run at `run_at`. One that waits already is pulled forward, never pushed back.
///
/// # Errors
/// When the store fails.
pub fn put(tx: &mut WriteTx<'_>, job: &Job, run_at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO jobs (kind, subject, body, state, run_at, attempt, lease_until, nudged, faults) \
         VALUES (?1, ?2, ?3, 'waiting', ?4, 0, 0, 0, 0) \
         ON CONFLICT (kind, subject) DO UPDATE SET body = excluded.body, state = 'waiting', nudged = 1, faults = 0, \
         run_at = CASE WHEN jobs.state = 'waiting' AND jobs.run_at < excluded.run_at THEN jobs.run_at \
                       ELSE excluded.run_at END",
        params![job.kind(), job.subject(), Json(job), run_at],
    )?;
    Ok(())
}

/// Claims up to `limit` due jobs for `lease`: those nobody works on, and those whose lease has run out.
///
/// # Errors
/// When the store fails.
pub fn claim(
    tx: &mut WriteTx<'_>,
    now: Timestamp,
    lease: SignedDuration,
    limit: u32,
) -> Result<Vec<Claim>, StoreError> {
    // Apart, each is one range of the index, however many jobs wait for later.
    let free = [
        "UPDATE jobs SET attempt = CASE WHEN attempt < ?1 THEN ?1 ELSE attempt + 1 END, lease_until = ?2, nudged = 0 \
         WHERE (kind, subject) IN \
         (SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lease_until = 0 AND run_at <= ?1 \
         ORDER BY run_at LIMIT ?3) RETURNING body, attempt, faults",
        // Other nodes claim at the same time: each takes rows that nobody holds.
        "UPDATE jobs SET attempt = CASE WHEN attempt < ?1 THEN ?1 ELSE attempt + 1 END, lease_until = ?2, nudged = 0 \
         WHERE (kind, subject) IN \
         (SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lease_until = 0 AND run_at <= ?1 \
         ORDER BY run_at LIMIT ?3 FOR UPDATE SKIP LOCKED) RETURNING body, attempt, faults",
    ];
    let forsaken = [
        "UPDATE jobs SET attempt = CASE WHEN attempt < ?1 THEN ?1 ELSE attempt + 1 END, lease_until = ?2, nudged = 0 \
         WHERE (kind, subject) IN \
         (SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lease_until > 0 AND lease_until <= ?1 \
         AND run_at <= ?1 ORDER BY lease_until LIMIT ?3) RETURNING body, attempt, faults",
        "UPDATE jobs SET attempt = CASE WHEN attempt < ?1 THEN ?1 ELSE attempt + 1 END, lease_until = ?2, nudged = 0 \
         WHERE (kind, subject) IN \
         (SELECT kind, subject FROM jobs WHERE state = 'waiting' AND lease_until > 0 AND lease_until <= ?1 \
         AND run_at <= ?1 ORDER BY lease_until LIMIT ?3 FOR UPDATE SKIP LOCKED) RETURNING body, attempt, faults",
    ];
    let dialect = usize::from(tx.is_postgres());
    let mut claims = claims_of(&tx.rows(forsaken[dialect], params![now, now + lease, limit])?)?;
    let left = limit.saturating_sub(u32::try_from(claims.len()).unwrap_or(limit));
    if left > 0 {
        claims.extend(claims_of(&tx.rows(free[dialect], params![now, now + lease, left])?)?);
    }
    Ok(claims)
}

fn claims_of(rows: &[Row]) -> Result<Vec<Claim>, StoreError> {
    let claim = |row: &Row| {
        let Json(job) = row.get(0)?;
        Ok(Claim { job, attempt: row.get(1)?, faults: row.get(2)? })
    };
    rows.iter().map(claim).collect()
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

/// Puts a claimed job back after a fault of whoever worked on it, to be run again at `run_at`. The faults in a row
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

/// Frees every claimed job, for whoever comes next: only for who knows that nobody works on one, as the one process
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

/// Takes a job out, whoever works on it.
///
/// # Errors
/// When the store fails.
pub fn cancel(tx: &mut WriteTx<'_>, job: &Job) -> Result<(), StoreError> {
    tx.execute("DELETE FROM jobs WHERE kind = ?1 AND subject = ?2", params![job.kind(), job.subject()])?;
    Ok(())
}

/// Pulls a waiting job forward to `now`; does nothing when there is none.
///
/// # Errors
/// When the store fails.
pub fn nudge(tx: &mut WriteTx<'_>, job: &Job, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE jobs SET nudged = 1, run_at = CASE WHEN run_at < ?3 THEN run_at ELSE ?3 END \
         WHERE kind = ?1 AND subject = ?2 AND state = 'waiting'",
        params![job.kind(), job.subject(), now],
    )?;
    Ok(())
}

/// When the next job is due, or a lease runs out.
///
/// # Errors
/// When the store fails.
pub fn next_due(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let free = tx.row(
        "SELECT run_at FROM jobs WHERE state = 'waiting' AND lease_until = 0 ORDER BY run_at LIMIT 1",
        params![],
    )?;
    let forsaken = tx.row(
        "SELECT CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END FROM jobs \
         WHERE state = 'waiting' AND lease_until > 0 ORDER BY lease_until LIMIT 1",
        params![],
    )?;
    let due = [free, forsaken].into_iter().flatten().map(|row| row.get(0));
    due.collect::<Result<Vec<Timestamp>, StoreError>>().map(|due| due.into_iter().min())
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

/// Counts jobs by kind and state, each state up to `limit`.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Queued>, StoreError> {
    // Each is one range of the index on state, lease and time.
    let states = [
        (
            JobState::Later,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND lease_until = 0 \
             AND run_at > ?1 LIMIT ?2) AS counted GROUP BY kind ORDER BY kind",
        ),
        (
            JobState::Due,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND lease_until = 0 \
             AND run_at <= ?1 LIMIT ?2) AS counted GROUP BY kind ORDER BY kind",
        ),
        (
            JobState::Claimed,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'waiting' AND lease_until > 0 \
             LIMIT ?1) AS counted GROUP BY kind ORDER BY kind",
        ),
        (
            JobState::GivenUp,
            "SELECT kind, COUNT(*) FROM (SELECT kind FROM jobs WHERE state = 'given-up' \
             LIMIT ?1) AS counted GROUP BY kind ORDER BY kind",
        ),
    ];
    let mut queued = Vec::new();
    for (state, sql) in states {
        let rows = match state {
            JobState::Later | JobState::Due => tx.rows(sql, params![now, limit])?,
            JobState::Claimed | JobState::GivenUp => tx.rows(sql, params![limit])?,
        };
        for row in rows {
            queued.push(Queued { kind: row.get(0)?, state, count: row.get(1)? });
        }
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
