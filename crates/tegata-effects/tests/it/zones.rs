//! Hosted zones on their way to the name servers.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_dns::zone::{Query, Snapshot, Transport, answer};
use tegata_effects::reconcilers::refresh_zones::{read_zones, refresh_zones};
use tegata_model::CertificateId;
use tegata_model::certificate::{Status, ValidationRecord};
use tegata_model::load_balancing::load_balancer::{
    IpAddressType, LoadBalancerSettings, NewLoadBalancer, Scheme,
};
use tegata_model::load_balancing::{Kind, canonical_zone};
use tegata_model::zone::change::{Action, Change};
use tegata_model::zone::{
    AliasTarget, RecordData, RecordKey, RecordName, RecordSet, RecordType, RecordValue, ZoneChange,
};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::reason::ZoneReason;
use tegata_operations::zone::{self, ChangeRecordSets, CreateHostedZone, Created};
use tegata_operations::{Caller, Error, Named};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::town::Town;

const CNAME: u16 = 5;

/// A town with name servers of its own.
struct Hosted {
    town: Town,
    snapshot: Arc<ArcSwap<Snapshot>>,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Hosted {
    async fn new() -> Hosted {
        let town = Town::asleep(|_| ()).await;
        let (snapshot, stop) = (Arc::<ArcSwap<Snapshot>>::default(), CancellationToken::new());
        let mut tasks = JoinSet::new();
        tasks.spawn(refresh_zones(town.world.worker.clone(), Arc::clone(&snapshot), stop.clone()));
        Hosted { town, snapshot, stop, tasks }
    }

    async fn create(&self, caller: &Caller, name: &str, reference: &str) -> Result<Created, Error> {
        let ask = CreateHostedZone {
            name: name.parse().expect("a name"),
            caller_reference: reference.to_owned(),
            comment: None,
        };
        zone::create(&self.town.world.instance, caller, ask).await
    }

    async fn zone(&self, name: &str) -> Created {
        self.create(&self.town.world.owner, name, name).await.expect("created")
    }

    /// Waits until a change is in sync, and gives what the name servers answered with at that moment.
    async fn in_sync(&self, change: &ZoneChange) -> Arc<Snapshot> {
        self.in_sync_of(&self.town.world.owner, change).await
    }

    async fn in_sync_of(&self, owner: &Caller, change: &ZoneChange) -> Arc<Snapshot> {
        let instance = &self.town.world.instance;
        let mut served = instance.node.changes();
        let waiting = async {
            loop {
                served.mark();
                let now = zone::get_change(instance, owner, change.id.clone()).await.expect("there");
                if now.in_sync {
                    return self.snapshot.load_full();
                }
                served.next().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("in sync")
    }

    async fn request(&self, name: &str) -> (CertificateId, ValidationRecord) {
        let id = self.town.request(&[name]).await;
        (id, self.town.certificate(id).await.names()[0].record.clone())
    }

    async fn stop(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("it ends well");
        }
    }
}

/// A name as it is on the wire.
fn wire(name: &str) -> Vec<u8> {
    let labels = name.trim_end_matches('.').split('.');
    let mut wire: Vec<u8> =
        labels.flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).collect();
    wire.push(0);
    wire
}

/// The answer to a query for the CNAME of a name.
fn asked(snapshot: &Snapshot, name: &str) -> Vec<u8> {
    let mut query = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    query.extend(wire(name));
    query.extend(CNAME.to_be_bytes());
    query.extend(1_u16.to_be_bytes());
    let query = Query::read(&query).expect("a query");
    answer(snapshot, &query, Transport::Tcp, None).expect("an answer").bytes
}

/// Whether the name servers answer that `name` is a CNAME of `target`.
fn answers(snapshot: &Snapshot, name: &str, target: &str) -> bool {
    let answer = asked(snapshot, name);
    let first = target.split('.').next().expect("a label").as_bytes();
    answer[7] == 1 && answer.windows(first.len()).any(|window| window == first)
}

/// The addresses that the name servers answer with for a name.
fn addresses(snapshot: &Snapshot, name: &str) -> Vec<Vec<u8>> {
    let mut query = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    query.extend(wire(name));
    query.extend([0, 1, 0, 1]);
    let read = Query::read(&query).expect("a query");
    let answer = answer(snapshot, &read, Transport::Tcp, None).expect("an answer").bytes;
    // Each answer of an address is 16 octets behind the question: a pointer to the name, 10 octets, the address.
    let answers = answer[query.len()..].chunks(16).take(usize::from(answer[7]));
    answers.map(|record| record[12..].to_vec()).collect()
}

fn cname(name: &str, value: &str) -> RecordSet {
    let name: RecordName = name.parse().expect("a name");
    let target: RecordName = value.parse().expect("a name");
    RecordSet::simple(name, RecordType::Cname, 60, vec![RecordValue::name(&target)])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_follows_its_load_balancer() {
    let hosted = Hosted::new().await;
    let world = &hosted.town.world;
    let created = hosted.zone("example.com").await;
    let request = NewLoadBalancer {
        settings: LoadBalancerSettings {
            name: "web".to_owned(),
            kind: Kind::Application,
            scheme: Scheme::InternetFacing,
            ip_address_type: IpAddressType::Ipv4,
            subnets: Vec::new(),
            security_groups: Vec::new(),
        },
        tags: Vec::new(),
    };
    let balancer = load_balancer::create(&world.instance, &world.owner, request).await.expect("created");
    let target = AliasTarget {
        hosted_zone: canonical_zone::of(world.owner.region(), Kind::Application).expect("a zone"),
        name: balancer.dns_name.parse().expect("a name"),
        evaluate_target_health: false,
    };
    let key = RecordKey::simple("example.com".parse().expect("a name"), RecordType::A);
    let record_set = RecordSet { key, data: RecordData::Alias(target) };
    let changes = vec![Change { action: Action::Create, record_set }];
    let ask = ChangeRecordSets { zone: created.zone.zone.id, comment: None, changes };
    let change = zone::change_record_sets(&world.instance, &world.owner, ask).await.expect("changed");
    let snapshot = hosted.in_sync(&change).await;
    for name in ["example.com", &balancer.dns_name, &format!("dualstack.{}", balancer.dns_name)] {
        assert_eq!(addresses(&snapshot, name), [[127, 0, 0, 1]], "{name}");
    }
    let mut settings = (*world.instance.settings()).clone();
    let public = "203.0.113.7".parse().expect("an address");
    settings.edge_public_addresses.insert("127.0.0.1".parse().expect("an address"), vec![public]);
    world.instance.set_settings(settings);
    // A zone that is made afterwards is in sync once the settings were looked at too.
    let snapshot = hosted.in_sync(&hosted.zone("example.org").await.change).await;
    assert_eq!(addresses(&snapshot, "example.com"), [[203, 0, 113, 7]]);
    let named = Named { id: balancer.load_balancer.id, as_written: String::new() };
    load_balancer::delete(&world.instance, &world.owner, named).await.expect("deleted");
    let snapshot = hosted.in_sync(&hosted.zone("example.net").await.change).await;
    for name in ["example.com", &balancer.dns_name] {
        assert!(addresses(&snapshot, name).is_empty(), "{name}");
    }
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_answered_before_it_is_in_sync_and_a_zone_that_is_gone_is_not_answered() {
    let hosted = Hosted::new().await;
    let (instance, owner) = (&hosted.town.world.instance, &hosted.town.world.owner);
    let created = hosted.zone("example.com").await;
    assert!(hosted.in_sync(&created.change).await.serves("www.example.com"));
    for number in 0..20 {
        let record_set = cname(&format!("n{number}.example.com"), "target.example.net");
        let changes = vec![Change { action: Action::Create, record_set }];
        let ask = ChangeRecordSets { zone: created.zone.zone.id.clone(), comment: None, changes };
        let change = zone::change_record_sets(instance, owner, ask).await.expect("changed");
        let snapshot = hosted.in_sync(&change).await;
        assert!(answers(&snapshot, &format!("n{number}.example.com"), "target.example.net"), "{number}");
    }
    let empty = hosted.zone("example.org").await;
    hosted.in_sync(&empty.change).await;
    let gone = zone::delete(instance, owner, empty.zone.zone.id).await.expect("deleted");
    let snapshot = hosted.in_sync(&gone).await;
    assert!(!snapshot.serves("example.org") && snapshot.serves("example.com"));
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_that_was_followed_change_by_change_answers_as_one_that_is_read_whole() {
    let hosted = Hosted::new().await;
    let (instance, owner) = (&hosted.town.world.instance, &hosted.town.world.owner);
    let created = hosted.zone("example.com").await;
    hosted.in_sync(&created.change).await;
    use Action::{Create, Delete, Upsert};
    let names = ["a", "deep.ent", "x.deep.ent", "*.wild", "b-1", "none", "ent", "q.wild"];
    let mut last = created.change;
    for (number, batch) in [
        vec![(Create, "a", "one"), (Create, "x.deep.ent", "one"), (Create, "*.wild", "one")],
        vec![(Upsert, "a", "two"), (Create, "deep.ent", "one"), (Create, "b-1", "one")],
        vec![(Delete, "x.deep.ent", "one"), (Delete, "a", "two")],
        vec![(Delete, "deep.ent", "one"), (Create, "a", "three")],
    ]
    .into_iter()
    .enumerate()
    {
        let changes = batch.into_iter().map(|(action, name, target)| {
            let record_set = cname(&format!("{name}.example.com"), &format!("{target}.example.net"));
            Change { action, record_set }
        });
        let ask = ChangeRecordSets {
            zone: created.zone.zone.id.clone(),
            comment: None,
            changes: changes.collect(),
        };
        last = zone::change_record_sets(instance, owner, ask).await.expect("changed");
        let followed = hosted.in_sync(&last).await;
        let whole = Arc::<ArcSwap<Snapshot>>::default();
        read_zones(hosted.town.world.worker.clone(), Arc::clone(&whole)).await.expect("read");
        for name in names.map(|name| format!("{name}.example.com")) {
            assert_eq!(asked(&followed, &name), asked(&whole.load(), &name), "{name} after batch {number}");
        }
    }
    assert!(answers(&*hosted.in_sync(&last).await, "a.example.com", "three.example.net"));
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validation_record_is_written_into_a_zone_that_is_hosted_here() {
    let hosted = Hosted::new().await;
    let created = hosted.zone("example.com").await;
    hosted.in_sync(&created.change).await;
    let (_, record) = hosted.request("*.www.example.com").await;
    let instance = &hosted.town.world.instance;
    let mut changes = instance.node.changes();
    let served = async {
        loop {
            changes.mark();
            if answers(&hosted.snapshot.load(), &record.name, &record.value) {
                return;
            }
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), served).await.expect("it is answered");
    // The base name shares the record: nothing is written twice, nothing is refused.
    let (_, shared) = hosted.request("www.example.com").await;
    assert_eq!(shared, record);
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_for_a_zone_looks_again_at_once_when_it_changes() {
    let mut hosted = Hosted::new().await;
    hosted.town.wake();
    let (id, record) = hosted.request("www.example.com").await;
    hosted.town.quiet().await;
    assert_eq!(hosted.town.certificate(id).await.status(), Status::PendingValidation);
    // The clock stands, so that waiting alone brings nothing.
    hosted.town.put_records(id).await;
    hosted.town.quiet().await;
    assert_eq!(hosted.town.certificate(id).await.status(), Status::PendingValidation);
    let created = hosted.zone("example.com").await;
    hosted.town.until_status(id, Status::Issued).await;
    let snapshot = hosted.in_sync(&created.change).await;
    assert!(
        !answers(&snapshot, &record.name, &record.value),
        "a zone that comes later is its owner's to fill"
    );
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_the_owners_own_is_left_alone() {
    let hosted = Hosted::new().await;
    let (instance, owner) = (&hosted.town.world.instance, &hosted.town.world.owner);
    let created = hosted.zone("example.com").await;
    let validation =
        tegata_operations::certificate::validation_record(instance, owner.account(), "www.example.com");
    let changes =
        vec![Change { action: Action::Create, record_set: cname(&validation.name, "mine.example.net") }];
    let ask = ChangeRecordSets { zone: created.zone.zone.id, comment: None, changes };
    let change = zone::change_record_sets(instance, owner, ask).await.expect("changed");
    hosted.request("www.example.com").await;
    let snapshot = hosted.in_sync(&change).await;
    assert!(answers(&snapshot, &validation.name, "mine.example.net"));
    hosted.town.quiet().await;
    assert!(answers(&hosted.snapshot.load(), &validation.name, "mine.example.net"));
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_a_zone_over_by_creating_it_again() {
    let hosted = Hosted::new().await;
    hosted.zone("example.com").await;
    let stranger = hosted.town.world.stranger();
    for name in ["EXAMPLE.com.", "www.example.com", "a.b.example.com", "com"] {
        let refused = hosted.create(&stranger, name, name).await;
        assert_eq!(
            refused.map(|_| ()).expect_err("refused").reason(),
            ZoneReason::ConflictingDomain.into(),
            "{name}"
        );
    }
    hosted.create(&stranger, "notexample.com", "beside").await.expect("a name beside it is free");
    // Inside the account a zone below is a delegation.
    hosted.zone("www.example.com").await;
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_zones_of_one_name_the_older_is_answered_until_it_is_deleted() {
    let hosted = Hosted::new().await;
    let (instance, owner) = (&hosted.town.world.instance, &hosted.town.world.owner);
    let add = async |zone: &Created, target: &str| {
        let record_set = cname("www.example.com", target);
        let changes = vec![Change { action: Action::Create, record_set: record_set.clone() }];
        let ask = ChangeRecordSets { zone: zone.zone.zone.id.clone(), comment: None, changes };
        let change = zone::change_record_sets(instance, owner, ask).await.expect("changed");
        hosted.in_sync(&change).await;
        record_set
    };
    let blue = hosted.create(owner, "example.com", "blue").await.expect("created");
    let record_set = add(&blue, "blue.example.net").await;
    let green = hosted.create(owner, "example.com", "green").await.expect("created");
    add(&green, "green.example.net").await;
    let servers = |created: &Created| created.zone.zone.name_servers.clone();
    assert_eq!((servers(&blue).len(), servers(&green).len()), (4, 4));
    assert!(servers(&blue).iter().all(|name| !servers(&green).contains(name)));
    let third = hosted.create(owner, "example.com", "third").await;
    assert_eq!(third.map(|_| ()).expect_err("refused").reason(), ZoneReason::NoDelegationSet.into());
    assert!(answers(&hosted.snapshot.load(), "www.example.com", "blue.example.net"));
    let changes = vec![Change { action: Action::Delete, record_set }];
    let ask = ChangeRecordSets { zone: blue.zone.zone.id.clone(), comment: None, changes };
    zone::change_record_sets(instance, owner, ask).await.expect("changed");
    let gone = zone::delete(instance, owner, blue.zone.zone.id).await.expect("deleted");
    hosted.in_sync(&gone).await;
    let mut commits = instance.commits();
    let taken_over = async {
        while !answers(&hosted.snapshot.load(), "www.example.com", "green.example.net") {
            let _ = tokio::time::timeout(Duration::from_millis(50), commits.changed()).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), taken_over).await.expect("it is answered");
    hosted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_question_about_a_change_finds_it_in_sync() {
    let mut hosted = Hosted::new().await;
    hosted.town.world.instance =
        hosted.town.world.instance.clone().with_describe_wait(Duration::from_secs(60));
    let created = hosted.zone("example.com").await;
    let (instance, owner) = (&hosted.town.world.instance, &hosted.town.world.owner);
    let change = zone::get_change(instance, owner, created.change.id).await.expect("there");
    assert!(change.in_sync);
    hosted.stop().await;
}
