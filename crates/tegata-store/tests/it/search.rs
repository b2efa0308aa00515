//! Searches: what the index finds is what a look at every certificate finds, in the same order, page by page.

use std::cmp::Ordering;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tegata_model::certificate::search::{Detail, Details, Facet, Facets, Filter, Span, Text};
use tegata_model::certificate::{
    Certificate, ExportOption, Exported, Imported, Issuer, KeyAlgorithm, KeyHolder, Managed, NameState,
    NameValidation, RevocationReason, Revoked, Serial, Source, ValidationMethod, ValidationRecord, Version,
};
use tegata_model::{AccountId, AuthorityId, CertificateId, Region, Tenant};
use tegata_store::certificates::attachments::attach;
use tegata_store::certificates::search::{Order, SortBy, search};
use tegata_store::certificates::versions::{self, Reservation, Signed};
use tegata_store::certificates::{self, Stored};
use tegata_store::{Store, StoreError, WriteTx};
use uuid::Uuid;

use crate::certificates::by_listener;
use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    the_index_finds_what_is_there,
    changes_are_found_at_once_and_what_is_deleted_is_gone,
    a_filter_that_few_satisfy_goes_on_page_by_page,
}

fn tenant(account: &str) -> Tenant {
    Tenant {
        account: AccountId::try_from(account.to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    }
}

fn mine() -> Tenant {
    tenant("123456789012")
}

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).expect("a time")
}

/// What makes a certificate differ from others.
#[derive(Debug, Clone)]
struct Trait {
    names: Vec<u8>,
    key: usize,
    stage: u8,
    second: i64,
    imported: bool,
    exportable: bool,
    exported: bool,
}

fn a_trait() -> impl Strategy<Value = Trait> {
    let names = proptest::collection::vec(0_u8..12, 1..4);
    (names, 0_usize..3, 0_u8..4, 0_i64..6, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(names, key, stage, second, imported, exportable, exported)| Trait {
            names,
            key,
            stage,
            second,
            imported,
            exportable,
            exported,
        },
    )
}

/// A pending certificate like any other.
fn plain() -> Trait {
    Trait { names: vec![1], key: 0, stage: 0, second: 1, imported: false, exportable: true, exported: false }
}

fn name(number: u8) -> String {
    format!("host{number}.Example{}.com", number % 3)
}

fn certificate(number: u128, it: &Trait) -> Certificate {
    let imported = it.imported;
    let is_made = imported || it.stage > 0;
    let names = it.names.iter().map(|number| name(*number));
    let validation = |name: String| NameValidation {
        name: name.parse().expect("a name"),
        record: ValidationRecord::new("example.com", 1, 2, "abcdefghij", "acm-validations.aws"),
        state: NameState::Proven { at: time(0) },
        mail: None,
        redirect: None,
    };
    let source = if imported {
        Source::Imported(Imported {
            at: time(it.second),
            domain_name: name(it.names[0]),
            dns_names: names.collect(),
            ip_addresses: Vec::<IpAddr>::new(),
            subject: "CN=x".to_owned(),
            key_usages: None,
            extended_key_usages: Some(Vec::new()),
        })
    } else {
        Source::Managed(Managed {
            names: names.map(validation).collect(),
            method: ValidationMethod::Dns,
            issuer: Issuer::Own,
            key: KeyHolder::Tegata,
            managed_by: None,
            requested_by: None,
            failure: None,
            renewal: None,
            method_update: None,
        })
    };
    Certificate {
        id: CertificateId(Uuid::from_u128(number)),
        tenant: mine(),
        source,
        key_algorithm: [KeyAlgorithm::Rsa2048, KeyAlgorithm::EcPrime256v1, KeyAlgorithm::Rsa4096][it.key],
        export: if it.exportable { ExportOption::Enabled } else { ExportOption::Disabled },
        transparency: Default::default(),
        tags: Vec::new(),
        created_at: time(0),
        version: is_made.then(|| Version {
            number: 1,
            serial: Serial::from_random(number.to_be_bytes()),
            not_before: time(it.second / 2),
            not_after: time(100 + it.second),
            issued_at: time(it.second),
            authority: None,
            issuer: "Tegata".to_owned(),
            signature_algorithm: "SHA256WITHRSA".to_owned(),
        }),
        expired_at: (is_made && it.stage == 2).then(|| time(200)),
        exported: (is_made && it.exported).then(|| Exported { version: 1, at: time(50) }),
        revoked: (is_made && !imported && it.stage == 3)
            .then(|| Revoked { at: time(60 + it.second), reason: RevocationReason::Unspecified }),
    }
}

/// What our authorities signed is found by its serial.
fn put_on_record(tx: &mut WriteTx<'_>, certificate: &Certificate) -> Done {
    let signed = certificate.version.as_ref().filter(|_| certificate.imported().is_none());
    let Some(Version { number, serial, not_after, .. }) = signed else { return Ok(()) };
    let reservation = Reservation {
        serial: *serial,
        certificate: certificate.id,
        number: *number,
        authority: AuthorityId(Uuid::nil()),
        not_after: *not_after,
        to_be_signed: b"x",
    };
    versions::reserve(tx, &reservation, time(0))?;
    let signed = Signed { leaf: b"leaf", chain_id: b"chain", chain_pem: "", sealed_key: None };
    versions::make_current(tx, certificate.id, *number, *serial, &signed)
}

fn filter() -> impl Strategy<Value = Filter> {
    let text = |values: &'static [&'static str]| proptest::sample::select(values).prop_map(str::to_owned);
    let span = (proptest::option::of(95_i64..108), proptest::option::of(95_i64..108))
        .prop_map(|(start, end)| Span { start: start.map(time), end: end.map(time) });
    let leaf = prop_oneof![
        text(&["PENDING_VALIDATION", "ISSUED", "EXPIRED", "REVOKED", "FAILED"])
            .prop_map(|it| Filter::Facet(Facet::Status(it))),
        text(&["RSA_2048", "EC_prime256v1"]).prop_map(|it| Filter::Facet(Facet::KeyAlgorithm(it))),
        text(&["ANY", "KEY_ENCIPHERMENT"]).prop_map(|it| Filter::Facet(Facet::KeyUsage(it))),
        text(&["IMPORTED", "AMAZON_ISSUED"]).prop_map(|it| Filter::Facet(Facet::CertificateType(it))),
        any::<bool>().prop_map(|it| Filter::Facet(Facet::InUse(it))),
        any::<bool>().prop_map(|it| Filter::Facet(Facet::Exported(it))),
        Just(Filter::Facet(Facet::Nothing)),
        (1_u128..60)
            .prop_map(|number| Filter::Detail(Detail::Identifier(CertificateId(Uuid::from_u128(number))))),
        (0_u8..12).prop_map(|number| Filter::Detail(Detail::DomainName(Text::equals(&name(number))))),
        (0_u8..12).prop_map(|number| Filter::Detail(Detail::DnsName(Text::equals(&name(number))))),
        Just(Filter::Detail(Detail::DnsName(Text::contains("EXAMPLE1")))),
        (1_u128..60).prop_map(|number| {
            Filter::Detail(Detail::Serial(Serial::from_random(number.to_be_bytes()).colons()))
        }),
        span.prop_map(|span| Filter::Detail(Detail::NotAfter(span))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            2 => proptest::collection::vec(inner.clone(), 1..3).prop_map(Filter::All),
            2 => proptest::collection::vec(inner.clone(), 1..3).prop_map(Filter::Any),
            1 => inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

type Value = (Option<i64>, Option<String>);
/// A sort, with what it sorts by.
type Sort = (SortBy, fn(&Stored) -> Value);

/// Every sort by a column, and two by facets.
fn sorts() -> Vec<Sort> {
    let status: fn(&Facets) -> Option<String> = |facets| Some(facets.status.clone());
    let method: fn(&Facets) -> Option<String> = |facets| facets.validation_method.clone();
    vec![
        (SortBy::Creation, |_| (None, None)),
        (SortBy::DomainName, |it| (None, Some(it.certificate.domain_name().to_ascii_lowercase()))),
        (SortBy::NotAfter, |it| (it.certificate.version.as_ref().map(|it| it.not_after.as_second()), None)),
        (SortBy::NotBefore, |it| (it.certificate.version.as_ref().map(|it| it.not_before.as_second()), None)),
        (SortBy::IssuedAt, |it| {
            let version = it.certificate.version.as_ref().filter(|_| it.certificate.imported().is_none());
            (version.map(|it| it.issued_at.as_second()), None)
        }),
        (SortBy::ImportedAt, |it| (it.certificate.imported().map(|it| it.at.as_second()), None)),
        (SortBy::RevokedAt, |it| (it.certificate.revoked.map(|it| it.at.as_second()), None)),
        (SortBy::Facet(status), |it| (None, Some(it.certificate.status().as_str().to_owned()))),
        (SortBy::Facet(method), |it| (None, it.certificate.method().map(|it| it.as_str().to_owned()))),
    ]
}

fn by_a_look_at_each(
    all: &[Stored],
    filter: &Filter,
    value: fn(&Stored) -> Value,
    order: Order,
) -> Vec<CertificateId> {
    let holds = |it: &&Stored| {
        let facets = Facets::of(&it.certificate, it.usage());
        filter.holds(&facets, Some(&Details::of(&it.certificate))) == Some(true)
    };
    let mut found: Vec<&Stored> = all.iter().filter(holds).collect();
    let directed =
        |ordering: Ordering| if order == Order::Descending { ordering.reverse() } else { ordering };
    found.sort_by(|one, other| {
        let ((one_value, other_value), none) = ((value(one), value(other)), (None, None));
        // What has nothing to be sorted by comes last, either way.
        (one_value == none)
            .cmp(&(other_value == none))
            .then_with(|| directed(one_value.cmp(&other_value)))
            .then_with(|| directed(one.certificate.id.cmp(&other.certificate.id)))
    });
    found.into_iter().map(|it| it.certificate.id).collect()
}

async fn by_the_index(
    store: &Store,
    filter: &Filter,
    sort: SortBy,
    order: Order,
    limit: usize,
) -> Result<Vec<CertificateId>, StoreError> {
    let (mut found, mut place) = (Vec::new(), None);
    loop {
        let (filter, after) = (filter.clone(), place.take());
        let page =
            store.read(move |tx| search(tx, &mine(), &filter, sort, order, after.as_ref(), limit)).await?;
        assert!(page.ids.len() <= limit);
        found.extend(page.ids);
        match page.next {
            None => return Ok(found),
            // As it goes through a token.
            Some(next) => {
                let text = serde_json::to_string(&next).expect("plain data");
                place = Some(serde_json::from_str(&text).expect("what was written is read"));
            }
        }
    }
}

async fn the_index_finds_what_is_there(store: &Store) -> Done {
    let mut runner = TestRunner::deterministic();
    let mut all = Vec::new();
    for number in 1..=60_u128 {
        let it = a_trait().new_tree(&mut runner).expect("a trait").current();
        let certificate = certificate(number, &it);
        let users = u32::from(number % 5 == 0);
        let kept = certificate.clone();
        store
            .write(move |tx| -> Done {
                certificates::insert(tx, &kept)?;
                put_on_record(tx, &kept)?;
                if users > 0 {
                    attach(tx, &kept.tenant, kept.id, &by_listener(1))?.expect("there");
                }
                // The same again in another account, which must never be seen.
                let id = CertificateId(Uuid::from_u128(number + 1000));
                let foreign = Certificate { id, tenant: tenant("999999999999"), ..kept.clone() };
                certificates::insert(tx, &foreign)
            })
            .await?;
        all.push(Stored { certificate, users });
    }
    for number in 0..60_usize {
        let filter = filter().new_tree(&mut runner).expect("a filter").current();
        let sorts = sorts();
        let (sort, value) = sorts[number % sorts.len()];
        for (order, limit) in [(Order::Ascending, 7), (Order::Descending, 3), (Order::Ascending, 100)] {
            let expected = by_a_look_at_each(&all, &filter, value, order);
            let found = by_the_index(store, &filter, sort, order, limit).await?;
            assert_eq!(found, expected, "{filter:?} {sort:?} {order:?} {limit}");
        }
    }
    for (sort, value) in sorts() {
        for order in [Order::Ascending, Order::Descending] {
            let everything = Filter::All(Vec::new());
            let expected = by_a_look_at_each(&all, &everything, value, order);
            assert_eq!(
                by_the_index(store, &everything, sort, order, 10).await?,
                expected,
                "{sort:?} {order:?}"
            );
        }
    }
    Ok(())
}

async fn changes_are_found_at_once_and_what_is_deleted_is_gone(store: &Store) -> Done {
    let it = plain();
    let pending = certificate(1, &it);
    let issued = certificate(1, &Trait { stage: 1, ..it.clone() });
    let brought = certificate(2, &Trait { imported: true, ..it.clone() });
    let brought_anew = certificate(2, &Trait { imported: true, names: vec![2, 3], ..it });
    let (kept, other) = (pending.clone(), brought.clone());
    store
        .write(move |tx| -> Done {
            certificates::insert(tx, &kept)?;
            certificates::insert(tx, &other)
        })
        .await?;
    let status = |status: &str| Filter::Facet(Facet::Status(status.to_owned()));
    let named = |number| Filter::Detail(Detail::DnsName(Text::equals(&name(number))));
    let found =
        async |filter: Filter| by_the_index(store, &filter, SortBy::Creation, Order::Ascending, 5).await;
    assert_eq!(found(status("PENDING_VALIDATION")).await?, [pending.id]);
    assert_eq!(found(named(1)).await?, [pending.id, brought.id]);
    let (after, anew) = (issued.clone(), brought_anew.clone());
    let (pending, brought) = (pending.clone(), brought.clone());
    store
        .write(move |tx| -> Done {
            certificates::save(tx, &Stored { certificate: pending.clone(), users: 0 }, &after)?;
            certificates::save(tx, &Stored { certificate: brought.clone(), users: 0 }, &anew)?;
            attach(tx, &mine(), anew.id, &by_listener(1))?.expect("there");
            Ok(())
        })
        .await?;
    assert!(found(status("PENDING_VALIDATION")).await?.is_empty());
    assert_eq!(found(status("ISSUED")).await?, [issued.id, brought_anew.id]);
    assert_eq!(found(named(1)).await?, [issued.id]);
    assert_eq!(found(named(3)).await?, [brought_anew.id]);
    assert_eq!(found(Filter::Facet(Facet::InUse(true))).await?, [brought_anew.id]);
    let gone = issued.clone();
    store.write(move |tx| certificates::delete(tx, &gone)).await?;
    assert!(found(named(1)).await?.is_empty());
    assert_eq!(found(Filter::All(Vec::new())).await?, [brought_anew.id]);
    Ok(())
}

async fn a_filter_that_few_satisfy_goes_on_page_by_page(store: &Store) -> Done {
    let it = plain();
    let all: Vec<Certificate> = (1..=4500_u128)
        .map(|number| certificate(number, &Trait { names: vec![u8::from(number == 4400)], ..it.clone() }))
        .collect();
    store
        .write(move |tx| -> Done {
            all.iter().try_for_each(|certificate| certificates::insert(tx, certificate))
        })
        .await?;
    let contains = Filter::Detail(Detail::DnsName(Text::contains("host1.")));
    let first = {
        let filter = contains.clone();
        store
            .read(move |tx| search(tx, &mine(), &filter, SortBy::Creation, Order::Ascending, None, 10))
            .await?
    };
    assert!(first.ids.is_empty() && first.next.is_some(), "a page looks at so many and no more");
    let found = by_the_index(store, &contains, SortBy::Creation, Order::Ascending, 10).await?;
    assert_eq!(found, [CertificateId(Uuid::from_u128(4400))]);
    let start = time(0) + SignedDuration::from_hours(1);
    let none = Filter::Detail(Detail::NotAfter(Span { start: Some(start), end: None }));
    assert!(by_the_index(store, &none, SortBy::DomainName, Order::Ascending, 10).await?.is_empty());

    Ok(())
}
