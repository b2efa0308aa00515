//! The edge follows the store, and what is broken there holds nothing else back.

use std::net::TcpListener;
use std::sync::Arc;

use tegata_edge::EdgeMetrics;
use tegata_edge::client::{self, NameCheck};
use tegata_effects::reconcilers::refresh_edge::{refresh_edge, security_policies};
use tegata_model::CertificateId;
use tegata_model::certificate::Status;
use tegata_model::load_balancing::Kind;
use tegata_model::load_balancing::Listener;
use tegata_model::load_balancing::action::{Action, ActionKind, FixedResponse};
use tegata_model::load_balancing::listener::{NewListener, Protocol};
use tegata_model::load_balancing::load_balancer::{
    IpAddressType, LoadBalancerSettings, NewLoadBalancer, Scheme,
};
use tegata_model::rotating_key::KeyPurpose;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::load_balancing::listener::{self, Words, add_certificates};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Error, Instance, Named};
use tegata_store::params;
use tegata_store::rotating_keys::{self, StoredKey};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::town::Town;

/// The town's instance, whose listeners may have the edge's policies.
fn instance(town: &Town) -> Instance {
    town.world.instance.clone().with_security_policies(security_policies())
}

async fn issued(town: &Town, name: &str) -> CertificateId {
    let id = town.request_with_records(&[name]).await;
    town.until_status(id, Status::Issued).await;
    id
}

/// An edge that runs on a town's store.
struct Running {
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Running {
    fn start(town: &Town) -> Running {
        let (stop, mut tasks) = (CancellationToken::new(), JoinSet::new());
        let answers = Arc::new(RevocationAnswers::new(Arc::clone(&town.authorities)));
        let worker = tegata_effects::worker(instance(town));
        tasks.spawn(refresh_edge(worker, answers, EdgeMetrics::default(), stop.clone()));
        Running { stop, tasks }
    }

    async fn stop(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("it ends well");
        }
    }
}

/// A listener that the edge has opened.
async fn listen(town: &Town, certificate: CertificateId) -> Listener {
    let (instance, owner) = (&instance(town), &town.world.owner);
    let settings = LoadBalancerSettings {
        name: "site".to_owned(),
        kind: Kind::Application,
        scheme: Scheme::InternetFacing,
        ip_address_type: IpAddressType::Ipv4,
        subnets: vec![],
        security_groups: vec![],
    };
    let request = NewLoadBalancer { settings, tags: vec![] };
    let balancer = load_balancer::create(instance, owner, request).await.expect("a load balancer");
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let answer = FixedResponse { status: 200, content_type: None, body: Some("here".to_owned()) };
    let request = NewListener {
        protocol: Some(Protocol::Https),
        port: Some(free),
        policy: Some("ELBSecurityPolicy-TLS13-1-2-2021-06".to_owned()),
        certificates: vec![certificate],
        alpn: None,
        mutual_authentication: None,
        actions: vec![Action { order: None, kind: ActionKind::FixedResponse(answer) }],
        tags: vec![],
    };
    let named = Named::new(balancer.load_balancer.id, "site");
    let made = listener::create(instance, owner, named, request, Words::default()).await;
    made.expect("the edge has opened it").listener
}

/// The leaf that a handshake gets, or why there is none.
async fn served(town: &Town, listener: &Listener, name: &str) -> Result<Vec<u8>, String> {
    let clock = town.world.instance.clock.clone();
    let config = client::config(&town.authorities.roots_pem(), NameCheck::None, move || clock.now());
    let address = (listener.address, listener.port).into();
    let stream = client::connect(&config.expect("roots"), address, name).await;
    let stream = stream.map_err(|error| error.to_string())?;
    client::chain(&stream).expect("a chain").into_iter().next().ok_or_else(|| "no leaf".to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_certificates_that_cannot_be_unsealed_hold_no_other_back() {
    let town = Town::new().await;
    let good = issued(&town, "good.example.com").await;
    let broken = issued(&town, "broken.example.com").await;
    let unreadable = |purpose, id| StoredKey {
        id: Uuid::from_u128(id),
        purpose,
        begins_at: town.world.instance.clock.now(),
        sealed_key: vec![7; 40],
    };
    let keys = [unreadable(KeyPurpose::SessionTickets, 1), unreadable(KeyPurpose::StickinessCookies, 2)];
    let written = town.world.instance.write(move |tx| {
        keys.iter().try_for_each(|key| rotating_keys::insert(tx, key))?;
        tx.execute(
            "UPDATE certificate_versions SET sealed_key = ?2 WHERE certificate_id = ?1",
            params![broken.0, vec![7_u8; 40]],
        )?;
        Ok::<(), Error>(())
    });
    written.await.expect("written");
    let edge = Running::start(&town);
    let listener = listen(&town, good).await;
    let (instance, owner) = (instance(&town), &town.world.owner);
    add_certificates(&instance, owner, Named::new(listener.id, "site"), vec![Named::new(broken, "broken")])
        .await
        .expect("the edge has taken it up");
    let leaf = served(&town, &listener, "good.example.com").await.expect("it is served");
    assert!(served(&town, &listener, "broken.example.com").await.is_err(), "no other stands in for it");
    edge.stop().await;
    // The same at a start, when all of them are read at once.
    let edge = Running::start(&town);
    let mut again = served(&town, &listener, "good.example.com").await;
    while again.is_err() {
        tokio::task::yield_now().await;
        again = served(&town, &listener, "good.example.com").await;
    }
    assert_eq!(again, Ok(leaf));
    assert!(served(&town, &listener, "broken.example.com").await.is_err());
    edge.stop().await;
}
