//! Trust stores and their revocation lists on every back end.

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::load_balancing::trust_store::Revocation;
use tegata_model::load_balancing::{TrustStore, TrustStoreId};
use tegata_store::load_balancing::{trust_store_revocations, trust_store_users, trust_stores};
use tegata_store::{Store, StoreError};

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    trust_stores_are_found_by_their_tenant_alone,
    revocation_lists_go_with_their_trust_store,
}

fn tenant(account: &str) -> Tenant {
    Tenant { account: account.parse().expect("an account"), region: "us-east-1".parse().expect("a region") }
}

fn own() -> Tenant {
    tenant("111111111111")
}

fn trust_store(id: u64, name: &str) -> TrustStore {
    TrustStore {
        id: TrustStoreId(id),
        tenant: own(),
        name: name.to_owned(),
        bundle_digest: "00".to_owned(),
        ca_certificates: 1,
        revoked_entries: 0,
        next_revocation: 1,
        tags: vec![],
        created_at: Timestamp::UNIX_EPOCH,
    }
}

async fn trust_stores_are_found_by_their_tenant_alone(store: &Store) -> Done {
    for (id, name) in [(1, "b"), (2, "a"), (3, "c")] {
        let one = trust_store(id, name);
        store.write(move |tx| trust_stores::insert(tx, &one, "a bundle")).await?;
    }
    let found = store.read(|tx| trust_stores::find(tx, &own(), TrustStoreId(1))).await?;
    assert_eq!(found, Some(trust_store(1, "b")));
    let stranger = || tenant("222222222222");
    assert_eq!(store.read(move |tx| trust_stores::find(tx, &stranger(), TrustStoreId(1))).await?, None);
    assert_eq!(store.read(move |tx| trust_stores::find_by_name(tx, &stranger(), "a")).await?, None);
    assert_eq!(store.read(|tx| trust_stores::count(tx, &own())).await?, 3);
    let page = store.read(|tx| trust_stores::list(tx, &own(), "a", 1)).await?;
    assert_eq!(page, [trust_store(1, "b")]);
    let changed = TrustStore { ca_certificates: 2, ..trust_store(1, "b") };
    let saved = changed.clone();
    store
        .write(move |tx| {
            trust_stores::update(tx, &saved)?;
            trust_stores::update_bundle(tx, saved.id, "another")
        })
        .await?;
    assert_eq!(store.read(|tx| trust_stores::find_by_name(tx, &own(), "b")).await?, Some(changed));
    let bundle = store.read(|tx| trust_stores::bundle(tx, TrustStoreId(1))).await?;
    assert_eq!(bundle.as_deref(), Some("another"));
    Ok(())
}

async fn revocation_lists_go_with_their_trust_store(store: &Store) -> Done {
    let (id, first, second) =
        (TrustStoreId(1), Revocation { id: 1, entries: 3 }, Revocation { id: 2, entries: 500_000 });
    store
        .write(move |tx| {
            trust_stores::insert(tx, &trust_store(1, "a"), "a bundle")?;
            trust_store_revocations::insert(tx, id, second, b"two")?;
            trust_store_revocations::insert(tx, id, first, b"one")
        })
        .await?;
    assert_eq!(store.read(move |tx| trust_store_revocations::list(tx, id)).await?, [first, second]);
    let content = store.read(move |tx| trust_store_revocations::content(tx, id, 2)).await?;
    assert_eq!(content.as_deref(), Some(&b"two"[..]));
    assert_eq!(store.read(move |tx| trust_store_revocations::content(tx, id, u64::MAX)).await?, None);
    store.write(move |tx| trust_store_revocations::delete(tx, id, 1)).await?;
    assert_eq!(store.read(move |tx| trust_store_revocations::list(tx, id)).await?, [second]);
    assert!(store.read(move |tx| trust_store_users::listeners(tx, id)).await?.is_empty());
    assert!(store.read(move |tx| trust_store_users::target_groups(tx, id)).await?.is_empty());
    store.write(move |tx| trust_stores::delete(tx, id)).await?;
    assert_eq!(store.read(move |tx| trust_store_revocations::content(tx, id, 2)).await?, None);
    assert_eq!(store.read(move |tx| trust_stores::bundle(tx, id)).await?, None);
    Ok(())
}
