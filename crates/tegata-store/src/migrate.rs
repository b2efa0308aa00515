//! Migrations: bringing the tables to this release's form.

use crate::{OpenError, ReadTx, StoreError, params};

/// One step, in order; never changed once released.
struct Step {
    version: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! steps {
    ($($version:literal => $file:literal,)*) => {
        &[$(Step {
            version: $version,
            sqlite: include_str!(concat!("../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../migrations/postgres/", $file)),
        }),*]
    };
}

const STEPS: &[Step] = steps! {
    1 => "0001_core.sql",
    2 => "0002_certificates.sql",
    3 => "0003_zones.sql",
    4 => "0004_load_balancing.sql",
    5 => "0005_authorities.sql",
    6 => "0006_imports.sql",
    7 => "0007_mails.sql",
    8 => "0008_webhooks.sql",
    9 => "0009_revocations.sql",
    10 => "0010_search.sql",
    11 => "0011_account_configurations.sql",
    12 => "0012_access.sql",
    13 => "0013_replacements.sql",
    14 => "0014_jobs.sql",
    15 => "0015_record_sets.sql",
    16 => "0016_job_queues.sql",
    17 => "0017_authority_reservations.sql",
};

const MADE: &str = "CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT NOT NULL PRIMARY KEY)";

/// Text orders and compares by its octets, as in SQLite, whatever the locale of the database. Run after every step, so that no
/// step has to remember it.
const COLLATE: &str = include_str!("../migrations/postgres/collate.sql");

/// The schema version of this release.
#[must_use]
pub fn newest_schema() -> i64 {
    STEPS.last().map_or(0, |step| step.version)
}

/// The schema version of a store.
///
/// # Errors
/// When the store fails.
pub fn schema_of(tx: &mut ReadTx<'_>) -> Result<i64, StoreError> {
    let row = tx.row("SELECT MAX(version) FROM schema_versions", params![])?;
    let version: Option<i64> = row.map(|row| row.get(0)).transpose()?.flatten();
    Ok(version.unwrap_or_default())
}

fn missing(done: &[i64]) -> Result<impl Iterator<Item = &'static Step> + use<>, OpenError> {
    let found = done.iter().copied().max().unwrap_or_default();
    if found > newest_schema() {
        return Err(OpenError::Newer { found, known: newest_schema() });
    }
    let done = done.to_vec();
    Ok(STEPS.iter().filter(move |step| !done.contains(&step.version)))
}

/// Brings an SQLite database up to date, each step in a transaction.
pub(crate) fn sqlite(connection: &mut rusqlite::Connection) -> Result<(), OpenError> {
    let upgrade = |connection: &mut rusqlite::Connection| -> Result<(), OpenError> {
        connection.execute_batch(MADE).map_err(StoreError::from)?;
        let done = {
            let mut statement =
                connection.prepare("SELECT version FROM schema_versions").map_err(StoreError::from)?;
            let versions = statement.query_map((), |row| row.get(0)).map_err(StoreError::from)?;
            versions.collect::<Result<Vec<i64>, _>>().map_err(StoreError::from)?
        };
        for step in missing(&done)? {
            let tx = connection.transaction().map_err(StoreError::from)?;
            tx.execute_batch(step.sqlite).map_err(StoreError::from)?;
            tx.execute("INSERT INTO schema_versions VALUES (?1)", [step.version])
                .map_err(StoreError::from)?;
            tx.commit().map_err(StoreError::from)?;
        }
        Ok(())
    };
    upgrade(connection)
}

/// Brings a PostgreSQL database up to date, in one transaction that other nodes wait for.
pub(crate) async fn postgres(client: &mut tokio_postgres::Client) -> Result<(), OpenError> {
    // Mostly there is nothing to do, and no lock to wait for.
    if let Ok(rows) = client.query("SELECT version FROM schema_versions", &[]).await {
        let done: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
        if missing(&done)?.next().is_none() {
            return Ok(());
        }
    }
    // Two nodes that make the table at once: the second sees a unique violation in the catalogue, and
    // the table is there when it looks again.
    if client.batch_execute(MADE).await.is_err() {
        client.batch_execute(MADE).await.map_err(StoreError::from)?;
    }
    let tx = client.transaction().await.map_err(StoreError::from)?;
    tx.batch_execute("LOCK TABLE schema_versions IN ACCESS EXCLUSIVE MODE")
        .await
        .map_err(StoreError::from)?;
    let rows = tx.query("SELECT version FROM schema_versions", &[]).await.map_err(StoreError::from)?;
    let done: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    for step in missing(&done)? {
        tx.batch_execute(step.postgres).await.map_err(StoreError::from)?;
        tx.execute("INSERT INTO schema_versions VALUES ($1)", &[&step.version])
            .await
            .map_err(StoreError::from)?;
    }
    tx.batch_execute(COLLATE).await.map_err(StoreError::from)?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
