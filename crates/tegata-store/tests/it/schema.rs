//! The schema: the same on both back ends, and refused where another build made it.

use std::collections::BTreeSet;

use rusqlite::Connection;
use tegata_store::{Location, OpenError, Store, StoreError, params};

/// Where each statement answers with one text for each thing of the schema.
struct Introspection {
    columns: &'static str,
    primary_keys: &'static str,
    indexes: &'static str,
    foreign_keys: &'static str,
}

const SQLITE: Introspection = Introspection {
    columns: "SELECT m.name || '.' || c.name || ' ' || c.type \
              || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' NOT NULL' ELSE '' END \
              FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c \
              WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
    primary_keys: "SELECT m.name || ': ' || (SELECT group_concat(c.name, ', ') FROM \
                   (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk) c) \
                   FROM sqlite_schema m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
    indexes: "SELECT m.name || ': ' || CASE i.origin WHEN 'c' THEN i.name ELSE 'constraint' END || ' (' \
              || (SELECT group_concat(c.name, ', ') FROM \
                  (SELECT name FROM pragma_index_xinfo(i.name) WHERE key = 1 ORDER BY seqno) c) || ')' \
              || CASE WHEN i.\"unique\" THEN ' unique' ELSE '' END || CASE WHEN i.partial THEN ' partial' ELSE '' END \
              FROM sqlite_schema m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'",
    foreign_keys: "SELECT m.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\" || ' ' || f.on_delete \
                   FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
};

const POSTGRES: Introspection = Introspection {
    columns: "SELECT (table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'INTEGER' \
              WHEN 'bytea' THEN 'BLOB' ELSE upper(data_type) END \
              || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END)::text \
              FROM information_schema.columns WHERE table_schema = current_schema()",
    primary_keys: "SELECT i.indrelid::regclass::text || ': ' || (SELECT string_agg(a.attname, ', ' ORDER BY k.n) \
                   FROM unnest(i.indkey) WITH ORDINALITY k (number, n) \
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) \
                   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                   WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace",
    indexes: "SELECT i.indrelid::regclass::text || ': ' || CASE WHEN EXISTS \
              (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype = 'u') \
              THEN 'constraint' ELSE c.relname::text END || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.n) \
              FROM unnest(i.indkey) WITH ORDINALITY k (number, n) \
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) || ')' \
              || CASE WHEN i.indisunique THEN ' unique' ELSE '' END \
              || CASE WHEN i.indpred IS NOT NULL THEN ' partial' ELSE '' END \
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
              WHERE NOT i.indisprimary AND c.relnamespace = current_schema()::regnamespace",
    foreign_keys: "SELECT o.conrelid::regclass::text || '.' || a.attname || ' to ' || o.confrelid::regclass::text || '.' \
                   || b.attname || CASE o.confdeltype WHEN 'c' THEN ' CASCADE' ELSE ' NO ACTION' END \
                   FROM pg_constraint o \
                   JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = o.conkey[1] \
                   JOIN pg_attribute b ON b.attrelid = o.confrelid AND b.attnum = o.confkey[1] \
                   WHERE o.contype = 'f' AND o.connamespace = current_schema()::regnamespace",
};

/// What PostgreSQL has in addition: changes are found by their transactions, and events get their positions later.
const OF_POSTGRES: [&str; 7] = [
    "changes.recorded_by INTEGER NOT NULL",
    "changes: changes_by_transaction (recorded_by, revision)",
    "event_positions.id INTEGER NOT NULL",
    "event_positions.last INTEGER NOT NULL",
    "event_positions: id",
    "events: events_by_position (position)",
    "events: events_without_position (sequence) partial",
];

async fn introspect(store: &Store, by: &Introspection) -> Result<BTreeSet<String>, StoreError> {
    let statements = [by.columns, by.primary_keys, by.indexes, by.foreign_keys];
    store
        .read(move |tx| -> Result<_, StoreError> {
            let mut found = BTreeSet::new();
            for sql in statements {
                for row in tx.rows(sql, params![])? {
                    assert!(found.insert(row.get(0)?), "twice in one schema");
                }
            }
            Ok(found)
        })
        .await
}

async fn postgres(name: &str) -> Store {
    let url = crate::cluster::database(name);
    Store::open(&Location::Postgres(url)).await.expect("opened")
}

#[tokio::test(flavor = "multi_thread")]
async fn both_back_ends_have_the_same_columns_keys_and_indexes() -> Result<(), StoreError> {
    let sqlite = introspect(&Store::open(&Location::Memory).await.expect("opened"), &SQLITE).await?;
    let postgres = introspect(&postgres("both_back_ends_have_the_same_columns").await, &POSTGRES).await?;
    let only = |ones: &BTreeSet<String>, others: &BTreeSet<String>| -> Vec<String> {
        ones.difference(others).cloned().collect()
    };
    assert_eq!(only(&sqlite, &postgres), Vec::<String>::new(), "in SQLite only");
    assert_eq!(only(&postgres, &sqlite), OF_POSTGRES, "in PostgreSQL only");
    assert!(sqlite.contains("jobs: jobs_due (state, lease_until, queue, run_at)"), "{sqlite:?}");
    assert!(sqlite.contains("zone_tags.zone_id to hosted_zones.id CASCADE"), "{sqlite:?}");
    Ok(())
}

/// PostgreSQL orders and compares text by its octets, as SQLite does, whatever the locale of the database.
#[tokio::test(flavor = "multi_thread")]
async fn every_text_column_is_compared_by_its_octets() -> Result<(), StoreError> {
    let store = postgres("every_text_column_is_compared_by_its_octets").await;
    let others: Vec<String> = store
        .read(|tx| -> Result<_, StoreError> {
            let rows = tx.rows(
                "SELECT (table_name || '.' || column_name)::text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') \
                 AND collation_name IS DISTINCT FROM 'C' ORDER BY 1",
                params![],
            )?;
            rows.iter().map(|row| row.get(0)).collect()
        })
        .await?;
    assert_eq!(others, Vec::<String>::new(), "columns without COLLATE \"C\"");
    Ok(())
}

/// What opening a directory says after a statement was run on its database.
async fn refusal_after(sql: &str) -> OpenError {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Directory(folder.path().to_owned());
    Store::open(&location).await.expect("opened").close().await;
    let database = Connection::open(folder.path().join("tegata.db")).expect("opened");
    database.execute_batch(sql).expect("changed");
    drop(database);
    Store::open(&location).await.expect_err("refused")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_another_build_made_is_refused_with_what_to_do() {
    let why = refusal_after("UPDATE migrations SET checksum = 'another'").await;
    assert!(matches!(why, OpenError::Altered { version: 1 }), "{why}");
    assert!(why.to_string().contains("Run the build that created it, or choose an empty directory"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_a_later_release_is_refused() {
    let why = refusal_after("INSERT INTO migrations (version, checksum) VALUES (99, '')").await;
    assert!(matches!(why, OpenError::Newer { found: 99, .. }), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_with_the_numbered_migrations_of_before_the_first_release_is_refused() {
    let early = "CREATE TABLE schema_versions (version BIGINT NOT NULL PRIMARY KEY); \
                 INSERT INTO schema_versions VALUES (17)";
    let why = refusal_after(&format!("DROP TABLE migrations; {early}")).await;
    assert!(matches!(why, OpenError::Unreleased), "{why}");
    assert!(why.to_string().contains("Choose an empty directory (--data) or database"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_postgres_that_another_build_made_is_refused() {
    let url = crate::cluster::database("another_build_made_it");
    let location = Location::Postgres(url.clone());
    let store = Store::open(&location).await.expect("opened");
    let changed = store.write(|tx| tx.execute("UPDATE migrations SET checksum = 'another'", params![])).await;
    assert_eq!(changed.expect("changed"), 1);
    let why = Store::open(&location).await.expect_err("refused");
    assert!(matches!(why, OpenError::Altered { version: 1 }), "{why}");
    let made =
        store.write(|tx| tx.execute("ALTER TABLE migrations RENAME TO schema_versions", params![])).await;
    made.expect("renamed");
    let why = Store::open(&location).await.expect_err("refused");
    assert!(matches!(why, OpenError::Unreleased), "{why}");
}
