//! Sealed columns, on every back end: all of them are known, and a key retires from all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use tegata_model::certificate::Serial;
use tegata_model::{AuthorityId, CertificateId, MailId, WebhookId};
use tegata_store::certificates::{imports, key_pool, versions};
use tegata_store::sealed::{self, COLUMNS, META, Walk};
use tegata_store::{
    Location, Sealer, Store, StoreError, WriteTx, access_keys, authorities, mails, meta, params,
    rotating_keys, sessions, webhooks,
};
use uuid::Uuid;

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

const OLD: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const NEW: &str = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";

on_every_backend! {
    a_key_retires_from_every_sealed_column,
    what_no_key_opens_is_left_and_told,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sealed_column_of_sqlite_is_known() {
    let named = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                 WHERE m.type = 'table' AND c.name LIKE '%sealed%'";
    are_known(&Store::open(&Location::Memory).await.expect("opened"), named).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sealed_column_of_postgres_is_known() {
    let named = "SELECT table_name::text, column_name::text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND column_name LIKE '%sealed%'";
    let location = Location::Postgres(crate::cluster::database("sealed_columns"));
    are_known(&Store::open(&location).await.expect("opened"), named).await;
}

/// A new column whose name says that it is sealed has to be among those that are sealed anew.
async fn are_known(store: &Store, named: &'static str) {
    let rows = store.read(move |tx| tx.rows(named, params![])).await.expect("read");
    let named: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row.get(0).expect("a table"), row.get(1).expect("a column"))).collect();
    let known = COLUMNS.iter().map(|column| (column.table.to_owned(), column.column.to_owned()));
    assert_eq!(named, known.collect::<BTreeSet<_>>());
}

fn sealer(text: &str) -> Arc<Sealer> {
    Arc::new(Sealer::from_text(text, "a test", Arc::new(|bytes| bytes.fill(5))).expect("keys"))
}

const ID: Uuid = Uuid::from_u128(7);

/// The place of the one value in each column, in the order of [`COLUMNS`]; then those of [`META`].
fn places() -> Vec<String> {
    let serial = Serial::from_random([9; 16]);
    let mut places = vec![
        access_keys::secret_place("AKIA7"),
        authorities::key_place(AuthorityId(ID)),
        versions::key_place(serial),
        imports::key_place(CertificateId(ID), 3),
        key_pool::place(ID),
        mails::body_place(MailId(ID)),
        rotating_keys::place(ID),
        sessions::secret_place("ASIA7"),
        webhooks::secret_place(WebhookId(ID)),
    ];
    places.extend(META.map(str::to_owned));
    places
}

/// Puts a value into each column, and one row without a value where there may be one.
fn fill(tx: &mut WriteTx<'_>, sealer: &Sealer) -> Done {
    let sealed: Vec<Vec<u8>> = places().iter().map(|place| sealer.seal(place, place.as_bytes())).collect();
    let serial = Serial::from_random([9; 16]);
    let other = Uuid::from_u128(8);
    tx.execute(
        "INSERT INTO access_keys (id, account, principal, sealed_secret, created_at, state) \
         VALUES ('AKIA7', 'a', 'p', ?1, 1, 'active')",
        params![sealed[0]],
    )?;
    let authority = "INSERT INTO authorities (id, role, key_family, name, certificate_der, sealed_key, created_at) \
                     VALUES (?1, 'root', 'RSA', 'n', ?1, ?2, 1)";
    tx.execute(authority, params![ID, sealed[1]])?;
    tx.execute(authority, params![other, None::<Vec<u8>>])?;
    tx.execute(
        "INSERT INTO certificate_versions (serial, certificate_id, number, authority_id, state, reserved_at, not_after, \
         leaf, sealed_key) VALUES (?1, ?2, 1, ?2, 'current', 1, 1, ?1, ?3)",
        params![serial.octets(), ID, sealed[2]],
    )?;
    tx.execute(
        "INSERT INTO certificate_imports (certificate_id, number, serial, leaf, chain_pem, sealed_key) \
         VALUES (?1, 3, ?1, ?1, '', ?2)",
        params![ID, sealed[3]],
    )?;
    tx.execute(
        "INSERT INTO key_pool (id, algorithm, made_at, sealed_key) VALUES (?1, 'RSA', 1, ?2)",
        params![ID, sealed[4]],
    )?;
    tx.execute(
        "INSERT INTO mails (id, account, region, certificate_id, recipient, subject, sealed_body, state, created_at, \
         tries) VALUES (?1, 'a', 'r', ?1, 'x', 'x', ?2, 'waiting', 1, 0)",
        params![ID, sealed[5]],
    )?;
    tx.execute(
        "INSERT INTO sessions (id, account, principal, name, token_digest, sealed_secret, expires_at) \
         VALUES ('ASIA7', 'a', 'p', 'n', ?1, ?2, 1)",
        params![serial.octets(), sealed[7]],
    )?;
    tx.execute(
        "INSERT INTO rotating_keys (id, purpose, begins_at, sealed_key) VALUES (?1, 'session-tickets', 1, ?2)",
        params![ID, sealed[6]],
    )?;
    tx.execute(
        "INSERT INTO webhooks (id, account, region, url, sealed_secret, principal, created_at, state, next_position, \
         replays, tries) VALUES (?1, 'a', 'r', 'u', ?2, 'p', 1, 'active', 1, 0, 0)",
        params![ID.to_string(), sealed[8]],
    )?;
    meta::put(tx, META[0], &sealed[9])
}

async fn walk(store: &Store, sealer: &Arc<Sealer>) -> Result<(u64, Vec<String>), StoreError> {
    let (mut next, mut resealed, mut unopened) = (Some(Walk::default()), 0, Vec::new());
    while let Some(from) = next {
        let sealer = Arc::clone(sealer);
        let step = store.write_apart(move |tx| sealed::reseal(tx, &sealer, &from, 1)).await?;
        resealed += step.resealed;
        unopened.extend(step.unopened);
        next = step.next;
    }
    Ok((resealed, unopened))
}

async fn left(store: &Store, sealer: &Arc<Sealer>) -> Result<u64, StoreError> {
    let sealer = Arc::clone(sealer);
    store.read(move |tx| sealed::count_under_others(tx, &sealer)).await
}

async fn a_key_retires_from_every_sealed_column(store: &Store) -> Done {
    let (old, both, new) = (sealer(OLD), sealer(&format!("{NEW}\n{OLD}")), sealer(NEW));
    let filling = Arc::clone(&old);
    store.write(move |tx| fill(tx, &filling)).await?;
    let all = COLUMNS.len() as u64 + META.len() as u64;
    assert_eq!((left(store, &old).await?, left(store, &both).await?), (0, all));
    assert_eq!(walk(store, &both).await?, (all, Vec::new()));
    assert_eq!(left(store, &both).await?, 0);
    assert_eq!(walk(store, &both).await?, (0, Vec::new()), "once is enough");
    // The new key alone opens each of them where it belongs.
    let rows = [
        "SELECT sealed_secret FROM access_keys",
        "SELECT sealed_key FROM authorities WHERE sealed_key IS NOT NULL",
        "SELECT sealed_key FROM certificate_versions",
        "SELECT sealed_key FROM certificate_imports",
        "SELECT sealed_key FROM key_pool",
        "SELECT sealed_body FROM mails",
        "SELECT sealed_key FROM rotating_keys",
        "SELECT sealed_secret FROM sessions",
        "SELECT sealed_secret FROM webhooks",
        "SELECT value FROM meta WHERE key = 'instance-secret'",
    ];
    for (sql, place) in rows.into_iter().zip(places()) {
        let row = store.read(move |tx| tx.row(sql, params![])).await?.expect("a row");
        let opened = new.open(&place, &row.get::<Vec<u8>>(0)?).expect("under the new key");
        assert_eq!(*opened, place.as_bytes());
    }
    Ok(())
}

async fn what_no_key_opens_is_left_and_told(store: &Store) -> Done {
    let (old, new) = (sealer(OLD), sealer(NEW));
    store.write(move |tx| fill(tx, &old)).await?;
    let all = COLUMNS.len() as u64 + META.len() as u64;
    let (resealed, unopened) = walk(store, &new).await?;
    assert_eq!((resealed, unopened.len() as u64), (0, all));
    assert!(unopened.iter().any(|why| why.starts_with("access-key/AKIA7: ")), "{unopened:?}");
    assert_eq!(left(store, &new).await?, all);
    Ok(())
}
