//! What holds for certificates on every back end.

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::evidence::{Evidence, LookUp, LookUpResult, Question};
use tegata_model::certificate::request::{CertificateRequest, NamePolicy, plan_request};
use tegata_model::certificate::{
    Certificate, ExportOption, Exported, Imported, NameState, Origin, Serial, Source, Usage,
    ValidationMethod, ValidationRecord, Version,
};
use tegata_model::holder::{Attachment, CertificateUser, Holder};
use tegata_model::load_balancing::{Kind, ListenerId, LoadBalancerId};
use tegata_model::{AccountId, AuthorityId, CertificateId, Region, Tenant};
use tegata_store::certificates::attachments::{NoSuchCertificate, attach, detach, users_of};
use tegata_store::certificates::imports::{self, Brought};
use tegata_store::certificates::quota::{Counts, count, count_deleted, counts};
use tegata_store::certificates::versions::{self, Reservation, Signed};
use tegata_store::certificates::{self, Stored, evidence, key_pool, quota, tokens};
use tegata_store::{Store, StoreError};
use uuid::Uuid;

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    a_certificate_is_found_by_its_tenant_alone,
    attachments_count_at_once,
    a_pending_certificate_is_found_under_its_zone,
    versions_supersede_and_are_purged,
    a_serial_is_reserved_once,
    tokens_fold_requests_for_a_while,
    requests_and_imports_are_counted_over_a_year,
    an_import_is_served_until_the_next_one_or_its_end,
    what_was_exported_is_renewed_although_nobody_uses_it,
    pooled_keys_are_taken_once,
    evidence_is_kept_by_name,
    what_ends_is_found_in_order,
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn tenant(account: &str) -> Tenant {
    Tenant {
        account: AccountId::try_from(account.to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    }
}

fn mine() -> Tenant {
    tenant("111122223333")
}

fn certificate(number: u128, names: &[&str], key_algorithm: &str, created_at: Timestamp) -> Certificate {
    let ask = CertificateRequest {
        domain_name: names[0].to_owned(),
        alternative_names: names[1..].iter().map(|&name| name.to_owned()).collect(),
        key_algorithm: Some(key_algorithm.to_owned()),
        method: Some(ValidationMethod::Dns),
        validation_domains: Vec::new(),
        export: ExportOption::Disabled,
        transparency: Default::default(),
        managed_by: None,
        tags: Vec::new(),
    };
    let draft = plan_request(&ask, 100).expect("a good request");
    let record = |base: &str| ValidationRecord::new(base, 1, 2, "abcdefghij", "acm-validations.aws");
    let id = CertificateId(Uuid::from_u128(number));
    draft.begin(id, mine(), None, &NamePolicy::default(), created_at, record).certificate
}

/// What a listener of the load balancer `a` attaches with.
pub(crate) fn by_listener(number: u64) -> Attachment {
    let user = CertificateUser::LoadBalancer {
        kind: Kind::Application,
        name: "a".to_owned(),
        id: LoadBalancerId(1),
    };
    Attachment { holder: Holder::Listener(ListenerId(number)), user }
}

/// As it is stored while nothing uses it.
fn unused(certificate: &Certificate) -> Stored {
    Stored { certificate: certificate.clone(), users: 0 }
}

fn issued(certificate: &Certificate, not_after: Timestamp) -> Certificate {
    let mut issued = certificate.clone();
    let at = issued.created_at;
    for name in &mut issued.managed_mut().expect("requested").names {
        name.state = NameState::Proven { at };
    }
    issued.version = Some(Version {
        number: 1,
        serial: Serial::from_random([1; 16]),
        not_before: issued.created_at,
        not_after,
        issued_at: issued.created_at,
        authority: Some(AuthorityId(Uuid::nil())),
        issuer: "Tegata".to_owned(),
        signature_algorithm: "SHA256WITHRSA".to_owned(),
    });
    issued
}

async fn insert(store: &Store, certificate: &Certificate) -> Done {
    let certificate = certificate.clone();
    store.write(move |tx| certificates::insert(tx, &certificate)).await
}

async fn a_certificate_is_found_by_its_tenant_alone(store: &Store) -> Done {
    let made = certificate(1, &["example.com"], "RSA_2048", at("2026-11-23T10:00:00.123456Z"));
    insert(store, &made).await?;
    let id = made.id;
    let found = store.read(move |tx| certificates::find(tx, &mine(), id)).await?.expect("it is there");
    assert_eq!((found.certificate.clone(), found.usage()), (made, Usage::Unused));
    let other = store.read(move |tx| certificates::find(tx, &tenant("999999999999"), id)).await?;
    assert_eq!(other, None);
    assert_eq!(store.read(move |tx| certificates::find_of_any(tx, id)).await?, Some(found.clone()));
    store.write(move |tx| certificates::delete(tx, &found.certificate)).await?;
    assert_eq!(store.read(move |tx| certificates::find_of_any(tx, id)).await?, None);
    Ok(())
}

async fn attachments_count_at_once(store: &Store) -> Done {
    let made = certificate(1, &["example.com"], "RSA_2048", at("2026-11-23T10:00:00Z"));
    insert(store, &made).await?;
    let id = made.id;
    let users = store
        .write(move |tx| -> Result<_, StoreError> {
            assert_eq!(attach(tx, &mine(), id, &by_listener(1))?, Ok(()));
            assert_eq!(attach(tx, &mine(), id, &by_listener(1))?, Ok(()));
            assert_eq!(attach(tx, &mine(), id, &by_listener(2))?, Ok(()));
            let stranger = attach(tx, &tenant("999999999999"), id, &by_listener(3))?;
            assert_eq!(stranger, Err(NoSuchCertificate));
            let found = certificates::find(tx, &mine(), id)?.expect("it is there");
            assert_eq!((found.users, found.usage()), (2, Usage::InUse));
            users_of(tx, id)
        })
        .await?;
    assert_eq!(users, [by_listener(1).user]);
    store
        .write(move |tx| -> Done {
            detach(tx, id, by_listener(1).holder)?;
            assert_eq!(users_of(tx, id)?.len(), 1, "the other listener still serves it");
            detach(tx, id, by_listener(2).holder)?;
            detach(tx, id, by_listener(2).holder)?;
            assert_eq!(certificates::find(tx, &mine(), id)?.expect("it is there").users, 0);
            Ok(())
        })
        .await
}

async fn a_pending_certificate_is_found_under_its_zone(store: &Store) -> Done {
    let now = at("2026-11-23T10:00:00Z");
    let names = ["www.example.com", "*.example.com", "example.com", "notexample.com"];
    let made = certificate(1, &names, "RSA_2048", now);
    insert(store, &made).await?;
    for (apex, found) in [
        ("example.com", true),
        ("EXAMPLE.com.", true),
        ("www.example.com", true),
        ("com", true),
        ("ww.example.com", false),
        ("a.www.example.com", false),
        ("ample.com", false),
        ("example.co", false),
        ("org", false),
    ] {
        let under = store.read(move |tx| certificates::list_awaiting_under(tx, apex, 10)).await?;
        assert_eq!(under == [made.id], found, "{apex}: {under:?}");
    }
    let after = issued(&made, now);
    store.write(move |tx| certificates::save(tx, &unused(&made), &after)).await?;
    let under = store.read(|tx| certificates::list_awaiting_under(tx, "example.com", 10)).await?;
    assert_eq!(under, [], "what is issued waits for nothing");
    Ok(())
}

fn serial(number: u8) -> Serial {
    Serial::from_random([number; 16])
}

fn reserve(tx: &mut tegata_store::WriteTx<'_>, number: u32, id: CertificateId, serial: Serial) -> Done {
    let not_after = at("2027-06-08T23:59:59Z") + SignedDuration::from_hours(i64::from(number));
    let reservation = Reservation {
        serial,
        certificate: id,
        number,
        authority: AuthorityId(Uuid::nil()),
        not_after,
        to_be_signed: b"tbs",
    };
    versions::reserve(tx, &reservation, at("2026-11-23T10:00:00Z"))
}

async fn versions_supersede_and_are_purged(store: &Store) -> Done {
    let id = CertificateId(Uuid::from_u128(7));
    store
        .write(move |tx| -> Done {
            let signed =
                Signed { leaf: b"leaf", chain_id: b"id", chain_pem: "chain", sealed_key: Some(b"key") };
            reserve(tx, 1, id, serial(1))?;
            assert!(versions::current(tx, id)?.is_none(), "a reservation serves nobody");
            let on_record = versions::find_by_serial(tx, serial(1))?.expect("reserved");
            assert_eq!(
                (on_record.state.as_str(), on_record.to_be_signed.as_deref()),
                ("reserved", Some(&b"tbs"[..]))
            );
            versions::make_current(tx, id, 1, serial(1), &signed)?;
            assert!(
                versions::make_current(tx, id, 1, serial(1), &signed).is_err(),
                "a reservation is used once"
            );
            reserve(tx, 2, id, serial(2))?;
            reserve(tx, 2, id, serial(3))?;
            versions::make_current(tx, id, 2, serial(2), &Signed { leaf: b"leaf2", ..signed })?;
            versions::set_aside(tx, serial(3), b"leaf3")?;
            let (current, key) = versions::current_with_key(tx, id)?.expect("current");
            assert_eq!((current.serial, current.number, &current.leaf[..]), (serial(2), 2, &b"leaf2"[..]));
            assert_eq!((current.chain_pem.as_str(), &key.bytes[..]), ("chain", &b"key"[..]));
            let states = [1, 2, 3].map(|number| {
                let found = versions::find_by_serial(tx, serial(number)).expect("read");
                found.map(|found| found.state).unwrap_or_default()
            });
            assert_eq!(states, ["superseded", "current", "set-aside"]);
            reserve(tx, 3, id, serial(4))?;
            let end = at("2027-06-09T00:59:59Z");
            assert_eq!(versions::purge(tx, end, 10)?, 0);
            assert_eq!(
                versions::purge(tx, end + SignedDuration::from_hours(100), 10)?,
                3,
                "what is served stays, and no reservation does"
            );
            assert!(versions::find_by_serial(tx, serial(4))?.is_none());
            Ok(())
        })
        .await
}

async fn a_serial_is_reserved_once(store: &Store) -> Done {
    let id = CertificateId(Uuid::from_u128(7));
    store.write(move |tx| reserve(tx, 1, id, serial(1))).await?;
    let again = store.write(move |tx| reserve(tx, 2, id, serial(1))).await;
    assert!(again.is_err_and(|error| error.is_taken()));
    let signed = Signed { leaf: b"leaf", chain_id: b"id", chain_pem: "chain", sealed_key: None };
    store.write(move |tx| versions::make_current(tx, id, 1, serial(1), &signed)).await?;
    let again = store.write(move |tx| reserve(tx, 2, id, serial(1))).await;
    assert!(again.is_err_and(|error| error.is_taken()), "nor once it was signed");
    Ok(())
}

async fn tokens_fold_requests_for_a_while(store: &Store) -> Done {
    let now = at("2026-11-23T10:00:00Z");
    let made = certificate(1, &["example.com"], "RSA_2048", now);
    insert(store, &made).await?;
    store
        .write(move |tx| -> Done {
            let later = now + SignedDuration::from_hours(1);
            tokens::put(tx, &mine(), "token", b"print", made.id, later)?;
            assert_eq!(tokens::find(tx, &mine(), "token", b"print", now)?, Some(made.id));
            assert_eq!(tokens::find(tx, &mine(), "token", b"other", now)?, None);
            assert_eq!(tokens::find(tx, &mine(), "token", b"print", later)?, None);
            assert_eq!(tokens::find(tx, &tenant("999999999999"), "token", b"print", now)?, None);
            assert_eq!(tokens::purge(tx, now, 10)?, 0);
            certificates::delete(tx, &made)?;
            assert_eq!(tokens::find(tx, &mine(), "token", b"print", now)?, None, "it was deleted");
            assert_eq!(tokens::purge(tx, later, 10)?, 1);
            Ok(())
        })
        .await
}

async fn requests_and_imports_are_counted_over_a_year(store: &Store) -> Done {
    counted_over_a_year(store, Origin::AmazonIssued).await?;
    // Counted apart: nothing of the requests shows.
    counted_over_a_year(store, Origin::Imported).await
}

async fn counted_over_a_year(store: &Store, origin: Origin) -> Done {
    let day = SignedDuration::from_hours(24);
    let start = at("2026-11-23T10:00:00Z");
    store
        .write(move |tx| -> Done {
            let counted = |certificates, in_a_year| Counts { certificates, in_a_year };
            assert_eq!(counts(tx, origin, &mine())?, counted(0, 0));
            assert_eq!(count(tx, origin, &mine(), start)?, counted(1, 1));
            assert_eq!(count(tx, origin, &mine(), start)?, counted(2, 2));
            assert_eq!(count(tx, origin, &mine(), start + day)?, counted(3, 3));
            count_deleted(tx, origin, &mine())?;
            assert_eq!(counts(tx, origin, &mine())?, counted(2, 3), "a deleted one was there all the same");
            assert_eq!(count(tx, origin, &mine(), start + day * 364)?, counted(3, 4));
            assert_eq!(
                count(tx, origin, &mine(), start + day * 365)?,
                counted(4, 3),
                "the first day is over"
            );
            assert_eq!(count(tx, origin, &mine(), start + day * 365)?, counted(5, 4));
            assert_eq!(count(tx, origin, &mine(), start + day * 364)?, counted(6, 5), "a clock set back");
            assert_eq!(count(tx, origin, &mine(), start + day * 2000)?, counted(7, 1));
            assert_eq!(counts(tx, origin, &tenant("999999999999"))?, counted(0, 0));
            Ok(())
        })
        .await
}

fn imported(number: u128, version: u32) -> Certificate {
    let now = at("2026-11-23T10:00:00Z");
    let mut certificate = issued(&certificate(number, &["example.com"], "RSA_2048", now), now);
    certificate.source = Source::Imported(Imported {
        at: now,
        domain_name: "example.com".to_owned(),
        dns_names: vec!["example.com".to_owned()],
        ip_addresses: Vec::new(),
        subject: "CN=example.com".to_owned(),
        key_usages: None,
        extended_key_usages: None,
    });
    certificate.version.as_mut().expect("a version").number = version;
    certificate
}

async fn an_import_is_served_until_the_next_one_or_its_end(store: &Store) -> Done {
    let (first, second) = (imported(1, 1), imported(1, 2));
    let id = first.id;
    // Another owner's authority may have given the same serial.
    let twin = imported(2, 1);
    store
        .write(move |tx| -> Done {
            for certificate in [&first, &twin] {
                quota::count(tx, Origin::Imported, &mine(), certificate.created_at)?;
                certificates::insert(tx, certificate)?;
                let chain_pem = "";
                let brought = Brought {
                    number: 1,
                    serial: serial(9),
                    leaf: b"leaf 1",
                    chain_pem,
                    sealed_key: b"key 1",
                };
                imports::put(tx, certificate.id, &brought)?;
            }
            let (current, key) = versions::current_with_key(tx, id)?.expect("current");
            assert_eq!((current.number, current.serial, &current.leaf[..]), (1, serial(9), &b"leaf 1"[..]));
            assert_eq!((current.chain_pem.as_str(), &key.bytes[..]), ("", &b"key 1"[..]));
            assert_eq!(key.place, format!("imported-key/{id}/1"));
            certificates::save(tx, &unused(&first), &second)?;
            let chain_pem = "chain";
            let brought =
                Brought { number: 2, serial: serial(8), leaf: b"leaf 2", chain_pem, sealed_key: b"key 2" };
            imports::put(tx, id, &brought)?;
            let current = versions::current(tx, id)?.expect("current");
            assert_eq!(
                (current.number, &current.leaf[..], &*current.chain_pem),
                (2, &b"leaf 2"[..], "chain")
            );
            let (_, key) = versions::current_with_key(tx, id)?.expect("current");
            assert_eq!(key.place, format!("imported-key/{id}/2"), "a key opens at its own place alone");
            assert!(versions::find_by_serial(tx, serial(8))?.is_none(), "it is none of our authorities'");
            certificates::delete(tx, &second)?;
            assert!(versions::current_with_key(tx, id)?.is_none(), "the key is gone");
            assert!(versions::current(tx, twin.id)?.is_some(), "the other one stays");
            assert_eq!(
                quota::counts(tx, Origin::Imported, &mine())?,
                Counts { certificates: 1, in_a_year: 2 }
            );
            assert_eq!(quota::counts(tx, Origin::AmazonIssued, &mine())?.certificates, 0);
            Ok(())
        })
        .await
}

async fn what_was_exported_is_renewed_although_nobody_uses_it(store: &Store) -> Done {
    let now = at("2026-11-23T10:00:00Z");
    let end = now + SignedDuration::from_hours(2);
    let before = issued(&certificate(1, &["example.com"], "RSA_2048", now), end);
    let mut exported = before.clone();
    exported.exported = Some(Exported { version: 1, at: now });
    let mut renewed = exported.clone();
    renewed.version.as_mut().expect("a version").number = 2;
    store
        .write(move |tx| -> Done {
            let ending = |tx: &mut tegata_store::WriteTx<'_>| -> Result<usize, StoreError> {
                Ok(certificates::list_ending(tx, (now, CertificateId(Uuid::nil())), end, 10)?.len())
            };
            certificates::insert(tx, &before)?;
            assert_eq!(ending(tx)?, 0);
            certificates::save(tx, &unused(&before), &exported)?;
            assert_eq!(ending(tx)?, 1);
            certificates::save(tx, &unused(&exported), &renewed)?;
            assert_eq!(ending(tx)?, 0, "the new key has not left");
            Ok(())
        })
        .await
}

async fn pooled_keys_are_taken_once(store: &Store) -> Done {
    let now = at("2026-11-23T10:00:00Z");
    store
        .write(move |tx| -> Done {
            key_pool::put(tx, Uuid::from_u128(2), "RSA_2048", b"second", now + SignedDuration::from_secs(1))?;
            key_pool::put(tx, Uuid::from_u128(1), "RSA_2048", b"first", now)?;
            assert_eq!(key_pool::count(tx, "RSA_2048")?, 2);
            assert_eq!(key_pool::count(tx, "RSA_4096")?, 0);
            assert_eq!(key_pool::take(tx, "RSA_2048")?, Some((Uuid::from_u128(1), b"first".to_vec())));
            assert_eq!(key_pool::take(tx, "RSA_2048")?.map(|(id, _)| id), Some(Uuid::from_u128(2)));
            assert_eq!(key_pool::take(tx, "RSA_2048")?, None);
            Ok(())
        })
        .await
}

async fn evidence_is_kept_by_name(store: &Store) -> Done {
    let now = at("2026-11-23T10:00:00Z");
    let made = certificate(1, &["example.com"], "RSA_2048", now);
    insert(store, &made).await?;
    store
        .write(move |tx| -> Done {
            let mut seen = evidence::find(tx, made.id, "example.com")?;
            assert_eq!(seen, Evidence::default());
            seen.add(LookUp {
                at: now,
                question: Question::Proof,
                sighting: LookUpResult::Good,
                found: vec!["x.".to_owned()],
                trace: Vec::new(),
            });
            evidence::put(tx, made.id, "example.com", &seen)?;
            evidence::put(tx, made.id, "example.com", &seen)?;
            assert_eq!(evidence::list(tx, made.id)?, [("example.com".to_owned(), seen)]);
            certificates::delete(tx, &made)?;
            assert_eq!(evidence::list(tx, made.id)?, []);
            Ok(())
        })
        .await
}

async fn what_ends_is_found_in_order(store: &Store) -> Done {
    let now = at("2026-11-23T10:00:00Z");
    for number in 1..=4_u8 {
        let made = certificate(u128::from(number), &["example.com"], "RSA_2048", now);
        insert(store, &made).await?;
        let after = issued(&made, now + SignedDuration::from_hours(i64::from(5 - number)));
        store
            .write(move |tx| -> Done {
                certificates::save(tx, &unused(&made), &after)?;
                if number % 2 == 0 {
                    assert_eq!(attach(tx, &mine(), made.id, &by_listener(1))?, Ok(()));
                }
                Ok(())
            })
            .await?;
    }
    store
        .read(move |tx| -> Done {
            let hours = |hours| now + SignedDuration::from_hours(hours);
            let numbers = |ids: Vec<CertificateId>| ids.iter().map(|id| id.0.as_u128()).collect::<Vec<_>>();
            assert_eq!(certificates::next_expiry(tx)?, Some(hours(1)));
            assert_eq!(certificates::count_by_status(tx)?, [("ISSUED".to_owned(), 4)]);
            assert_eq!(numbers(certificates::list_expired(tx, hours(1), 10)?), [0; 0]);
            assert_eq!(numbers(certificates::list_expired(tx, hours(3), 10)?), [4, 3]);
            assert_eq!(numbers(certificates::list_expired(tx, hours(9), 1)?), [4]);
            let none = CertificateId(Uuid::nil());
            let ending = certificates::list_ending(tx, (hours(0), none), hours(9), 10)?;
            assert_eq!(numbers(ending.iter().map(|it| it.certificate.id).collect()), [4, 2], "those in use");
            assert_eq!(
                certificates::list_ending(tx, (hours(1), ending[0].certificate.id), hours(2), 10)?.len(),
                0
            );
            Ok(())
        })
        .await
}
