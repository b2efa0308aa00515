//! Migrations: bringing the tables to this release's form.
//!
//! A migration is typed once, in SQLite's words; [`POSTGRES`] says what PostgreSQL calls the same things. What was applied
//! is kept with a checksum, so a database that another build made in another form is refused and not misread.

use aws_lc_rs::digest;
use rusqlite::Transaction;

use crate::statements::Engine;
use crate::{OpenError, ReadTx, StoreError, params};

/// One migration. Never changed once released: a database says by its checksum which form of it was applied.
struct Migration {
    version: i64,
    /// In the order in which they run.
    files: &'static [&'static str],
    /// What runs after them on PostgreSQL.
    postgres: &'static str,
}

macro_rules! baseline {
    ($file:literal) => {
        include_str!(concat!("../migrations/0001_baseline/", $file))
    };
}

const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    files: &[
        baseline!("core.sql"),
        baseline!("nodes.sql"),
        baseline!("access.sql"),
        baseline!("authorities.sql"),
        baseline!("certificates.sql"),
        baseline!("validations.sql"),
        baseline!("quotas.sql"),
        baseline!("search.sql"),
        baseline!("zones.sql"),
        baseline!("load_balancing.sql"),
        baseline!("network.sql"),
        baseline!("placement.sql"),
        baseline!("mails.sql"),
        baseline!("webhooks.sql"),
    ],
    postgres: baseline!("postgres.sql"),
}];

/// What was applied, and its SHA-256 in hexadecimal.
const APPLIED: &str = "CREATE TABLE IF NOT EXISTS migrations (
    version  INTEGER NOT NULL PRIMARY KEY,
    checksum TEXT NOT NULL
) STRICT;";

/// PostgreSQL's words for SQLite's, longer phrases first. Text orders and compares by its octets there too, whatever the
/// locale of the database.
const POSTGRES: &[(&str, &str)] = &[
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    ("INTEGER GENERATED ALWAYS AS (sequence) VIRTUAL", "BIGINT"),
    ("INTEGER", "BIGINT"),
    ("BLOB", "BYTEA"),
    ("TEXT", "TEXT COLLATE \"C\""),
    (" STRICT, WITHOUT ROWID", ""),
    (" STRICT", ""),
];

impl Migration {
    /// Its statements, without comments and layout: those may change without changing the checksum.
    fn sql(&self, engine: Engine) -> String {
        let own = (engine == Engine::Postgres).then_some(self.postgres);
        let files = self.files.iter().copied().chain(own);
        let code = files.flat_map(str::lines).map(|line| line.split("--").next().unwrap_or_default().trim());
        let code: Vec<&str> = code.filter(|line| !line.is_empty()).collect();
        in_words_of(engine, &code.join("\n"))
    }
}

fn in_words_of(engine: Engine, sql: &str) -> String {
    match engine {
        Engine::Sqlite => sql.to_owned(),
        Engine::Postgres => POSTGRES.iter().fold(sql.to_owned(), |sql, (from, to)| sql.replace(from, to)),
    }
}

fn checksum(sql: &str) -> String {
    let digest = digest::digest(&digest::SHA256, sql.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The schema version of this release.
#[must_use]
pub fn newest_schema() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// The schema of a store: its newest migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Its version.
    pub version: i64,
    /// SHA-256 of its statements, in hexadecimal.
    pub checksum: String,
}

impl Schema {
    /// Whether this build has the same migration, so that it can open the store.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let mut same_version = MIGRATIONS.iter().filter(|migration| migration.version == self.version);
        same_version.any(|migration| {
            let engines = [Engine::Sqlite, Engine::Postgres];
            engines.iter().any(|engine| checksum(&migration.sql(*engine)) == self.checksum)
        })
    }
}

/// The schema of a store.
///
/// # Errors
/// When the store fails, or has none.
pub fn schema_of(tx: &mut ReadTx<'_>) -> Result<Schema, StoreError> {
    let newest = "SELECT version, checksum FROM migrations ORDER BY version DESC LIMIT 1";
    let row = tx.row(newest, params![])?.ok_or_else(|| StoreError::corrupt("it has no schema"))?;
    Ok(Schema { version: row.get(0)?, checksum: row.get(1)? })
}

/// A migration that a database has.
struct Applied {
    version: i64,
    checksum: String,
}

/// A migration that a database lacks.
struct Missing {
    version: i64,
    sql: String,
    checksum: String,
}

/// What a database lacks, in order.
///
/// # Errors
/// When it has migrations that this build does not know in that form.
fn missing(engine: Engine, applied: &[Applied]) -> Result<Vec<Missing>, OpenError> {
    let found = applied.iter().map(|applied| applied.version).max().unwrap_or_default();
    if found > newest_schema() {
        return Err(OpenError::Newer { found, known: newest_schema() });
    }
    let mut missing = Vec::new();
    for migration in MIGRATIONS {
        let (version, sql) = (migration.version, migration.sql(engine));
        let checksum = checksum(&sql);
        match applied.iter().find(|applied| applied.version == version) {
            Some(applied) if applied.checksum == checksum => {}
            Some(_) => return Err(OpenError::Altered { version }),
            None => missing.push(Missing { version, sql, checksum }),
        }
    }
    Ok(missing)
}

/// Brings an SQLite database up to date, in one transaction.
pub(crate) fn sqlite(connection: &mut rusqlite::Connection) -> Result<(), OpenError> {
    let tx = connection.transaction().map_err(StoreError::from)?;
    if has_early_table(&tx).map_err(StoreError::from)? {
        return Err(OpenError::Unreleased);
    }
    tx.execute_batch(APPLIED).map_err(StoreError::from)?;
    let applied = applied(&tx).map_err(StoreError::from)?;
    for migration in missing(Engine::Sqlite, &applied)? {
        tx.execute_batch(&migration.sql).map_err(StoreError::from)?;
        let record = "INSERT INTO migrations (version, checksum) VALUES (?1, ?2)";
        tx.execute(record, (migration.version, migration.checksum)).map_err(StoreError::from)?;
    }
    tx.commit().map_err(StoreError::from)?;
    Ok(())
}

/// Whether a build from before the first release made the database: those numbered their migrations in this table.
fn has_early_table(tx: &Transaction<'_>) -> rusqlite::Result<bool> {
    tx.table_exists(None, "schema_versions")
}

fn applied(tx: &Transaction<'_>) -> rusqlite::Result<Vec<Applied>> {
    let mut statement = tx.prepare("SELECT version, checksum FROM migrations")?;
    let found = statement.query_map((), |row| Ok(Applied { version: row.get(0)?, checksum: row.get(1)? }))?;
    found.collect()
}

/// Brings a PostgreSQL database up to date, in one transaction that other nodes wait for.
pub(crate) async fn postgres(client: &mut tokio_postgres::Client) -> Result<(), OpenError> {
    const FIND: &str = "SELECT version, checksum FROM migrations";
    let read = |rows: Vec<tokio_postgres::Row>| -> Vec<Applied> {
        rows.iter().map(|row| Applied { version: row.get(0), checksum: row.get(1) }).collect()
    };
    // Mostly there is nothing to do, and no lock to wait for.
    if let Ok(rows) = client.query(FIND, &[]).await
        && missing(Engine::Postgres, &read(rows))?.is_empty()
    {
        return Ok(());
    }
    let early = "SELECT table_name::text FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = 'schema_versions'";
    if client.query_opt(early, &[]).await.map_err(StoreError::from)?.is_some() {
        return Err(OpenError::Unreleased);
    }
    // Two nodes that make the table at once: the second sees a unique violation in the catalogue, and
    // the table is there when it looks again.
    let table = in_words_of(Engine::Postgres, APPLIED);
    if client.batch_execute(&table).await.is_err() {
        client.batch_execute(&table).await.map_err(StoreError::from)?;
    }
    let tx = client.transaction().await.map_err(StoreError::from)?;
    tx.batch_execute("LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE").await.map_err(StoreError::from)?;
    let applied = read(tx.query(FIND, &[]).await.map_err(StoreError::from)?);
    for migration in missing(Engine::Postgres, &applied)? {
        tx.batch_execute(&migration.sql).await.map_err(StoreError::from)?;
        let record = "INSERT INTO migrations (version, checksum) VALUES ($1, $2)";
        tx.execute(record, &[&migration.version, &migration.checksum]).await.map_err(StoreError::from)?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
