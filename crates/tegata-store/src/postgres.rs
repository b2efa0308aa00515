//! The scale-out back end: PostgreSQL and what speaks its protocol.
//!
//! Transactions are SERIALIZABLE and run again on 40001: a body reads, decides and writes, and no lower level
//! keeps two of them from deciding on the same row. Those of one process that met another run again one at a time,
//! so that each round ends with one fewer; between processes a growing, random pause does it. Nothing depends on
//! the session: no advisory locks, no temporary tables, no settings.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio_postgres::NoTls;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

use crate::transaction::{ReadTx, WriteTx};
use crate::value::{Param, Row, Value, ValueRef};
use crate::{OpenError, StoreError, migrate};

/// Connections of one process.
const CONNECTIONS: usize = 16;
/// How often a transaction that met another one is run again.
const TRIES: usize = 16;
/// The pauses before it is run again: the first, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(250));
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// A pool of connections to a PostgreSQL database.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pool: Pool,
    /// Held by the one transaction of this process that runs again.
    again: Arc<Mutex<()>>,
}

impl Database {
    pub(crate) async fn open(url: &str) -> Result<Database, OpenError> {
        // The URL may carry a password: of what is wrong with it only the driver's word goes out.
        let config: tokio_postgres::Config =
            url.parse().map_err(|error: tokio_postgres::Error| OpenError::Url(error.to_string()))?;
        let manager =
            Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(CONNECT_WITHIN))
            .create_timeout(Some(CONNECT_WITHIN))
            .runtime(deadpool_postgres::Runtime::Tokio1)
            .build()
            .map_err(|error| OpenError::Unreachable(error.to_string()))?;
        let mut client = pool.get().await.map_err(|error| OpenError::Unreachable(error.to_string()))?;
        migrate::postgres(&mut client).await?;
        drop(client);
        Ok(Database { pool, again: Arc::default() })
    }

    pub(crate) async fn write<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.transaction("BEGIN ISOLATION LEVEL SERIALIZABLE", move |session| {
            body(&mut WriteTx::new(ReadTx::postgres(session)))
        })
        .await
    }

    pub(crate) async fn write_apart<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ", move |session| {
            body(&mut WriteTx::new(ReadTx::postgres(session)))
        })
        .await
    }

    pub(crate) async fn read<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", move |session| {
            body(&mut ReadTx::postgres(session))
        })
        .await
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }

    async fn transaction<T, E>(
        &self,
        begin: &'static str,
        mut body: impl FnMut(Session<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let client = self.pool.get().await.map_err(|error| StoreError::other(error.to_string()))?;
        let handle = Handle::current();
        let again = Arc::clone(&self.again);
        let run = move || {
            let (mut pauses, mut alone) = (pauses(), None);
            loop {
                let met = match attempt_once(&client, &handle, begin, &mut body) {
                    Attempt::Done(answer) => return answer,
                    Attempt::Again(error) => error,
                };
                let Some(pause) = pauses.next() else { return Err(met.into()) };
                alone.get_or_insert_with(|| again.lock());
                std::thread::sleep(pause);
            }
        };
        tokio::task::spawn_blocking(run).await.unwrap_or_else(|_| Err(StoreError::body_panicked().into()))
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

enum Attempt<T, E> {
    Done(Result<T, E>),
    Again(StoreError),
}

fn attempt_once<T, E: From<StoreError>>(
    client: &Object,
    handle: &Handle,
    begin: &'static str,
    body: &mut impl FnMut(Session<'_>) -> Result<T, E>,
) -> Attempt<T, E> {
    let simple = |sql| handle.block_on(client.batch_execute(sql)).map_err(StoreError::from);
    if let Err(error) = simple(begin) {
        return Attempt::Done(Err(error.into()));
    }
    let mut met = None;
    let session = Session { client, handle, met: &mut met };
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(session)))
        .unwrap_or_else(|_| Err(StoreError::body_panicked().into()));
    match answer {
        Ok(value) => match simple("COMMIT") {
            Ok(()) => Attempt::Done(Ok(value)),
            Err(error) => {
                let _ = simple("ROLLBACK");
                if error.is_again() { Attempt::Again(error) } else { Attempt::Done(Err(error.into())) }
            }
        },
        Err(refusal) => {
            let _ = simple("ROLLBACK");
            // The body may have dressed the conflict up as an error of its own.
            met.map_or(Attempt::Done(Err(refusal)), Attempt::Again)
        }
    }
}

/// A transaction in progress.
pub(crate) struct Session<'a> {
    client: &'a Object,
    handle: &'a Handle,
    /// The conflict with another transaction, once one was met.
    met: &'a mut Option<StoreError>,
}

impl Session<'_> {
    pub(crate) fn rows(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, StoreError> {
        let found = self
            .run(sql, params, async |client, statement, values| client.query(statement, &values[..]).await)?;
        found.iter().map(read).collect()
    }

    pub(crate) fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        self.run(sql, params, async |client, statement, values| client.execute(statement, &values[..]).await)
    }

    fn run<T>(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        send: impl AsyncFnOnce(
            &Object,
            &tokio_postgres::Statement,
            Vec<&(dyn ToSql + Sync)>,
        ) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let bound: Vec<Bound<'_>> = params.iter().map(|param| Bound(param.value())).collect();
        let done = self.handle.block_on(async {
            // Statements are written as SQLite takes them, whose parameters `?1` are numbers as well.
            let statement = self.client.prepare_cached(&sql.replace('?', "$")).await?;
            let values = bound.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            send(self.client, &statement, values).await
        });
        done.map_err(|error| {
            let error = StoreError::from(error);
            if error.is_again() {
                *self.met = Some(StoreError::again());
            }
            error
        })
    }
}

#[derive(Debug)]
struct Bound<'a>(ValueRef<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match &self.0 {
            ValueRef::Null => Ok(IsNull::Yes),
            ValueRef::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            ValueRef::Integer(number) => number.to_sql(kind, out),
            ValueRef::Text(text) => text.as_ref().to_sql(kind, out),
            ValueRef::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

struct Column(Value);

impl<'a> FromSql<'a> for Column {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Column, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Column(match *kind {
            Type::INT8 => Value::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Integer(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Value::Integer(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Value::Blob(raw.to_vec()),
            _ => Value::Text(std::str::from_utf8(raw)?.to_owned()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Column, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Column(Value::Null))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::BOOL | Type::BYTEA | Type::TEXT | Type::VARCHAR)
    }
}

fn read(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let columns = 0..row.columns().len();
    columns
        .map(|index| row.try_get::<_, Column>(index).map(|column| column.0).map_err(StoreError::from))
        .collect::<Result<Vec<_>, _>>()
        .map(Row)
}
