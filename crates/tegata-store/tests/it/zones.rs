//! Hosted zones and record sets, on every back end.

use jiff::Timestamp;
use tegata_model::HostedZoneId;
use tegata_model::zone::change::Plan;
use tegata_model::zone::{
    HostedZone, RecordKey, RecordName, RecordSet, RecordType, RecordValue, SetIdentifier, ZoneChange,
};
use tegata_store::zones::{self, RecordPlace};
use tegata_store::{Store, StoreError};

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    record_sets_are_listed_in_route_53s_order,
    record_sets_of_one_name_are_told_apart_by_their_identifiers,
    another_accounts_zones_above_and_below_are_found,
    of_two_zones_made_at_once_by_two_accounts_one_stands,
    the_oldest_zone_of_a_name_comes_first,
    a_journal_tells_which_names_changed_since_a_serial,
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

/// Applies a batch, and gives the zone that it made.
async fn apply(store: &Store, zone: &HostedZone, plan: Plan) -> Result<HostedZone, StoreError> {
    let id = zone.id.clone();
    let change = ZoneChange {
        id: format!("C{}", zone.serial),
        comment: None,
        submitted_at: Timestamp::UNIX_EPOCH,
        in_sync: false,
    };
    let before = zone.clone();
    store.write(move |tx| zones::apply(tx, before.clone(), &plan, &change)).await?;
    let found = store.read(move |tx| zones::find_of_any(tx, &id)).await?;
    Ok(found.expect("it is there").zone)
}

async fn put(store: &Store, zone: &HostedZone, put: Vec<RecordSet>) -> Result<HostedZone, StoreError> {
    apply(store, zone, Plan { put, remove: Vec::new() }).await
}

fn address(at: &str, last: u8) -> RecordSet {
    let value = RecordValue { text: format!("192.0.2.{last}"), rdata: vec![192, 0, 2, last] };
    RecordSet::simple(name(at), RecordType::A, 60, vec![value])
}

const OWNER: &str = "123456789012";
const STRANGER: &str = "999999999999";

async fn record_sets_are_listed_in_route_53s_order(store: &Store) -> Done {
    let own = zone("Z1", OWNER, "example.com");
    insert(store, &own).await?;
    let labels = ["b", "x.a", "a", "y.a-b", "_t", "*", "1", "a-b", "!", "x-1.a"];
    let sets = labels.map(|label| address(&format!("{label}.example.com"), 1));
    put(store, &own, sets.to_vec()).await?;
    let (mut listed, mut from) = (Vec::new(), RecordPlace::default());
    loop {
        let place = from.clone();
        let page = store
            .read(move |tx| zones::list_record_sets(tx, &HostedZoneId("Z1".to_owned()), &place, 4))
            .await?;
        listed.extend(page.iter().take(3).map(|set| set.key.name.plain()));
        match page.get(3) {
            Some(next) => from = RecordPlace::from(&next.key),
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
    let identifier = |text: &str| SetIdentifier::try_from(text.to_owned()).ok();
    let part = |id: &str, last: u8| {
        let mut part = address("m.example.com", last);
        part.key.set_identifier = identifier(id);
        part
    };
    put(store, &own, vec![part("b", 1), part("a", 2), part("Z", 3)]).await?;
    let id = || HostedZoneId("Z1".to_owned());
    let present =
        store.read(move |tx| zones::record_sets_at_all(tx, &id(), [name("m.example.com")].iter())).await?;
    let key = RecordKey { set_identifier: identifier("a"), ..part("a", 2).key };
    assert_eq!((present.len(), &present[&key]), (3, &part("a", 2)));
    let from = RecordPlace::from(&key);
    let listed = store.read(move |tx| zones::list_record_sets(tx, &id(), &from, 10)).await?;
    assert_eq!(listed, [part("a", 2), part("b", 1)], "octets order, and a page begins at its identifier");
    Ok(())
}

async fn a_journal_tells_which_names_changed_since_a_serial(store: &Store) -> Done {
    let mut own = zone("Z1", OWNER, "example.com");
    insert(store, &own).await?;
    let (a, b) = (address("a.example.com", 1), address("b.example.com", 2));
    own = put(store, &own, vec![a.clone(), b.clone()]).await?;
    let removed = Plan { put: Vec::new(), remove: vec![b.key.clone()] };
    own = apply(store, &own, removed).await?;
    own = apply(store, &own, Plan::default()).await?;
    let changed = |own: &HostedZone, after: u32| {
        let own = own.clone();
        store.read(move |tx| zones::changed_names(tx, &own, after))
    };
    let both = [a.key.name.clone(), b.key.name.clone(), name("example.com")];
    let mut found = changed(&own, 0).await?.expect("all");
    found.sort();
    assert_eq!((own.serial, found), (3, [&both[2..], &both[..2]].concat()));
    let mut found = changed(&own, 1).await?.expect("all");
    found.sort();
    assert_eq!(found, [both[2].clone(), both[1].clone()], "each name once");
    assert_eq!(changed(&own, 3).await?, Some(Vec::new()));
    assert_eq!(changed(&own, 4).await?, None, "a serial that is ahead is not known");
    for _ in 0..256 {
        own = apply(store, &own, Plan::default()).await?;
    }
    assert_eq!(changed(&own, 2).await?, None, "the journal has an end");
    assert_eq!(changed(&own, 3).await?, Some(vec![name("example.com")]));
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
    let found = store.read(|tx| zones::list_by_apex(tx, &name("example.com"))).await?;
    let ids: Vec<&str> = found.iter().map(|stored| stored.zone.id.0.as_str()).collect();
    assert_eq!(ids, ["Z2", "Z3", "Z1"]);
    Ok(())
}
