//! A certificate's whole life under moved time.

use jiff::SignedDuration;
use tegata_model::certificate::evidence::LookUpResult;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::{Certificate, FailureReason, NameState, Status};
use tegata_operations::certificate::{explain, request};
use tegata_store::certificates::versions;
use tegata_testkit::dns_request;
use tegata_x509::{PrivateKey, Signer, chain, describe, pem};

use crate::town::{DAY, Town};

fn renewal_status(certificate: &Certificate) -> &'static str {
    certificate.renewal().map_or("", |renewal| renewal.status())
}

/// The chain that is served verifies from the roots alone, for each name; and the key belongs to the leaf.
async fn check_served(town: &Town, id: tegata_model::CertificateId) -> describe::Description {
    let served = town.served(id).await;
    let bag = pem::decode_certificates(&served.chain_pem).expect("PEM");
    assert_eq!(bag.len(), 3, "leaf, intermediate, cross-certificate");
    let roots = pem::decode_certificates(&town.authorities.roots_pem()).expect("PEM");
    let now = town.world.now();
    for root in &roots[..roots.len() - 1] {
        let described = describe::describe(root).expect("a root");
        let name = served.summary.names[0].as_str();
        let verified = chain::verify(&bag[0], &bag[1..], std::slice::from_ref(root), now, Some(name));
        let own_family = described.key_algorithm.is_some_and(tegata_x509::KeyAlgorithm::is_ec);
        assert_eq!(verified.is_ok(), own_family, "{:?}: {verified:?}", described.subject);
    }
    let older = &roots[roots.len() - 1..];
    chain::verify(&bag[0], &bag[1..], older, now, None).expect("from the older root, through the cross-sign");
    let described = describe::describe(&bag[0]).expect("a leaf");
    let (sealer, instance) = (town.world.instance.sealer.clone(), &town.world.instance);
    let (_, sealed) =
        instance.read(move |tx| versions::current_with_key(tx, id)).await.expect("read").expect("current");
    let key = sealer.open(&sealed.place, &sealed.bytes).expect("unsealed");
    let key = PrivateKey::from_pkcs8_der(&key).expect("a key");
    assert!(key.belongs_to(&describe::spki_of(&bag[0]).expect("a public key")));
    assert_eq!(*key.to_pem().expect("PEM"), *served.key_pem);
    described
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_issued_within_seconds_of_its_record_being_visible() {
    let town = Town::new().await;
    let id = town.request(&["www.example.com", "*.example.com", "example.com"]).await;
    town.quiet().await;
    let explained = explain(&town.world.instance, &town.world.owner, id).await.expect("explained");
    assert_eq!(explained.certificate.status(), Status::PendingValidation);
    let next_try = explained.next_try.expect("it is looked up again");
    assert_eq!(town.world.now().duration_until(next_try), SignedDuration::from_millis(500));
    let last = explained.names[0].evidence.look_ups.last().expect("it was looked up");
    assert_eq!(last.sighting, LookUpResult::Bad { why: "there is no such name".to_owned() });
    assert_eq!(explained.names[1].record, explained.names[2].record);

    town.advance_until(id, SignedDuration::from_mins(1), |it| it.created_at < town.world.now() - DAY / 24)
        .await;
    town.put_records(id).await;
    town.world.advance(SignedDuration::from_mins(5));
    let certificate = town.until_status(id, Status::Issued).await;
    let version = certificate.version.as_ref().expect("issued");
    let described = check_served(&town, id).await;
    assert_eq!(described.serial, version.serial.colons());
    assert_eq!(described.dns_names, ["www.example.com", "*.example.com", "example.com"]);
    assert_eq!((described.not_before, described.not_after), (version.not_before, version.not_after));
    assert_eq!(version.issuer, "Tegata");
    assert_eq!(version.signature_algorithm, "SHA256WITHECDSA");
    assert_eq!(
        town.events(id).await,
        ["certificate.requested", "certificate.validated", "certificate.available"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rsa_certificate_takes_its_key_from_the_pool() {
    let mut town = Town::asleep(|settings| settings.rsa_keys_ready = 2).await;
    let ask = dns_request(&["example.com"]);
    let ids = [
        request(&town.world.instance, &town.world.owner, ask.clone(), None).await.expect("requested"),
        request(&town.world.instance, &town.world.owner, ask, None).await.expect("requested"),
    ];
    for id in ids {
        town.put_records(id).await;
    }
    let key = PrivateKey::generate(tegata_x509::KeyAlgorithm::Rsa2048).expect("a key");
    tegata_operations::instance::key_pool::put_key(&town.world.worker, &key).await.expect("put");
    assert_eq!(
        tegata_operations::instance::key_pool::keys_missing(&town.world.worker).await.expect("counted"),
        1
    );
    town.wake();
    for id in ids {
        let certificate = town.until_status(id, Status::Issued).await;
        assert_eq!(certificate.version.expect("issued").signature_algorithm, "SHA256WITHRSA");
    }
    let mut pooled = 0;
    for id in ids {
        let served = town.served(id).await;
        let bag = pem::decode_certificates(&served.chain_pem).expect("PEM");
        pooled += usize::from(describe::spki_of(&bag[0]).expect("a public key") == key.spki_der());
    }
    assert_eq!(pooled, 1, "one took the pooled key, the other made one of its own");
    assert_eq!(
        tegata_operations::instance::key_pool::keys_missing(&town.world.worker).await.expect("counted"),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn in_use_it_is_renewed_with_a_new_key_and_serial() {
    let town = Town::new().await;
    let id = town.request_with_records(&["example.com"]).await;
    let first = town.until_status(id, Status::Issued).await.version.expect("issued");
    let first_key = town.served(id).await.key_pem;
    town.world.advance(DAY * 160);
    town.quiet().await;
    assert_eq!(town.certificate(id).await.renewal(), None, "it is not in use");

    town.attach(id).await;
    town.world.advance(SignedDuration::from_secs(10));
    let renewed = town.until(id, |it| renewal_status(it) == "SUCCESS").await;
    let second = renewed.version.expect("issued");
    assert_eq!(second.number, 2);
    assert_ne!(second.serial, first.serial);
    assert!(second.not_after > first.not_after);
    let described = check_served(&town, id).await;
    assert_eq!(described.serial, second.serial.colons());
    assert_ne!(*town.served(id).await.key_pem, *first_key, "a new key");
    let old = town.world.instance.read(move |tx| versions::find_by_serial(tx, first.serial)).await;
    let old = old.expect("read").expect("on record");
    assert_eq!(old.state, "superseded");
    assert!(old.leaf.is_some(), "it can still be revoked");
    assert!(town.events(id).await.ends_with(&[
        "certificate.renewal-started".to_owned(),
        "certificate.validated".to_owned(),
        "certificate.available".to_owned(),
    ]));
}

#[tokio::test(flavor = "multi_thread")]
async fn years_pass_and_it_is_renewed_each_time() {
    let town = Town::new().await;
    let id = town.request_with_records(&["example.com"]).await;
    town.until_status(id, Status::Issued).await;
    town.attach(id).await;
    for _ in 0..120 {
        town.world.advance(DAY * 10);
        town.until(id, |it| renewal_status(it) != "PENDING_AUTO_RENEWAL").await;
        town.quiet().await;
        let certificate = town.certificate(id).await;
        assert_eq!(certificate.status(), Status::Issued, "{certificate:#?}");
        let version = certificate.version.expect("issued");
        assert!(version.not_after >= town.world.now());
    }
    let number = town.certificate(id).await.version.expect("issued").number;
    assert!(number > 15, "only {number} versions in over three years");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_record_asks_for_action_and_heals_when_put_back() {
    let town = Town::new().await;
    let id = town.request_with_records(&["example.com"]).await;
    town.until_status(id, Status::Issued).await;
    town.attach(id).await;
    town.names.clear();
    town.world.advance(DAY * 155);
    let certificate = town.until(id, |it| renewal_status(it) == "PENDING_VALIDATION").await;
    assert_eq!(certificate.status(), Status::Issued);
    assert_eq!(certificate.renewal().expect("begun").names, [NameState::Pending]);
    town.world.advance(DAY * 4);
    town.quiet().await;
    town.world.advance(SignedDuration::from_secs(10));
    town.until(id, |it| it.renewal().is_some_and(|renewal| renewal.attempt.number == 2)).await;
    town.quiet().await;
    town.names.set_away(true);
    town.put_records(id).await;
    town.world.advance(SignedDuration::from_mins(6));
    town.quiet().await;
    assert_eq!(renewal_status(&town.certificate(id).await), "PENDING_VALIDATION", "nobody answers");
    town.names.set_away(false);
    let healed =
        town.advance_until(id, SignedDuration::from_mins(5), |it| renewal_status(it) == "SUCCESS").await;
    assert_eq!(healed.version.expect("issued").number, 2);
    let asked = town.events(id).await;
    let asked = asked.iter().filter(|kind| *kind == "certificate.renewal-action-required").count();
    assert_eq!(asked, 2, "once in each attempt");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_record_it_expires_and_is_served_on() {
    let town = Town::new().await;
    let id = town.request_with_records(&["example.com"]).await;
    town.until_status(id, Status::Issued).await;
    town.attach(id).await;
    town.names.clear();
    for _ in 0..10 {
        town.world.advance(DAY * 20);
        town.quiet().await;
    }
    let certificate = town.until_status(id, Status::Expired).await;
    assert_eq!(renewal_status(&certificate), "FAILED");
    assert_eq!(town.served(id).await.summary.version, 1);
    let events = town.events(id).await;
    assert_eq!(events.last().map(String::as_str), Some("certificate.expired"));
    assert!(town.world.claim().await.expect("claimed").is_empty(), "nobody looks for its proof any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn unproven_it_times_out_after_seventy_two_hours() {
    let town = Town::new().await;
    let id = town.request(&["example.com"]).await;
    town.world.advance(SignedDuration::from_hours(72) - SignedDuration::from_secs(1));
    town.quiet().await;
    assert_eq!(town.certificate(id).await.status(), Status::PendingValidation);
    town.world.advance(SignedDuration::from_secs(1));
    town.until_status(id, Status::ValidationTimedOut).await;
    town.put_records(id).await;
    town.world.advance(DAY);
    town.quiet().await;
    assert_eq!(town.certificate(id).await.status(), Status::ValidationTimedOut, "for good");
}

#[tokio::test(flavor = "multi_thread")]
async fn caa_forbids_and_the_evidence_says_why() {
    let town = Town::new().await;
    town.names.set_caa("*.example.com", CaaVerdict::Forbidden { why: "issuewild names nobody".to_owned() });
    let id = town.request_with_records(&["example.com", "*.example.com"]).await;
    let certificate = town.until_status(id, Status::Failed).await;
    assert_eq!(certificate.failure_reason(), Some(FailureReason::CaaError));
    assert!(matches!(certificate.names()[0].state, NameState::Proven { .. }));
    let explained = explain(&town.world.instance, &town.world.owner, id).await.expect("explained");
    let last = explained.names[1].evidence.look_ups.last().expect("it was looked up");
    assert_eq!(last.sighting, LookUpResult::Bad { why: "issuewild names nobody".to_owned() });
    assert_eq!(explained.next_try, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn unanswered_caa_holds_it_up_and_in_the_end_fails_it() {
    let town = Town::new().await;
    let unanswered = CaaVerdict::Unanswered { why: "SERVFAIL".to_owned() };
    town.names.set_caa("held.example.com", unanswered.clone());
    town.names.set_caa("never.example.com", unanswered);
    let held = town.request_with_records(&["held.example.com"]).await;
    let never = town.request_with_records(&["never.example.com"]).await;
    town.quiet().await;
    let explained = explain(&town.world.instance, &town.world.owner, held).await.expect("explained");
    assert_eq!(explained.certificate.status(), Status::PendingValidation);
    let why = "the CAA records of held.example.com could not be looked up: SERVFAIL";
    assert_eq!(explained.last_error.as_deref(), Some(why));
    town.names.set_caa("held.example.com", CaaVerdict::Permitted);
    town.world.advance(SignedDuration::from_secs(10));
    town.until_status(held, Status::Issued).await;
    town.world.advance(DAY * 3);
    let failed = town.until_status(never, Status::Failed).await;
    assert_eq!(failed.failure_reason(), Some(FailureReason::CaaError));
}
