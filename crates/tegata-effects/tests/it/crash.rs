//! Stops without warning: what is signed is on record first, and the normal path goes on from whatever is left.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_model::CertificateId;
use tegata_model::authority::KeyFamily;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::{CaaResult, CaaVerdict};
use tegata_model::certificate::{Serial, Status};
use tegata_operations::authority::IssuingAuthority;
use tegata_operations::certificate::{
    Completed, Prepared, Reserved, Signed, begin_issue, complete_issue, to_issue,
};
use tegata_store::certificates::versions::{self, OnRecord};
use tegata_store::jobs::Claim;
use tegata_store::{StoreError, params};
use tegata_x509::profile::{self, Leaf};
use tegata_x509::{KeyAlgorithm, PrivateKey, Signer, chain, pem};

use crate::town::Town;

/// Longer than any lease.
const LEASES_OVER: SignedDuration = SignedDuration::from_mins(2);

/// A certificate whose issue somebody has begun: the claim, what is reserved, and the key and authority to sign with.
struct Begun {
    id: CertificateId,
    claim: Claim,
    reserved: Reserved,
    key: PrivateKey,
    authority: Arc<IssuingAuthority>,
}

/// Proves a certificate and begins its issue, as far as the reservation.
async fn begin(town: &Town) -> Begun {
    let id = town.request_with_records(&["example.com"]).await;
    let claims = town.world.claim().await.expect("claimed");
    town.world.show(&claims[0], id, LookUpResult::Good).await.expect("proven");
    let claim = town.world.claim().await.expect("claimed").remove(0);
    let worker = &town.world.worker;
    let at = town.world.now();
    let to_issue = to_issue(worker, id).await.expect("read").expect("it waits");
    let permitted = |name: &tegata_model::DomainName| CaaResult {
        name: name.clone(),
        verdict: CaaVerdict::Permitted,
        at,
    };
    let caa: Arc<[CaaResult]> = to_issue.names().map(permitted).collect();
    let issuable = to_issue.issuable(worker, &caa).expect("issuable");
    let authority = town
        .authorities
        .choose(issuable.issuer(), KeyFamily::Ec, issuable.window(), 0)
        .expect("an intermediate");
    let key = PrivateKey::generate(KeyAlgorithm::EcPrime256v1).expect("a key");
    let serial = Serial::from_random(worker.entropy.bytes());
    let list_url = authority.list_url(serial);
    let leaf = Leaf {
        names: &["example.com"],
        spki: key.spki_der(),
        serial: serial.octets(),
        period: (issuable.window().not_before, issuable.window().not_after),
        locations: authority.locations(&list_url),
    };
    let to_be_signed =
        profile::leaf(&leaf, &authority.issuer, authority.signer().signature_algorithm()).expect("built");
    let (signer, issuer) = (authority.id, authority.window());
    let prepared = Prepared { issuable, serial, authority: signer, issuer, to_be_signed };
    let Ok(reserved) = begin_issue(worker, caa, to_issue, prepared).await.expect("written") else {
        panic!("it may be issued")
    };
    Begun { id, claim, reserved, key, authority }
}

impl Begun {
    fn sign(&self) -> Signed {
        Signed {
            leaf: profile::sign(self.reserved.to_be_signed(), self.authority.signer()).expect("signed"),
            chain_pem: self.authority.chain_pem.clone(),
            private_key: Some(self.key.to_pkcs8_der().expect("a key")),
            issuer: "Tegata".to_owned(),
            signature_algorithm: "SHA256WITHECDSA".to_owned(),
        }
    }
}

async fn on_record(town: &Town, serial: Serial) -> OnRecord {
    let found = town.world.instance.read(move |tx| versions::find_by_serial(tx, serial)).await;
    found.expect("read").expect("on record")
}

/// How many versions there are in each state.
async fn states(town: &Town) -> Vec<(String, i64)> {
    let counted = town.world.instance.read(|tx| {
        let sql = "SELECT state, COUNT(*) FROM (SELECT state FROM certificate_versions UNION ALL \
                   SELECT 'reserved' FROM certificate_reservations) AS recorded GROUP BY state ORDER BY state";
        let rows = tx.rows(sql, params![])?;
        rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<Vec<_>, StoreError>>()
    });
    counted.await.expect("read")
}

async fn assert_served(town: &Town, id: CertificateId) {
    let served = town.served(id).await;
    let bag = pem::decode_certificates(&served.chain_pem).expect("PEM");
    let roots = pem::decode_certificates(&town.authorities.roots_pem()).expect("PEM");
    chain::verify(&bag[0], &bag[1..], &roots, town.world.now(), Some("example.com")).expect("it verifies");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_after_the_reservation_another_serial_is_issued_and_the_first_stays_on_record() {
    let mut town = Town::asleep(|_| ()).await;
    let begun = begin(&town).await;
    let (id, serial) = (begun.id, begun.reserved.serial());
    let to_be_signed = begun.reserved.to_be_signed().to_vec();
    drop(begun);
    town.wake();
    town.quiet().await;
    assert_eq!(town.certificate(id).await.status(), Status::PendingValidation, "the lease still holds");
    town.world.advance(LEASES_OVER);
    let certificate = town.until_status(id, Status::Issued).await;
    let version = certificate.version.expect("issued");
    assert_eq!(version.number, 1);
    assert_ne!(version.serial, serial);
    assert_served(&town, id).await;
    let left = on_record(&town, serial).await;
    assert_eq!((left.state.as_str(), left.certificate), ("reserved", id));
    assert_eq!(left.to_be_signed, Some(to_be_signed));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_after_signing_what_may_exist_is_on_record_and_can_be_told_from_its_serial() {
    let mut town = Town::asleep(|_| ()).await;
    let begun = begin(&town).await;
    let signed = begun.sign();
    let (id, serial, authority) = (begun.id, begun.reserved.serial(), begun.reserved.authority());
    drop(begun);
    // Somebody may hold these bytes: the record says whose they are and who signed them.
    let left = on_record(&town, serial).await;
    let to_be_signed = left.to_be_signed.expect("what was going to be signed");
    assert!(signed.leaf.windows(to_be_signed.len()).any(|window| window == to_be_signed));
    assert_eq!((left.certificate, left.authority), (id, authority));
    town.world.advance(LEASES_OVER);
    town.wake();
    town.until_status(id, Status::Issued).await;
    assert_served(&town, id).await;
    assert_eq!(states(&town).await, [("current".to_owned(), 1), ("reserved".to_owned(), 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_too_late_is_set_aside_and_its_key_forgotten() {
    let mut town = Town::asleep(|_| ()).await;
    let begun = begin(&town).await;
    town.world.advance(LEASES_OVER);
    town.wake();
    let certificate = town.until_status(begun.id, Status::Issued).await;
    let served = town.served(begun.id).await.chain_pem;
    let (claim, reserved) = (&begun.claim, &begun.reserved);
    let late = complete_issue(&town.world.worker, claim, reserved, begun.sign()).await;
    assert_eq!(late.expect("written"), Completed::SetAside);
    let after = town.certificate(begun.id).await;
    assert_eq!(after.version, certificate.version);
    assert_eq!(town.served(begun.id).await.chain_pem, served);
    let left = on_record(&town, begun.reserved.serial()).await;
    assert_eq!(left.state, "set-aside");
    let (leaf, to_be_signed) = (left.leaf.expect("it can be revoked"), begun.reserved.to_be_signed());
    assert!(leaf.windows(to_be_signed.len()).any(|window| window == to_be_signed));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_after_any_commit_it_is_issued_once_in_the_end() {
    for commits in 1..=6 {
        let mut town = Town::asleep(|_| ()).await;
        let id = town.request_with_records(&["example.com"]).await;
        let mut seen = town.world.instance.commits();
        let stop_at = *seen.borrow_and_update() + commits;
        town.wake();
        // Whether there are that many depends on how many look-ups there were; the last rounds end issued.
        let _ = tokio::time::timeout(
            std::time::Duration::from_millis(500),
            seen.wait_for(|commits| *commits >= stop_at),
        )
        .await;
        town.crash().await;
        let left = states(&town).await;
        if town.certificate(id).await.status() == Status::Issued {
            assert_served(&town, id).await;
        } else {
            assert!(left.iter().all(|(state, _)| state == "reserved"), "nothing half issued: {left:?}");
        }
        town.world.advance(LEASES_OVER);
        town.wake();
        town.until_status(id, Status::Issued).await;
        town.quiet().await;
        assert_served(&town, id).await;
        let current = states(&town).await.into_iter().find(|(state, _)| state == "current");
        assert_eq!(current, Some(("current".to_owned(), 1)), "after {commits} commits");
        assert!(town.world.claim().await.expect("claimed").is_empty(), "no job is left");
    }
}
