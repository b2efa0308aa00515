//! Load balancers, listeners, target groups and targets on every back end.

use std::net::{IpAddr, Ipv4Addr};

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::load_balancing::action::{
    Action, ActionKind, FixedResponse, Forward, Stickiness, WeightedGroup,
};
use tegata_model::load_balancing::attribute::Attributes;
use tegata_model::load_balancing::condition::{Condition, Patterns};
use tegata_model::load_balancing::listener::Service;
use tegata_model::load_balancing::load_balancer::{IpAddressType, LoadBalancerSettings, Scheme};
use tegata_model::load_balancing::target::Registration;
use tegata_model::load_balancing::target_group::{
    HealthCheck, IpFamily, Protocol, TargetGroupSettings, TargetType,
};
use tegata_model::load_balancing::{
    Kind, Listener, ListenerId, LoadBalancer, LoadBalancerId, ProtocolVersion, Rule, RuleId, Target,
    TargetGroup, TargetGroupId,
};
use tegata_store::load_balancing::forwards::{self, Forwarder};
use tegata_store::load_balancing::{listeners, load_balancers, rules, target_groups, targets};
use tegata_store::{Store, StoreError};

use crate::suite::on_every_backend;

type Done = Result<(), StoreError>;

on_every_backend! {
    load_balancers_are_found_by_their_tenant_alone,
    a_name_is_one_load_balancers,
    an_address_and_port_are_one_listeners,
    forwards_follow_their_listener,
    rules_are_found_in_the_order_of_their_priorities,
    rules_go_with_their_listener,
    targets_become_what_is_wanted,
}

fn tenant(account: &str) -> Tenant {
    Tenant { account: account.parse().expect("an account"), region: "us-east-1".parse().expect("a region") }
}

fn own() -> Tenant {
    tenant("111111111111")
}

fn loopback(last: u8) -> IpAddr {
    Ipv4Addr::new(127, 0, 0, last).into()
}

fn load_balancer(id: u64, name: &str, address: u8) -> LoadBalancer {
    LoadBalancer {
        id: LoadBalancerId(id),
        tenant: own(),
        settings: LoadBalancerSettings {
            name: name.to_owned(),
            kind: Kind::Application,
            scheme: Scheme::Internal,
            ip_address_type: IpAddressType::Ipv4,
            subnets: vec![],
            security_groups: vec![],
        },
        address: loopback(address),
        created_at: Timestamp::UNIX_EPOCH,
        attributes: Attributes::default(),
        tags: vec![],
    }
}

fn listener(id: u64, load_balancer: &LoadBalancer, port: u16, kind: ActionKind) -> Listener {
    Listener {
        id: ListenerId(id),
        tenant: own(),
        load_balancer: load_balancer.id,
        load_balancer_name: load_balancer.settings.name.clone(),
        address: load_balancer.address,
        port,
        service: Service::Http,
        default_action: Action { order: None, kind },
        attributes: Attributes::default(),
        tags: vec![],
        created_at: Timestamp::UNIX_EPOCH,
        revision: 1,
    }
}

fn answer() -> ActionKind {
    ActionKind::FixedResponse(FixedResponse { status: 200, content_type: None, body: None })
}

fn forward(groups: &[u64]) -> ActionKind {
    let groups =
        groups.iter().map(|group| WeightedGroup { group: TargetGroupId(*group), weight: 1 }).collect();
    ActionKind::Forward(Forward { groups, stickiness: Stickiness::default() })
}

fn target_group(id: u64, name: &str) -> TargetGroup {
    TargetGroup {
        id: TargetGroupId(id),
        tenant: own(),
        settings: TargetGroupSettings {
            name: name.to_owned(),
            protocol: Protocol::Http,
            protocol_version: ProtocolVersion::Http1,
            port: 80,
            target_type: TargetType::Ip,
            ip_family: IpFamily::Ipv4,
            vpc: None,
        },
        health_check: HealthCheck::default(),
        created_at: Timestamp::UNIX_EPOCH,
        trust_store: None,
        attributes: Attributes::default(),
        tags: vec![],
    }
}

fn registration(port: u16, draining_until: Option<i64>) -> Registration {
    let draining_until = draining_until.map(|second| Timestamp::from_second(second).expect("a time"));
    Registration {
        target: Target { id: "127.0.0.1".to_owned(), port },
        availability_zone: None,
        draining_until,
    }
}

async fn load_balancers_are_found_by_their_tenant_alone(store: &Store) -> Done {
    for (id, name) in [(1, "b"), (2, "a"), (3, "c")] {
        let one = load_balancer(id, name, 1);
        store.write(move |tx| load_balancers::insert(tx, &one)).await?;
    }
    let found = store.read(|tx| load_balancers::find(tx, &own(), LoadBalancerId(1))).await?;
    assert_eq!(found, Some(load_balancer(1, "b", 1)));
    let stranger = || tenant("222222222222");
    assert_eq!(store.read(move |tx| load_balancers::find(tx, &stranger(), LoadBalancerId(1))).await?, None);
    assert_eq!(store.read(move |tx| load_balancers::find_by_name(tx, &stranger(), "a")).await?, None);
    assert_eq!(store.read(move |tx| load_balancers::count(tx, &stranger())).await?, 0);
    assert_eq!(store.read(|tx| load_balancers::count(tx, &own())).await?, 3);

    let page = store.read(|tx| load_balancers::list(tx, &own(), "", 2)).await?;
    assert_eq!(page.iter().map(|one| one.settings.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let rest = store.read(|tx| load_balancers::list(tx, &own(), "b", 2)).await?;
    assert_eq!(rest, [load_balancer(3, "c", 1)]);
    let mut moved = load_balancer(3, "c", 1);
    moved.address = loopback(2);
    let kept = moved.clone();
    store.write(move |tx| load_balancers::update(tx, &kept)).await?;
    assert_eq!(store.read(|tx| load_balancers::find(tx, &own(), LoadBalancerId(3))).await?, Some(moved));
    Ok(())
}

async fn a_name_is_one_load_balancers(store: &Store) -> Done {
    store.write(|tx| load_balancers::insert(tx, &load_balancer(1, "a", 1))).await?;
    let taken = store.write(|tx| load_balancers::insert(tx, &load_balancer(2, "a", 2))).await;
    assert!(taken.is_err_and(|error| error.is_taken()));
    store.write(|tx| load_balancers::delete(tx, LoadBalancerId(1))).await?;
    store.write(|tx| load_balancers::insert(tx, &load_balancer(2, "a", 2))).await
}

async fn an_address_and_port_are_one_listeners(store: &Store) -> Done {
    let (first, second) = (load_balancer(1, "a", 1), load_balancer(2, "b", 1));
    let both = [first.clone(), second.clone()];
    store.write(move |tx| both.iter().try_for_each(|one| load_balancers::insert(tx, one))).await?;
    let one = listener(1, &first, 443, answer());
    let kept = one.clone();
    store.write(move |tx| listeners::insert(tx, &kept)).await?;
    let other = listener(2, &second, 443, answer());
    assert!(store.write(move |tx| listeners::insert(tx, &other)).await.is_err_and(|error| error.is_taken()));

    assert_eq!(store.read(|tx| listeners::at(tx, loopback(1), 443)).await?, Some(ListenerId(1)));
    assert_eq!(store.read(|tx| listeners::at(tx, loopback(2), 443)).await?, None);
    assert_eq!(store.read(|tx| listeners::addresses_with(tx, 443)).await?, [loopback(1)]);
    let moved = Listener { port: 444, ..one };
    let kept = moved.clone();
    store.write(move |tx| listeners::update(tx, &kept)).await?;
    assert_eq!(store.read(|tx| listeners::at(tx, loopback(1), 443)).await?, None);
    assert_eq!(store.read(|tx| listeners::find_any(tx, ListenerId(1))).await?, Some(moved.clone()));
    assert_eq!(store.read(|tx| listeners::list_any(tx, None, 10)).await?, [moved]);
    assert_eq!(store.read(|tx| listeners::list_any(tx, Some(ListenerId(1)), 10)).await?, []);
    Ok(())
}

async fn forwards_follow_their_listener(store: &Store) -> Done {
    let (first, second) = (load_balancer(1, "a", 1), load_balancer(2, "b", 2));
    let both = [first.clone(), second.clone()];
    store.write(move |tx| both.iter().try_for_each(|one| load_balancers::insert(tx, one))).await?;
    for (id, name) in [(1, "x"), (2, "y")] {
        store.write(move |tx| target_groups::insert(tx, &target_group(id, name))).await?;
    }
    let one = listener(1, &first, 80, forward(&[1, 2]));
    let other = listener(2, &first, 81, forward(&[2]));
    let kept = [one.clone(), other];
    store.write(move |tx| kept.iter().try_for_each(|one| listeners::insert(tx, one))).await?;

    let forwarding = |group| store.read(move |tx| forwards::forwarding_to(tx, TargetGroupId(group)));
    assert_eq!(forwarding(1).await?, [(first.id, "a".to_owned())]);
    assert_eq!(forwarding(2).await?, [(first.id, "a".to_owned())]);
    let used = store.read(|tx| {
        forwards::groups_of_load_balancer(tx, LoadBalancerId(1), Forwarder::default_of(ListenerId(1)))
    });
    assert_eq!(used.await?, [TargetGroupId(2)]);
    let named = |after: &'static str| {
        store.read(move |tx| target_groups::of_load_balancer(tx, LoadBalancerId(1), after, 10))
    };
    assert_eq!(named("").await?, [target_group(1, "x"), target_group(2, "y")]);
    assert_eq!(named("x").await?, [target_group(2, "y")]);

    let answers = Listener { default_action: Action { order: None, kind: answer() }, ..one };
    store.write(move |tx| listeners::update(tx, &answers)).await?;
    assert_eq!(forwarding(1).await?, []);
    store.write(|tx| listeners::delete(tx, ListenerId(2))).await?;
    assert_eq!(forwarding(2).await?, []);
    store.write(|tx| target_groups::delete(tx, TargetGroupId(1))).await?;
    assert_eq!(store.read(|tx| target_groups::find(tx, &own(), TargetGroupId(1))).await?, None);
    assert_eq!(store.read(|tx| target_groups::list_any(tx, None, 10)).await?, [target_group(2, "y")]);
    assert_eq!(store.read(|tx| target_groups::list(tx, &own(), "", 10)).await?.len(), 1);
    assert_eq!(store.read(|tx| target_groups::count(tx, &own())).await?, 1);
    Ok(())
}

fn rule(id: u64, of: &Listener, priority: u32, kind: ActionKind) -> Rule {
    let patterns = Patterns::Wildcards(vec![format!("/{id}")]);
    Rule {
        id: RuleId(id),
        tenant: own(),
        listener: of.id,
        load_balancer: of.load_balancer,
        load_balancer_name: of.load_balancer_name.clone(),
        priority,
        conditions: vec![Condition::PathPattern { patterns }],
        action: Action { order: None, kind },
        transforms: vec![],
        tags: vec![],
        created_at: Timestamp::UNIX_EPOCH,
    }
}

/// A load balancer with a listener of this identifier, and the target group 1.
async fn listening(store: &Store, id: u64) -> Result<Listener, StoreError> {
    let whose = load_balancer(1, "a", 1);
    let made = listener(id, &whose, 80, answer());
    let kept = made.clone();
    store
        .write(move |tx| {
            load_balancers::insert(tx, &whose)?;
            target_groups::insert(tx, &target_group(1, "x"))?;
            listeners::insert(tx, &kept)
        })
        .await?;
    Ok(made)
}

async fn rules_are_found_in_the_order_of_their_priorities(store: &Store) -> Done {
    let listener = listening(store, 1).await?;
    let made = [
        rule(1, &listener, 20, answer()),
        rule(2, &listener, 10, answer()),
        rule(3, &listener, 30, answer()),
    ];
    let kept = made.clone();
    store.write(move |tx| kept.iter().try_for_each(|one| rules::insert(tx, one))).await?;
    let taken = rule(4, &listener, 10, answer());
    assert!(store.write(move |tx| rules::insert(tx, &taken)).await.is_err_and(|error| error.is_taken()));
    let order = || async {
        let found = store.read(|tx| rules::of_listener(tx, ListenerId(1))).await?;
        Ok::<_, StoreError>(found.iter().map(|rule| rule.id.0).collect::<Vec<_>>())
    };
    assert_eq!(order().await?, [2, 1, 3]);
    let page = store.read(|tx| rules::of_listener_after(tx, ListenerId(1), 10, 1)).await?;
    assert_eq!(page, [made[0].clone()]);
    assert_eq!(store.read(|tx| rules::at(tx, ListenerId(1), 30)).await?, Some(RuleId(3)));
    assert_eq!(store.read(|tx| rules::count_of_load_balancer(tx, LoadBalancerId(1))).await?, 3);

    let places = [Rule { priority: 10, ..made[0].clone() }, Rule { priority: 20, ..made[1].clone() }];
    store.write(move |tx| rules::set_priorities(tx, &places)).await?;
    assert_eq!(order().await?, [1, 2, 3]);
    let clash = [Rule { priority: 30, ..made[0].clone() }];
    assert!(
        store.write(move |tx| rules::set_priorities(tx, &clash)).await.is_err_and(|error| error.is_taken())
    );
    assert_eq!(order().await?, [1, 2, 3]);

    let found = |tenant: Tenant, listener, id| {
        store.read(move |tx| rules::find(tx, &tenant, ListenerId(listener), RuleId(id)))
    };
    assert_eq!(found(own(), 1, 3).await?, Some(made[2].clone()));
    assert_eq!(found(own(), 2, 3).await?, None);
    assert_eq!(found(tenant("222222222222"), 1, 3).await?, None);
    Ok(())
}

async fn rules_go_with_their_listener(store: &Store) -> Done {
    let listener = listening(store, 1).await?;
    let group = TargetGroupId(1);
    let users = || store.read(move |tx| forwards::forwarding_to(tx, group));
    let made = rule(1, &listener, 1, forward(&[1]));
    let kept = made.clone();
    store.write(move |tx| rules::insert(tx, &kept)).await?;
    assert_eq!(users().await?, [(LoadBalancerId(1), "a".to_owned())]);
    // The listener's own change leaves the rules' groups alone.
    let same = listener.clone();
    store.write(move |tx| listeners::update(tx, &same)).await?;
    assert_eq!(users().await?.len(), 1);
    let except = Forwarder { listener: listener.id, rule: Some(made.id) };
    let used = store.read(move |tx| forwards::groups_of_load_balancer(tx, LoadBalancerId(1), except)).await?;
    assert_eq!(used, []);
    let answers = Rule { action: Action { order: None, kind: answer() }, ..made.clone() };
    store.write(move |tx| rules::update(tx, &answers)).await?;
    assert_eq!(users().await?, []);
    store.write(move |tx| rules::update(tx, &made)).await?;
    store.write(|tx| listeners::delete(tx, ListenerId(1))).await?;
    assert_eq!(users().await?, []);
    assert_eq!(store.read(|tx| rules::of_listener(tx, ListenerId(1))).await?, []);
    Ok(())
}

async fn targets_become_what_is_wanted(store: &Store) -> Done {
    let group = TargetGroupId(1);
    store.write(|tx| target_groups::insert(tx, &target_group(1, "x"))).await?;
    let turn = |wanted: Vec<Registration>| {
        store.write(move |tx| {
            let present = targets::of_group(tx, group)?;
            targets::replace(tx, group, &present, &wanted)
        })
    };
    let present = || store.read(move |tx| targets::of_group(tx, group));
    turn(vec![registration(1, None), registration(2, None)]).await?;
    assert_eq!(present().await?, [registration(1, None), registration(2, None)]);
    turn(vec![registration(2, Some(50)), registration(3, None)]).await?;
    assert_eq!(present().await?, [registration(2, Some(50)), registration(3, None)]);

    let second = |second| Timestamp::from_second(second).expect("a time");
    assert_eq!(store.read(targets::next_drained).await?, Some(second(50)));
    assert_eq!(store.read(move |tx| targets::groups_with_drained(tx, second(49), 10)).await?, []);
    assert_eq!(store.read(move |tx| targets::groups_with_drained(tx, second(50), 10)).await?, [group]);
    turn(vec![]).await?;
    assert_eq!(store.read(targets::next_drained).await?, None);
    Ok(())
}
