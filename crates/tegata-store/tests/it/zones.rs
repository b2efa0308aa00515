//! Hosted zones and record sets, on every back end.

use jiff::Timestamp;
use tegata_model::HostedZoneId;
use tegata_model::zone::change::{Plan, Present};
use tegata_model::zone::{HostedZone, RecordKey, RecordName, RecordSet, Routing};
use tegata_store::zones::{self, RecordPlace, ZoneChange};
use tegata_store::{Store, StoreError};

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    record_sets_are_listed_in_route_53s_order,
    record_sets_of_one_name_are_told_apart_by_their_identifiers,
    another_accounts_zones_above_and_below_are_found,
    of_two_zones_made_at_once_by_two_accounts_one_stands,
    the_oldest_zone_of_a_name_comes_first,
}

fn name(text: &str) -> RecordName {
    text.parse().expect("a name")
}

fn zone(id: &str, account: &str, apex: &str) -> HostedZone {
    HostedZone {
        id: HostedZoneId(id.to_owned()),
        account: account.parse().expect("an account"),
        name: name(apex),
        caller_reference: id.to_owned(),
        comment: None,
        created_at: Timestamp::UNIX_EPOCH,
        serial: 0,
        name_servers: Vec::new(),
    }
}

async fn insert(store: &Store, zone: &HostedZone) -> Done {
    let zone = zone.clone();
    store.write(move |tx| zones::insert(tx, &zone)).await
}

async fn put(store: &Store, zone: &HostedZone, put: Vec<RecordSet>) -> Done {
    let (zone, plan) = (zone.clone(), Plan { put, remove: Vec::new() });
    let change = ZoneChange {
        id: "C1".to_owned(),
        comment: None,
        submitted_at: Timestamp::UNIX_EPOCH,
        in_sync: false,
    };
    store.write(move |tx| zones::apply(tx, zone.clone(), &plan, &change)).await
}

const OWNER: &str = "123456789012";
const STRANGER: &str = "999999999999";

async fn record_sets_are_listed_in_route_53s_order(store: &Store) -> Done {
    let own = zone("Z1", OWNER, "example.com");
    insert(store, &own).await?;
    let labels = ["b", "x.a", "a", "y.a-b", "_t", "*", "1", "a-b", "!", "x-1.a"];
    let sets = labels.map(|label| {
        RecordSet::simple(name(&format!("{label}.example.com")), "A", 60, vec!["192.0.2.1".to_owned()])
    });
    put(store, &own, sets.to_vec()).await?;
    let (mut listed, mut from) = (Vec::new(), RecordPlace::default());
    loop {
        let place = from.clone();
        let page = store
            .read(move |tx| zones::list_record_sets(tx, &HostedZoneId("Z1".to_owned()), &place, 4))
            .await?;
        listed.extend(page.iter().take(3).map(|set| set.name.plain()));
        match page.get(3) {
            Some(next) => from = RecordPlace::from(&next.key()),
            None => break,
        }
    }
    let order = ["\\041", "*", "1", "_t", "a-b", "y.a-b", "a", "x-1.a", "x.a", "b"];
    assert_eq!(listed, order.map(|label| format!("{label}.example.com")));
    Ok(())
}

async fn record_sets_of_one_name_are_told_apart_by_their_identifiers(store: &Store) -> Done {
    let own = zone("Z1", OWNER, "example.com");
    insert(store, &own).await?;
    let part = |id: &str, value: &str| RecordSet {
        routing: Routing::MultiValue { set_identifier: id.to_owned() },
        ..RecordSet::simple(name("m.example.com"), "A", 60, vec![value.to_owned()])
    };
    put(store, &own, vec![part("b", "192.0.2.1"), part("a", "192.0.2.2"), part("Z", "192.0.2.3")]).await?;
    let at = || -> (HostedZoneId, RecordName) { (HostedZoneId("Z1".to_owned()), name("m.example.com")) };
    let ((id, of), mut present) = (at(), Present::new());
    present = store
        .read(move |tx| {
            let mut present = present.clone();
            zones::record_sets_at(tx, &id, &of, &mut present).map(|()| present)
        })
        .await?;
    let key = RecordKey { name: at().1, kind: "A".to_owned(), set_identifier: "a".to_owned() };
    assert_eq!((present.len(), &present[&key].values[0]), (3, &"192.0.2.2".to_owned()));
    let from = RecordPlace::from(&key);
    let listed = store.read(move |tx| zones::list_record_sets(tx, &at().0, &from, 10)).await?;
    let ids: Vec<&str> = listed.iter().map(|set| set.routing.set_identifier()).collect();
    assert_eq!(ids, ["a", "b"], "octets order, and a page begins at its identifier");
    Ok(())
}

async fn another_accounts_zones_above_and_below_are_found(store: &Store) -> Done {
    insert(store, &zone("Z1", OWNER, "a.example.com")).await?;
    insert(store, &zone("Z2", STRANGER, "b.a-b.example.com")).await?;
    for (account, apex, found) in [
        (STRANGER, "a.example.com", Some("a.example.com.")),
        (STRANGER, "www.a.example.com", Some("a.example.com.")),
        (STRANGER, "example.com", Some("a.example.com.")),
        (STRANGER, "com", Some("a.example.com.")),
        (OWNER, "com", Some("b.a-b.example.com.")),
        (STRANGER, "xa.example.com", None),
        (STRANGER, "a-b.example.com", None),
        (OWNER, "a.example.com", None),
        (OWNER, "x.a.example.com", None),
        (OWNER, "a-b.example.com", Some("b.a-b.example.com.")),
        (OWNER, "a-b.example", None),
    ] {
        let new = zone("Z3", account, apex);
        let conflict = store.read(move |tx| zones::find_conflict(tx, &new.account, &new.name)).await?;
        assert_eq!(conflict.as_deref(), found, "{account} {apex}");
    }
    Ok(())
}

async fn of_two_zones_made_at_once_by_two_accounts_one_stands(store: &Store) -> Done {
    let making = (0..12).map(|number| {
        let (account, apex) =
            if number % 2 == 0 { (OWNER, "example.com") } else { (STRANGER, "x.example.com") };
        let (store, new) = (store.clone(), zone(&format!("Z{number}"), account, apex));
        async move {
            store
                .write(move |tx| match zones::find_conflict(tx, &new.account, &new.name)? {
                    Some(_) => Ok(None),
                    None => zones::insert(tx, &new).map(|()| Some(new.account.clone())),
                })
                .await
        }
    });
    let mut tasks = tokio::task::JoinSet::new();
    for one in making {
        tasks.spawn(one);
    }
    let made = tasks.join_all().await.into_iter().collect::<Result<Vec<_>, StoreError>>()?;
    let accounts: std::collections::BTreeSet<String> =
        made.into_iter().flatten().map(|account| account.to_string()).collect();
    assert_eq!(accounts.len(), 1, "{accounts:?}");
    Ok(())
}

async fn the_oldest_zone_of_a_name_comes_first(store: &Store) -> Done {
    for (id, second) in [("Z1", 7), ("Z2", 3), ("Z3", 5)] {
        let created_at = Timestamp::from_second(second).expect("a time");
        insert(store, &HostedZone { created_at, ..zone(id, OWNER, "example.com") }).await?;
    }
    let found = store.read(|tx| zones::list_by_apex(tx, "example.com.")).await?;
    let ids: Vec<&str> = found.iter().map(|stored| stored.zone.id.0.as_str()).collect();
    assert_eq!(ids, ["Z2", "Z3", "Z1"]);
    Ok(())
}
