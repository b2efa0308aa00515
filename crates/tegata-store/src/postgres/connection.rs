//! Connections: opened to the server that takes changes, bounded in everything, and dropped once they are in doubt.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, SimpleQueryMessage, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::fault_words::words;
use super::session::Bound;
use super::url::{Server, Target};
use crate::StoreError;

/// How long one exchange with the server may take. Longer than the server's own bounds (`begin!` sets them), so that
/// one that passes comes from a server, or a network, that has gone silent.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// From how long an idleness on a connection is tried before it is used.
const TRY_AFTER: Duration = Duration::from_secs(10);
/// How long such a trial may take.
const TRIAL_WITHIN: Duration = Duration::from_secs(2);

/// Opens connections, and judges those that come back.
pub(super) struct Connector {
    servers: Vec<Server>,
    tls: MakeRustlsConnect,
    /// The server that a connection was last opened to: the first to try.
    last: AtomicUsize,
    /// Grows when connections are in doubt: those of an earlier one are not used again.
    generation: AtomicU64,
    /// Whether a pooler stands between that gives each transaction another session.
    pooler: AtomicBool,
}

impl Connector {
    pub(super) fn new(target: Target, tls: MakeRustlsConnect) -> Connector {
        Connector {
            servers: target.servers,
            tls,
            last: AtomicUsize::new(0),
            generation: AtomicU64::new(0),
            pooler: AtomicBool::new(target.pooler),
        }
    }

    /// Has every connection that is open now dropped instead of used again: the server went away, fell silent, or takes
    /// no changes any more.
    pub(super) fn doubt_all(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
    }

    /// Prepares no statements from now on.
    pub(super) fn note_pooler(&self) {
        if !self.pooler.swap(true, Ordering::Relaxed) {
            tracing::info!("PostgreSQL is behind a connection pooler: statements are not prepared");
        }
    }

    /// Opens a connection to the first server that takes changes.
    pub(super) async fn connect(&self) -> Result<Connection, StoreError> {
        let first = self.last.load(Ordering::Relaxed);
        let mut faults = Vec::new();
        for step in 0..self.servers.len() {
            let index = (first + step) % self.servers.len();
            let server = &self.servers[index];
            let generation = self.generation.load(Ordering::Relaxed);
            let fault = match timeout(server.connect_within, server.config.connect(self.tls.clone())).await {
                Ok(Ok((client, driver))) => {
                    self.last.store(index, Ordering::Relaxed);
                    let mut task = JoinSet::new();
                    // How it ends is seen by the connection's next user.
                    task.spawn(async move { drop(driver.await) });
                    let prepared = (!self.pooler.load(Ordering::Relaxed)).then(HashMap::new);
                    let answered = Instant::now();
                    return Ok(Connection {
                        client,
                        prepared,
                        session: None,
                        generation,
                        answered,
                        _driver: task,
                    });
                }
                Ok(Err(error)) => words(&error),
                Err(_) => format!("no answer within {} seconds", server.connect_within.as_secs()),
            };
            faults.push(format!("{}: {fault}", server.name));
        }
        Err(StoreError::unreachable(faults.join("; ")))
    }
}

impl managed::Manager for Connector {
    type Type = Connection;
    type Error = StoreError;

    async fn create(&self) -> Result<Connection, StoreError> {
        self.connect().await
    }

    async fn recycle(&self, connection: &mut Connection, _: &Metrics) -> RecycleResult<StoreError> {
        let in_doubt = connection.generation != self.generation.load(Ordering::Relaxed);
        if in_doubt || connection.client.is_closed() {
            return Err(RecycleError::message("in doubt"));
        }
        if connection.answered.elapsed() < TRY_AFTER {
            return Ok(());
        }
        match timeout(TRIAL_WITHIN, connection.client.check_connection()).await {
            Ok(Ok(())) => {
                connection.answered = Instant::now();
                Ok(())
            }
            _ => {
                self.doubt_all();
                Err(RecycleError::message("silent"))
            }
        }
    }
}

/// A connection to PostgreSQL.
pub(super) struct Connection {
    pub(super) client: Client,
    /// What was prepared on it: there are no more texts than the program has. `None` behind a pooler, where the next
    /// transaction has another session.
    prepared: Option<HashMap<&'static str, Statement>>,
    /// The server's process that the first transaction had.
    session: Option<String>,
    generation: u64,
    /// When something last came from the server.
    answered: Instant,
    /// Reads and writes the socket for as long as the connection lives.
    _driver: JoinSet<()>,
}

impl Connection {
    /// Opens a transaction by a text whose only row has the number of the server's process.
    pub(super) async fn begin(&mut self, sql: &str) -> Result<(), StoreError> {
        let answer = within(self.client.simple_query(sql)).await?;
        self.answered = Instant::now();
        let process = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        // What was prepared lies in one session, and under its name there may be another node's in another one.
        if self.prepared.is_some() && self.session.is_some() && self.session != process {
            self.prepared = None;
        }
        self.session = process;
        Ok(())
    }

    /// Whether the sessions of its transactions turned out to be different ones.
    pub(super) fn has_pooler(&self) -> bool {
        self.prepared.is_none()
    }

    /// Ends a transaction.
    pub(super) async fn end(&mut self, sql: &str) -> Result<(), StoreError> {
        let done = within(self.client.batch_execute(sql)).await;
        self.answered = Instant::now();
        done
    }

    pub(super) async fn query(
        &mut self,
        sql: &'static str,
        values: &[Bound<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let done = match self.prepared(sql).await? {
            Some(statement) => within(self.client.query(&statement, &untyped(values))).await,
            None => within(self.client.query_typed(&numbered(sql), &typed(values))).await,
        };
        self.answered = Instant::now();
        done
    }

    pub(super) async fn execute(
        &mut self,
        sql: &'static str,
        values: &[Bound<'_>],
    ) -> Result<u64, StoreError> {
        let done = match self.prepared(sql).await? {
            Some(statement) => within(self.client.execute(&statement, &untyped(values))).await,
            None => within(self.client.execute_typed(&numbered(sql), &typed(values))).await,
        };
        self.answered = Instant::now();
        done
    }

    async fn prepared(&mut self, sql: &'static str) -> Result<Option<Statement>, StoreError> {
        let Some(prepared) = &mut self.prepared else { return Ok(None) };
        if let Some(statement) = prepared.get(sql) {
            return Ok(Some(statement.clone()));
        }
        let statement = within(self.client.prepare(&numbered(sql))).await?;
        prepared.insert(sql, statement.clone());
        Ok(Some(statement))
    }
}

async fn within<T>(
    exchange: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    match timeout(ANSWER_WITHIN, exchange).await {
        Ok(done) => done.map_err(StoreError::from),
        Err(_) => {
            Err(StoreError::unreachable(format!("no answer within {} seconds", ANSWER_WITHIN.as_secs())))
        }
    }
}

/// Statements are written as SQLite takes them, whose parameters `?1` are numbers as well.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

fn untyped<'a>(values: &'a [Bound<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn typed<'a>(values: &'a [Bound<'_>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    values.iter().map(|value| (value as &(dyn ToSql + Sync), value.kind())).collect()
}
