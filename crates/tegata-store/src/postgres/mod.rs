//! The scale-out back end: PostgreSQL and what speaks its protocol.
//!
//! Transactions are SERIALIZABLE and run again on 40001: a body reads, decides and writes, and no lower level
//! keeps two of them from deciding on the same row. Those of one process that met another run again one at a time,
//! so that each round ends with one fewer; between processes a growing, random pause does it. Nothing depends on
//! the session: no advisory locks, no temporary tables, and settings last for one transaction, so a pooler may stand
//! between.
//!
//! The server may go away, fall silent, or become a standby at any moment. Every exchange is bounded; a connection
//! that met such a thing is dropped, and with it all that are open: new ones look for the server that takes changes.
//! What had not been committed is run once more on a new connection, so a switch-over mostly costs a moment.

mod connection;
mod fault_words;
mod session;
mod tls;
mod url;

use std::sync::Arc;
use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use deadpool::managed::{Object, Pool, PoolError};
use parking_lot::Mutex;
use tokio::runtime::Handle;

use self::connection::{Connection, Connector};
use self::session::Met;
use self::session::Session;
use crate::condition::Condition;
use crate::transaction::{ReadTx, WriteTx};
use crate::{OpenError, StoreError, migrate};

/// Connections of one process.
const CONNECTIONS: usize = 16;
/// How often a transaction that met another one is run again.
const TRIES: usize = 16;
/// The pauses before it is run again: the first, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(250));
/// How long a transaction waits for one of the connections to be free.
const FREE_WITHIN: Duration = Duration::from_secs(5);
/// A transaction whose connection broke is run once more on a new one, unless this much time has gone already.
const ANEW_WITHIN: Duration = Duration::from_secs(3);

/// Opens a transaction: in one exchange with the server's bounds, which last for this transaction, as a pooler needs
/// it, and with the number of the server's process, which tells whether there is a pooler.
macro_rules! begin {
    ($mode:literal) => {
        concat!(
            "BEGIN ISOLATION LEVEL ",
            $mode,
            "; SET LOCAL statement_timeout = '8s'; SET LOCAL lock_timeout = '5s'; \
             SET LOCAL idle_in_transaction_session_timeout = '15s'; SELECT pg_backend_pid()"
        )
    };
}

const WRITE: &str = begin!("SERIALIZABLE");
const WRITE_APART: &str = begin!("REPEATABLE READ");
const READ: &str = begin!("REPEATABLE READ READ ONLY");

/// A pool of connections to a PostgreSQL database.
#[derive(Clone)]
pub(crate) struct Database {
    pool: Pool<Connector>,
    /// Held by the one transaction of this process that runs again.
    again: Arc<Mutex<()>>,
    condition: Arc<Condition>,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("connections", &self.pool.status()).finish()
    }
}

impl Database {
    pub(crate) async fn open(text: &str, condition: Arc<Condition>) -> Result<Database, OpenError> {
        let target = url::read(text).map_err(OpenError::Url)?;
        let tls = tls::connector(&target.tls).map_err(OpenError::Tls)?;
        let pool = Pool::builder(Connector::new(target, tls))
            .max_size(CONNECTIONS)
            .wait_timeout(Some(FREE_WITHIN))
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(|error| OpenError::Unreachable(error.to_string()))?;
        let opened = pool.manager().connect().await;
        let mut connection = opened.map_err(|error| OpenError::Unreachable(error.detail()))?;
        migrate::postgres(&mut connection.client).await?;
        Ok(Database { pool, again: Arc::default(), condition })
    }

    pub(crate) async fn write<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.transaction(WRITE, move |mut session| body(&mut WriteTx::new(ReadTx::new(&mut session)))).await
    }

    pub(crate) async fn write_apart<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.transaction(WRITE_APART, move |mut session| body(&mut WriteTx::new(ReadTx::new(&mut session))))
            .await
    }

    pub(crate) async fn read<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.transaction(READ, move |mut session| body(&mut ReadTx::new(&mut session))).await
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }

    async fn transaction<T, E>(
        &self,
        begin: &'static str,
        body: impl FnMut(Session<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let began = Instant::now();
        let (mut body, mut is_second) = (body, false);
        loop {
            let connection = self.connection().await?;
            let (handle, again) = (Handle::current(), Arc::clone(&self.again));
            let run = move || {
                let mut connection = connection;
                let outcome = run(&mut connection, &handle, &again, begin, &mut body);
                (outcome, connection, body)
            };
            let Ok((outcome, connection, back)) = tokio::task::spawn_blocking(run).await else {
                return Err(StoreError::body_panicked().into());
            };
            body = back;
            if connection.has_pooler() {
                self.pool.manager().note_pooler();
            }
            let (error, nothing_done) = match outcome {
                Outcome::Done(answer) => {
                    if answer.is_ok() && begin != READ {
                        self.condition.written();
                    }
                    return answer;
                }
                Outcome::Failed { error, nothing_done } => (error, nothing_done),
            };
            let spoilt = error.breaks_connection();
            if spoilt {
                drop(Object::take(connection));
                if error.is_stale() {
                    self.pool.manager().note_pooler();
                }
                self.pool.manager().doubt_all();
            }
            if spoilt && nothing_done && !is_second && began.elapsed() < ANEW_WITHIN {
                is_second = true;
                continue;
            }
            self.condition.failed(&error);
            return Err(error.into());
        }
    }

    async fn connection(&self) -> Result<Object<Connector>, StoreError> {
        let error = match self.pool.get().await {
            Ok(connection) => return Ok(connection),
            Err(PoolError::Backend(error)) => error,
            Err(PoolError::Timeout(_)) => {
                return Err(StoreError::busy(format!(
                    "none of {CONNECTIONS} connections was free within {} seconds",
                    FREE_WITHIN.as_secs()
                )));
            }
            Err(PoolError::Closed) => return Err(StoreError::stopped()),
            Err(error) => StoreError::other(error.to_string()),
        };
        self.condition.failed(&error);
        Err(error)
    }
}

fn pauses() -> impl Iterator<Item = Duration> {
    let (first, longest) = PAUSES;
    ExponentialBuilder::default()
        .with_min_delay(first)
        .with_max_delay(longest)
        .with_max_times(TRIES - 1)
        .with_jitter()
        .build()
}

/// How a transaction ended on its connection.
enum Outcome<T, E> {
    /// The body's answer, which was committed, or its refusal.
    Done(Result<T, E>),
    /// The store's own fault. Unless a commit was not answered, nothing was done.
    Failed { error: StoreError, nothing_done: bool },
}

/// Runs a transaction until it meets no other.
fn run<T, E: From<StoreError>>(
    connection: &mut Connection,
    handle: &Handle,
    again: &Mutex<()>,
    begin: &'static str,
    body: &mut impl FnMut(Session<'_>) -> Result<T, E>,
) -> Outcome<T, E> {
    let (mut pauses, mut alone) = (pauses(), None);
    loop {
        let outcome = attempt_once(connection, handle, begin, body);
        match outcome {
            Outcome::Failed { error, .. } if error.is_again() => {
                let Some(pause) = pauses.next() else {
                    return Outcome::Failed { error, nothing_done: true };
                };
                alone.get_or_insert_with(|| again.lock());
                std::thread::sleep(pause);
            }
            outcome => return outcome,
        }
    }
}

fn attempt_once<T, E: From<StoreError>>(
    connection: &mut Connection,
    handle: &Handle,
    begin: &'static str,
    body: &mut impl FnMut(Session<'_>) -> Result<T, E>,
) -> Outcome<T, E> {
    if let Err(error) = handle.block_on(connection.begin(begin)) {
        return Outcome::Failed { error, nothing_done: true };
    }
    let mut met = Met::default();
    let session = Session { connection, handle, met: &mut met };
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(session)))
        .unwrap_or_else(|_| Err(StoreError::body_panicked().into()));
    let (outcome, nothing_done) = match answer {
        Ok(_) if met.has_failed => (Err(StoreError::rolled_back()), true),
        Ok(value) => match handle.block_on(connection.end("COMMIT")) {
            Ok(()) => return Outcome::Done(Ok(value)),
            Err(error) => (Err(error), false),
        },
        Err(refusal) => (met.fault.map_or(Ok(refusal), Err), true),
    };
    if !outcome.as_ref().is_err_and(StoreError::breaks_connection)
        && let Err(error) = handle.block_on(connection.end("ROLLBACK"))
    {
        // A transaction must not be left open for the connection's next user.
        return Outcome::Failed { error, nothing_done };
    }
    match outcome {
        Ok(refusal) => Outcome::Done(Err(refusal)),
        Err(error) => Outcome::Failed { error, nothing_done },
    }
}
