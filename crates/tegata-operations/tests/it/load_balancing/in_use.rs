//! Who uses a certificate is exactly who serves it, whatever was done before.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tegata_model::CertificateId;
use tegata_model::holder::CertificateUser;
use tegata_model::load_balancing::listener::ListenerChange;
use tegata_model::load_balancing::{Kind, LoadBalancerId, listener};
use tegata_operations::certificate::{Deletion, delete as delete_certificate};
use tegata_operations::load_balancing::listener::{
    ListListeners, Words, add_certificates, delete, list, modify, remove_certificates,
};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::reason::CertificateReason;

use super::world::{
    World, answer, balancer_named, certificate_named, http, https, listener_named, new_balancer,
};

const CERTIFICATES: u128 = 4;

/// Something that a caller may try; what is refused changes nothing.
#[derive(Debug, Clone)]
enum Step {
    Listen { balancer: usize, port: u16, certificate: u128 },
    Swap { port: u16, certificate: u128 },
    Move { port: u16, to: u16 },
    TurnOff { port: u16 },
    Add { port: u16, certificate: u128 },
    Remove { port: u16, certificate: u128 },
    Close { port: u16 },
    DeleteBalancer { balancer: usize },
    DeleteCertificate { certificate: u128 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (balancer, port, certificate) = (0_usize..2, 440_u16..444, 1..=CERTIFICATES);
    let step = prop_oneof![
        3 => (balancer.clone(), port.clone(), certificate.clone())
            .prop_map(|(balancer, port, certificate)| Step::Listen { balancer, port, certificate }),
        2 => (port.clone(), certificate.clone()).prop_map(|(port, certificate)| Step::Swap { port, certificate }),
        1 => (port.clone(), port.clone()).prop_map(|(port, to)| Step::Move { port, to }),
        1 => port.clone().prop_map(|port| Step::TurnOff { port }),
        3 => (port.clone(), certificate.clone()).prop_map(|(port, certificate)| Step::Add { port, certificate }),
        2 => (port.clone(), certificate.clone()).prop_map(|(port, certificate)| Step::Remove { port, certificate }),
        1 => port.prop_map(|port| Step::Close { port }),
        1 => balancer.prop_map(|balancer| Step::DeleteBalancer { balancer }),
        1 => certificate.prop_map(|certificate| Step::DeleteCertificate { certificate }),
    ];
    proptest::collection::vec(step, 0..40)
}

fn id(number: u128) -> CertificateId {
    CertificateId(uuid::Uuid::from_u128(number))
}

async fn at(world: &World, balancers: &[LoadBalancerId], port: u16) -> Option<listener::Listener> {
    for balancer in balancers {
        let wanted = ListListeners::OfLoadBalancer(balancer_named(*balancer), None);
        let listed = list(&world.instance, &world.caller, wanted, 50).await.ok()?;
        let mut listeners = listed.items.into_iter().map(|shown| shown.listener);
        if let Some(found) = listeners.find(|listener| listener.port == port) {
            return Some(found);
        }
    }
    None
}

/// Tries a step; a refusal is as good as success.
async fn take(world: &World, balancers: &mut [LoadBalancerId], step: &Step) {
    let (instance, caller) = (&world.instance, &world.caller);
    let change = |listener: &listener::Listener, change| {
        modify(instance, caller, listener_named(listener.id), change, Words::default())
    };
    match *step {
        Step::Listen { balancer, port, certificate } => {
            let _ = world.listen(balancers[balancer], https(port, id(certificate))).await;
        }
        Step::Swap { port, certificate } => {
            if let Some(found) = at(world, balancers, port).await {
                let certificates = Some(vec![id(certificate)]);
                let _ = change(&found, ListenerChange { certificates, ..ListenerChange::default() }).await;
            }
        }
        Step::Move { port, to } => {
            if let Some(found) = at(world, balancers, port).await {
                let _ = change(&found, ListenerChange { port: Some(to), ..ListenerChange::default() }).await;
            }
        }
        Step::TurnOff { port } => {
            if let Some(found) = at(world, balancers, port).await {
                let protocol = http(port, answer()).protocol;
                let _ = change(&found, ListenerChange { protocol, ..ListenerChange::default() }).await;
            }
        }
        Step::Add { port, certificate } => {
            if let Some(found) = at(world, balancers, port).await {
                let (named, added) = (listener_named(found.id), vec![certificate_named(id(certificate))]);
                let _ = add_certificates(instance, caller, named, added).await;
            }
        }
        Step::Remove { port, certificate } => {
            if let Some(found) = at(world, balancers, port).await {
                let (named, removed) = (listener_named(found.id), vec![id(certificate)]);
                let _ = remove_certificates(instance, caller, named, removed).await;
            }
        }
        Step::Close { port } => {
            if let Some(found) = at(world, balancers, port).await {
                delete(instance, caller, listener_named(found.id)).await.expect("it is there");
            }
        }
        Step::DeleteBalancer { balancer } => {
            let named = balancer_named(balancers[balancer]);
            load_balancer::delete(instance, caller, named).await.expect("it is not protected");
            let name = format!("lb{balancer}");
            let made = load_balancer::create(instance, caller, new_balancer(&name)).await;
            balancers[balancer] = made.expect("its name is free").load_balancer.id;
        }
        Step::DeleteCertificate { certificate } => {
            let served = !served_by(world, balancers, id(certificate)).await.is_empty();
            let deleted = delete_certificate(instance, caller, id(certificate)).await;
            match deleted {
                Ok(Deletion::Deleted) => {
                    assert!(!served, "a certificate was deleted while a listener served it");
                }
                Ok(Deletion::InUse { .. }) => assert!(served, "nobody serves it"),
                Err(error) => assert_eq!(error.reason(), CertificateReason::NoSuchCertificate.into()),
            }
        }
    }
}

/// The load balancers with a listener that serves a certificate, by what their listeners say.
async fn served_by(
    world: &World,
    balancers: &[LoadBalancerId],
    id: CertificateId,
) -> BTreeSet<CertificateUser> {
    let mut users = BTreeSet::new();
    for (place, balancer) in balancers.iter().enumerate() {
        let wanted = ListListeners::OfLoadBalancer(balancer_named(*balancer), None);
        let listed = list(&world.instance, &world.caller, wanted, 50).await.expect("the listeners");
        if listed.items.iter().any(|shown| shown.listener.certificates().contains(&id)) {
            users.insert(CertificateUser::LoadBalancer {
                kind: Kind::Application,
                name: format!("lb{place}"),
                id: *balancer,
            });
        }
    }
    users
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn in_use_is_exact_after_every_step(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let world = World::new().await;
            for number in 1..=CERTIFICATES {
                world.issued(number, 90).await;
            }
            let mut balancers = [world.balancer("lb0").await.id, world.balancer("lb1").await.id];
            for step in &steps {
                take(&world, &mut balancers, step).await;
                for number in 1..=CERTIFICATES {
                    let served = served_by(&world, &balancers, id(number)).await;
                    let users: BTreeSet<CertificateUser> = world.users_of(id(number)).await.into_iter().collect();
                    assert_eq!(users, served, "certificate {number} after {step:?}");
                }
            }
        });
    }
}
