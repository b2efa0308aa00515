//! From the model's types to the edge's, and back.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tegata_edge::{
    Alpn, Carries, Cause, CertificateKey, CertificateSummary, CookieKey, Firewall, Forward, Group, GroupKey,
    Health, HealthCheck, KeyFamily, ListenError, Listener, ListenerKey, Material, MutualAuthentication,
    Probe, Protocol, Routes, SecureSite, Sites, Staple, Stream, Target, TargetHealths, TicketKey, TicketKeys,
    Tls, TrustStore, TrustStoreKey,
};
use tegata_model::CertificateId;
use tegata_model::load_balancing::action::ActionKind;
use tegata_model::load_balancing::attribute::number;
use tegata_model::load_balancing::health::{HealthReason, TargetState};
use tegata_model::load_balancing::listener::Service;
use tegata_model::load_balancing::network_attribute::IDLE_TIMEOUT;
use tegata_model::load_balancing::target_group::HealthCheckPort;
use tegata_model::load_balancing::{
    self as model, AlpnPolicy, ListenerId, TargetGroupId, TargetHealth, TrustStoreId,
};
use tegata_model::node::NotOpen;
use tegata_model::rotating_key::KeyPurpose;
use tegata_operations::certificate::{Served, ServedSummary, revocation};
use tegata_operations::instance::rotating_keys::RotatingKey;
use tegata_operations::load_balancing::{ServedGroup, ServedListener, ServedTrustStore};
use uuid::Uuid;

use super::group_settings::{group_settings, has_proxy_header, transport};
use super::http_settings::http_settings;
use super::rules;

/// Idle time-outs of network load balancers: of TCP, also where it cannot be set, and of UDP (ELB User Guide, "Connection
/// idle timeout").
const IDLE: Duration = Duration::from_secs(350);
const DATAGRAM_IDLE: Duration = Duration::from_secs(120);

/// The edge's key of a certificate.
pub(super) fn certificate_key(id: CertificateId) -> CertificateKey {
    CertificateKey(id.0.as_u128())
}

/// The certificate with a key of the edge.
pub(super) fn certificate_id(key: CertificateKey) -> CertificateId {
    CertificateId(Uuid::from_u128(key.0))
}

/// The edge's key of a target group.
pub(super) fn group_key(id: TargetGroupId) -> GroupKey {
    GroupKey(id.0)
}

/// The edge's key of a trust store.
pub(super) fn trust_store_key(id: TrustStoreId) -> TrustStoreKey {
    TrustStoreKey(id.0)
}

/// A trust store.
pub(super) fn trust_store(served: ServedTrustStore) -> TrustStore {
    TrustStore { authorities: served.authorities, revoked: served.revoked }
}

/// The edge's key of a listener.
pub(super) fn listener_key(id: ListenerId) -> ListenerKey {
    ListenerKey(id.0)
}

/// Why a listener is not open. An address that is not this machine's is another node's to open.
pub(super) fn not_open(error: &ListenError) -> NotOpen {
    match error {
        ListenError::Socket { source, .. } if source.kind() == io::ErrorKind::AddrNotAvailable => {
            NotOpen::Elsewhere(error.to_string())
        }
        _ => NotOpen::Failed(error.to_string()),
    }
}

/// A load balancer's listener has a socket to itself: one site.
pub(super) fn listener(served: &ServedListener) -> Listener {
    let listener = &served.listener;
    let rules = served.rules.iter().map(rules::rule).collect();
    let routes = Arc::new(Routes { rules, default: rules::action(&listener.default_action.kind) });
    let serves = match &listener.service {
        Service::Http => Protocol::Http(Sites::One(routes)),
        Service::Https(spoken) => {
            let site = SecureSite { tls: tls(spoken), routes };
            match mutual_authentication(spoken.mutual_authentication) {
                None => Protocol::Https(Sites::One(site)),
                Some(mode) => Protocol::MutualHttps(site, mode),
            }
        }
        Service::Tcp => stream(listener, Carries::Tcp),
        Service::Tls(spoken) => stream(listener, Carries::Tls(tls(spoken), alpn(spoken.alpn))),
        Service::Udp => stream(listener, Carries::Udp),
        Service::TcpUdp => stream(listener, Carries::TcpAndUdp),
    };
    let http = Arc::new(http_settings(&served.load_balancer_attributes, listener));
    let firewall = Arc::new(firewall(served));
    Listener { address: SocketAddr::new(listener.address, listener.port), serves, http, firewall }
}

/// What the security groups of its load balancer let in and out.
fn firewall(served: &ServedListener) -> Firewall {
    let targets = served
        .egress
        .as_ref()
        .map(|egress| egress.iter().map(|(network, ports)| (*network, ports.from..=ports.to)).collect());
    Firewall { clients: served.ingress.clone(), targets }
}

fn mutual_authentication(mode: model::MutualAuthentication) -> Option<MutualAuthentication> {
    match mode {
        model::MutualAuthentication::Off => None,
        model::MutualAuthentication::Passthrough => Some(MutualAuthentication::Passthrough),
        model::MutualAuthentication::Verify { trust_store, ignore_expiry, advertise_names } => {
            let trust_store = trust_store_key(trust_store);
            Some(MutualAuthentication::Verify { trust_store, ignore_expiry, advertise_names })
        }
    }
}

fn tls(tls: &model::listener::Tls) -> Tls {
    Tls {
        policy: tls.policy.clone(),
        default_certificate: certificate_key(tls.default_certificate),
        certificates: tls.certificates.iter().map(|id| certificate_key(*id)).collect(),
    }
}

fn alpn(policy: AlpnPolicy) -> Alpn {
    match policy {
        AlpnPolicy::None => Alpn::None,
        AlpnPolicy::Http1Only => Alpn::Http1Only,
        AlpnPolicy::Http2Only => Alpn::Http2Only,
        AlpnPolicy::Http2Optional => Alpn::Http2Optional,
        AlpnPolicy::Http2Preferred => Alpn::Http2Preferred,
    }
}

/// A listener of a network load balancer, which only forwards.
fn stream(listener: &model::Listener, carries: Carries) -> Protocol {
    let forward = match &listener.default_action.kind {
        ActionKind::Forward(forward) => rules::forward(forward),
        ActionKind::FixedResponse(_) | ActionKind::Redirect(_) => {
            Forward { groups: Vec::new(), sticky_seconds: None }
        }
    };
    let idle = number(listener.attribute_table(), &listener.attributes, IDLE_TIMEOUT);
    Protocol::Stream(Stream {
        carries,
        forward,
        idle_timeout: idle.map_or(IDLE, |seconds| Duration::from_secs(u64::from(seconds))),
        datagram_idle_timeout: DATAGRAM_IDLE,
    })
}

/// A target group.
pub(super) fn group(served: ServedGroup) -> Group {
    let settings = group_settings(&served);
    let proxy_header = has_proxy_header(&served);
    let check = served.health_check;
    Group {
        targets: served.targets.into_iter().map(|(of, address)| Target { id: of.id, address }).collect(),
        draining: served.draining,
        health_check: HealthCheck {
            probe: if check.is_by_connection() { Probe::Connection } else { Probe::Request },
            proxy_header,
            port: match check.port {
                HealthCheckPort::Traffic => None,
                HealthCheckPort::Fixed(port) => Some(port),
            },
            interval: Duration::from_secs(u64::from(check.interval_seconds)),
            timeout: Duration::from_secs(u64::from(check.timeout_seconds)),
            healthy_threshold: check.healthy_threshold,
            unhealthy_threshold: check.unhealthy_threshold,
            transport: transport(check.protocol),
            version: settings.version,
            good_statuses: check.grpc_matcher.map_or_else(|| check.matcher.ranges(), |grpc| grpc.ranges()),
            path: check.path,
        },
        settings,
    }
}

/// The keys of stickiness cookies.
pub(super) fn cookie_keys(stored: Vec<RotatingKey>) -> Vec<CookieKey> {
    let key = |RotatingKey { id, secret, begins_at }| {
        // A cookie carries the last four octets, which were drawn at random.
        let [.., a, b, c, d] = id.into_bytes();
        let id = u32::from_be_bytes([a, b, c, d]);
        CookieKey { id, begins_at: begins_at.as_second(), key: secret }
    };
    stored.into_iter().map(key).collect()
}

/// A certificate with its chain and key.
pub(super) fn material(served: Served) -> Material {
    let summary = summary(&served.summary);
    Material { chain_pem: served.chain_pem, key_pem: served.key_pem, summary }
}

/// What decides whether a certificate is served.
pub(super) fn summary(served: &ServedSummary) -> CertificateSummary {
    let key_family = match served.key_algorithm.family() {
        tegata_model::authority::KeyFamily::Rsa => KeyFamily::Rsa,
        tegata_model::authority::KeyFamily::Ec => KeyFamily::Ec,
    };
    CertificateSummary {
        names: served.names.clone(),
        key_family,
        key_bits: u32::from(served.key_algorithm.bits()),
        hash_bits: served.hash_bits,
        not_after: served.not_after.as_second(),
        version: u64::from(served.version),
    }
}

/// What goes along with a certificate. One without an answer is not asked about again.
pub(super) fn staple(staple: revocation::Staple) -> Staple {
    let (answer, refresh_at, ends_at) = match staple.answer {
        Some(answer) => (Some(answer.der.into()), answer.refresh_at.as_second(), answer.ends_at.as_second()),
        None => (None, i64::MAX, i64::MAX),
    };
    let serial = staple.serial.map(|serial| serial.octets().to_vec()).unwrap_or_default();
    Staple { version: u64::from(staple.version), serial, answer, refresh_at, ends_at }
}

/// The keys of session tickets.
pub(super) fn ticket_keys(stored: Vec<RotatingKey>) -> TicketKeys {
    let key = |RotatingKey { secret, begins_at, .. }| TicketKey { secret, begins_at: begins_at.as_second() };
    let purpose = KeyPurpose::SessionTickets;
    TicketKeys {
        keys: stored.into_iter().map(key).collect(),
        encrypt_for: purpose.encrypts_for().unsigned_abs(),
        decrypt_for: purpose.decrypts_for().unsigned_abs(),
    }
}

/// The health of a group's targets as the model says it.
pub(super) fn healths(healths: &TargetHealths) -> HashMap<model::Target, TargetHealth> {
    let translated = healths.iter().map(|(target, health)| {
        let of = model::Target { id: target.id.clone(), port: target.address.port() };
        let (state, reason) = match health {
            Health::Initial => (TargetState::Initial, Some(HealthReason::InitialHealthChecking)),
            Health::Healthy => (TargetState::Healthy, None),
            Health::Unhealthy(Cause::Status(status)) => {
                (TargetState::Unhealthy, Some(HealthReason::ResponseCodeMismatch { status: *status }))
            }
            Health::Unhealthy(Cause::Timeout) => (TargetState::Unhealthy, Some(HealthReason::Timeout)),
            Health::Unhealthy(Cause::Failed(cause)) => {
                (TargetState::Unhealthy, Some(HealthReason::FailedHealthChecks { cause: cause.clone() }))
            }
        };
        (of, TargetHealth { state, reason })
    });
    translated.collect()
}
