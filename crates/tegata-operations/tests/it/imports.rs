//! What is imported: served with its own key, followed by edges, gone when it is deleted.

use jiff::SignedDuration;
use tegata_model::CertificateId;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_operations::certificate::{
    Deletion, PemBundle, Served, delete, import, reimport, served_certificate,
};
use tegata_operations::{Error, Kind};
use tegata_store::certificates::imports;
use tegata_store::changes::Cursor;
use tegata_store::{StoreError, events};
use tegata_testkit::{World, import_fixture};
use tegata_x509::{KeyFile, describe, pem};
use zeroize::Zeroizing;

fn files(certificate: &str, key: &str, chain: &[&str]) -> PemBundle {
    let chain: Vec<u8> = chain.iter().flat_map(|file| import_fixture(file)).collect();
    PemBundle {
        certificate: import_fixture(certificate),
        private_key: Zeroizing::new(import_fixture(key)),
        chain: Some(chain).filter(|chain| !chain.is_empty()),
    }
}

fn first() -> PemBundle {
    files("rsa.pem", "rsa.key", &["issuing-rsa.pem", "root-rsa.pem"])
}

fn second() -> PemBundle {
    files("rsa-again.pem", "rsa-again.key", &["issuing-rsa.pem"])
}

async fn served(world: &World, id: CertificateId) -> Result<Option<Served>, Error> {
    served_certificate(&world.worker, id).await
}

/// The key that is served is that of the certificate that is served.
fn belongs_together(served: &Served) {
    let chain = pem::decode_certificates(&served.chain_pem).expect("a chain");
    let key = KeyFile::read(served.key_pem.as_bytes()).expect("a key");
    assert!(key.belongs_to(&describe::spki_of(&chain[0]).expect("a public key")));
}

#[tokio::test]
async fn what_is_imported_is_served_with_its_key_until_it_is_deleted() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let id = import(instance, owner, first(), Vec::new()).await.expect("imported");
    let before = served(&world, id).await.expect("read").expect("served");
    belongs_together(&before);
    assert_eq!(before.summary.version, 1);
    assert_eq!(before.summary.names, ["www.example.com", "example.com", "odd_name.example.com"]);
    assert_eq!(pem::decode_certificates(&before.chain_pem).expect("a chain").len(), 3);

    let cursor = instance.read(Cursor::at_end).await.expect("read");
    world.advance(SignedDuration::from_hours(1));
    reimport(instance, owner, id, second()).await.expect("imported anew");
    let after = served(&world, id).await.expect("read").expect("served");
    belongs_together(&after);
    assert_eq!((after.summary.version, after.summary.names.len()), (2, 2));
    assert_ne!(*after.key_pem, *before.key_pem);
    let next = instance.read(move |tx| cursor.next(tx, 10)).await.expect("read");
    assert_eq!(next.changed, [Change::Certificate(id)], "edges follow");

    assert_eq!(delete(instance, owner, id).await.expect("deleted"), Deletion::Deleted);
    assert!(served(&world, id).await.expect("read").is_none());
    let kinds = instance.read(move |tx| events::list_about(tx, &id.to_string(), 10)).await.expect("read");
    let kinds: Vec<EventKind> = kinds.into_iter().rev().map(|stored| stored.event.kind).collect();
    assert_eq!(
        kinds,
        [EventKind::CertificateAvailable, EventKind::CertificateAvailable, EventKind::CertificateDeleted]
    );
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let world = World::new(2).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let id = import(instance, owner, first(), Vec::new()).await.expect("imported");
    let before = served(&world, id).await.expect("read").expect("served");
    for wrong in [
        files("rsa-again.pem", "rsa.key", &["issuing-rsa.pem"]),
        files("rsa-again.pem", "rsa-again.key", &[]),
        files("ec.pem", "ec.key", &["issuing-ec.pem"]),
    ] {
        let refused = reimport(instance, owner, id, wrong).await.expect_err("refused");
        assert_eq!(refused.kind(), Kind::Invalid);
    }
    let refused = reimport(instance, &world.stranger(), id, second()).await.expect_err("not the stranger's");
    assert_eq!(refused.kind(), Kind::NotFound);
    let after = served(&world, id).await.expect("read").expect("served");
    assert_eq!((after.summary.version, &*after.key_pem), (before.summary.version, &*before.key_pem));
}

#[tokio::test]
async fn a_sealed_key_opens_in_its_own_place_alone() {
    let world = World::new(3).await;
    let (instance, owner) = (&world.instance, &world.owner);
    let id = import(instance, owner, first(), Vec::new()).await.expect("imported");
    let other = import(instance, owner, first(), Vec::new()).await.expect("imported");
    // An attacker who can write to the store puts the key of one certificate under another.
    let sealed = instance.sealer.seal(&imports::key_place(other, 1), b"a key");
    let moved = instance.write(move |tx| -> Result<(), StoreError> {
        let serial = tegata_model::certificate::Serial::from_octets(&[1]).expect("a serial");
        let brought =
            imports::Brought { number: 1, serial, leaf: b"leaf", chain_pem: "", sealed_key: &sealed };
        imports::put(tx, id, &brought)
    });
    moved.await.expect("written");
    let refused = served(&world, id).await.expect_err("it does not open");
    assert_eq!(refused.kind(), Kind::Internal);
    assert!(served(&world, other).await.expect("read").is_some());
}
