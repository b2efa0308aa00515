//! What these tests begin with.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::request::{CertificateRequest, plan_request};
use tegata_model::certificate::{
    Certificate, ExportOption, Serial, ValidationMethod, ValidationRecord, Version,
};
use tegata_model::holder::CertificateUser;
use tegata_model::load_balancing::action::{
    Action, ActionKind, FixedResponse, Forward, Stickiness, WeightedGroup,
};
use tegata_model::load_balancing::listener::{NewListener, Protocol};
use tegata_model::load_balancing::load_balancer::{
    IpAddressType, LoadBalancerSettings, NewLoadBalancer, Scheme,
};
use tegata_model::load_balancing::target_group::{self, HealthCheckChange, NewTargetGroup, TargetType};
use tegata_model::load_balancing::{
    Kind, Listener, ListenerId, LoadBalancer, LoadBalancerId, SecurityPolicy, TargetGroup, TargetGroupId,
};
use tegata_model::{AuthorityId, CertificateId, Tenant};
use tegata_operations::load_balancing::listener;
use tegata_operations::load_balancing::listener::Words;
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Clock, Entropy, Error, Founding, Instance, InstanceSecret, Named, Settings};
use tegata_store::certificates::attachments;
use tegata_store::{Location, Sealer, Store, StoreError, certificates};
use uuid::Uuid;

pub(super) const POLICY: &str = "ELBSecurityPolicy-2016-08";

/// An instance with one tenant's caller and another's.
pub(super) struct World {
    pub(super) instance: Instance,
    pub(super) caller: Caller,
    pub(super) stranger: Caller,
}

pub(super) fn now() -> Timestamp {
    "2026-11-23T00:00:00Z".parse().expect("a time")
}

/// Bytes that never repeat, so that identifiers do not either.
fn counted() -> Entropy {
    let next = Arc::new(AtomicU64::new(1));
    Entropy::from_source(move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let number = next.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            chunk.copy_from_slice(&number[8 - chunk.len()..]);
        }
    })
}

fn caller(account: &str) -> Caller {
    let tenant = Tenant {
        account: account.parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    };
    Caller::new("root", tenant, "test")
}

impl World {
    pub(super) async fn new() -> World {
        World::with_settings(|_| ()).await
    }

    pub(super) async fn with_settings(edit: impl FnOnce(&mut Settings)) -> World {
        let store = Store::open(&Location::Memory).await.expect("a store in memory");
        let entropy = counted();
        let sealer = Sealer::from_text(&"07".repeat(32), "test", entropy.source()).expect("a key");
        let caller_here = caller("123456789012");
        let mut settings = Settings::default();
        edit(&mut settings);
        let policies = [POLICY, "ELBSecurityPolicy-TLS13-1-3-2021-06"].map(|name| SecurityPolicy {
            name: name.to_owned(),
            protocols: vec![],
            ciphers: vec![],
            mutual_authentication: false,
        });
        let instance = Instance::new(
            store,
            Clock::standing(now()),
            entropy,
            sealer,
            InstanceSecret::new(&[7; 32]),
            Founding::embedded(caller_here.tenant.account.clone()),
            settings,
        )
        .with_security_policies(policies.to_vec());
        World { instance, caller: caller_here, stranger: caller("999999999999") }
    }

    pub(super) async fn balancer(&self, name: &str) -> LoadBalancer {
        load_balancer::create(&self.instance, &self.caller, new_balancer(name))
            .await
            .expect("a load balancer")
            .load_balancer
    }

    pub(super) async fn group(&self, name: &str) -> TargetGroup {
        tegata_operations::load_balancing::target_group::create(&self.instance, &self.caller, new_group(name))
            .await
            .expect("a target group")
            .group
    }

    pub(super) async fn listen(&self, on: LoadBalancerId, request: NewListener) -> Result<Listener, Error> {
        let named = balancer_named(on);
        let made = listener::create(&self.instance, &self.caller, named, request, Words::default()).await;
        made.map(|shown| shown.listener)
    }

    /// Keeps a certificate that was issued, and ends `days` from now.
    pub(super) async fn issued(&self, number: u128, days: i64) -> CertificateId {
        let mut certificate = self.asked_for(number);
        certificate.version = Some(Version {
            number: 1,
            serial: Serial::from_random(number.to_be_bytes()),
            not_before: now(),
            not_after: now() + SignedDuration::from_hours(24 * days),
            issued_at: now(),
            authority: Some(AuthorityId(Uuid::from_u128(1))),
            issuer: "Tegata".to_owned(),
            signature_algorithm: "SHA256WITHECDSA".to_owned(),
        });
        self.keep(certificate).await
    }

    /// Keeps a certificate that waits for its proofs.
    pub(super) async fn pending(&self, number: u128) -> CertificateId {
        self.keep(self.asked_for(number)).await
    }

    fn asked_for(&self, number: u128) -> Certificate {
        let ask = CertificateRequest {
            domain_name: format!("n{number}.example.com"),
            alternative_names: vec![],
            key_algorithm: Some("EC_prime256v1".to_owned()),
            method: Some(ValidationMethod::Dns),
            validation_domains: vec![],
            export: ExportOption::Disabled,
            transparency: Default::default(),
            managed_by: None,
            tags: vec![],
        };
        let draft = plan_request(&ask, 10).expect("a good request");
        let record = |base: &str| ValidationRecord::new(base, 1, 2, "x", "acm-validations.aws");
        let id = CertificateId(Uuid::from_u128(number));
        let policy = self.instance.settings().names.clone();
        draft.begin(id, self.caller.tenant.clone(), None, &policy, now(), record).certificate
    }

    async fn keep(&self, certificate: Certificate) -> CertificateId {
        let id = certificate.id;
        self.instance
            .write(move |tx| certificates::insert(tx, &certificate))
            .await
            .expect("the certificate is kept");
        id
    }

    /// What uses a certificate, as its description says.
    pub(super) async fn users_of(&self, id: CertificateId) -> Vec<CertificateUser> {
        self.instance
            .read(move |tx| attachments::users_of(tx, id))
            .await
            .map_err(|error: StoreError| error.to_string())
            .expect("the users")
    }
}

pub(super) fn new_balancer(name: &str) -> NewLoadBalancer {
    NewLoadBalancer {
        settings: LoadBalancerSettings {
            name: name.to_owned(),
            kind: Kind::Application,
            scheme: Scheme::InternetFacing,
            ip_address_type: IpAddressType::Ipv4,
            subnets: vec![],
            security_groups: vec![],
        },
        tags: vec![],
    }
}

pub(super) fn new_group(name: &str) -> NewTargetGroup {
    NewTargetGroup {
        name: name.to_owned(),
        protocol: Some(target_group::Protocol::Http),
        protocol_version: None,
        port: Some(8080),
        target_type: Some(TargetType::Ip),
        ip_family: None,
        vpc: Some("vpc-1".to_owned()),
        health_check: HealthCheckChange::default(),
        tags: vec![],
    }
}

pub(super) fn answer() -> Action {
    let response = FixedResponse { status: 200, content_type: None, body: None };
    Action { order: None, kind: ActionKind::FixedResponse(response) }
}

pub(super) fn forward(group: TargetGroupId) -> Action {
    let groups = vec![WeightedGroup { group, weight: 1 }];
    Action { order: None, kind: ActionKind::Forward(Forward { groups, stickiness: Stickiness::default() }) }
}

pub(super) fn http(port: u16, action: Action) -> NewListener {
    NewListener {
        protocol: Some(Protocol::Http),
        port: Some(port),
        policy: None,
        certificates: vec![],
        mutual_authentication: None,
        alpn: None,
        actions: vec![action],
        tags: vec![],
    }
}

pub(super) fn https(port: u16, certificate: CertificateId) -> NewListener {
    NewListener { protocol: Some(Protocol::Https), certificates: vec![certificate], ..http(port, answer()) }
}

pub(super) fn balancer_named(id: LoadBalancerId) -> Named<LoadBalancerId> {
    Named::new(id, format!("arn-of-{id}"))
}

pub(super) fn listener_named(id: ListenerId) -> Named<ListenerId> {
    Named::new(id, format!("arn-of-{id}"))
}

pub(super) fn group_named(id: TargetGroupId) -> Named<TargetGroupId> {
    Named::new(id, format!("arn-of-{id}"))
}

pub(super) fn certificate_named(id: CertificateId) -> Named<CertificateId> {
    Named::new(id, format!("arn-of-{id}"))
}

/// The refusal's name and sentence.
pub(super) fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> (&'static str, String) {
    let error = answer.expect_err("a refusal");
    (error.reason().as_str(), error.message().to_owned())
}
