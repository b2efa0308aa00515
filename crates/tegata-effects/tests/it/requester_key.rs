//! A certificate whose private key its requester has: Tegata signs it, and can do no more with it.

use tegata_model::certificate::{ExportOption, KeyHolder, Status};
use tegata_operations::Error;
use tegata_operations::certificate::{export, served_certificate};
use tegata_store::certificates::{self, versions};
use tegata_x509::{KeyAlgorithm, PrivateKey, Signer, describe, pem};
use zeroize::Zeroizing;

use crate::town::Town;

#[tokio::test(flavor = "multi_thread")]
async fn a_requesters_key_is_signed_and_neither_served_nor_exported() {
    let mut town = Town::asleep(|_| ()).await;
    let key = PrivateKey::generate(KeyAlgorithm::EcPrime256v1).expect("a key");
    let id = town.request_with_records(&["csr.example.com"]).await;
    // No operation takes a signing request yet: the stored certificate is made one that was requested with it.
    let public_key_pem = pem::encode_public_key(key.spki_der());
    let changed = town.world.instance.write(move |tx| -> Result<(), Error> {
        let stored = certificates::find_of_any(tx, id)?.expect("it is there");
        let mut after = stored.certificate.clone();
        after.export = ExportOption::Enabled;
        let managed = after.managed_mut().expect("it was requested");
        managed.key = KeyHolder::Requester { public_key_pem: public_key_pem.clone() };
        Ok(certificates::save(tx, &stored, &after)?)
    });
    changed.await.expect("saved");
    town.wake();
    let issued = town.until_status(id, Status::Issued).await;
    assert!(!issued.has_key());
    assert_eq!(issued.key_pair_origin(), "CUSTOMER_PROVIDED");

    let instance = &town.world.instance;
    let current =
        instance.read(move |tx| versions::current(tx, id)).await.expect("read").expect("it is issued");
    let leaf_key = describe::spki_of(&current.leaf).expect("a public key");
    assert!(key.belongs_to(&leaf_key));
    let served = served_certificate(&town.world.worker, id).await.expect("read");
    assert!(served.is_none(), "there is no key to serve it with");
    let refused = export(instance, &town.world.owner, id, Zeroizing::new(b"secret".to_vec())).await;
    let words = refused.expect_err("there is no key to export").to_string();
    assert!(words.contains("does not have its private key"), "{words}");
}
