//! Load balancers as placements know them.

use std::net::{IpAddr, SocketAddr};

use tegata_model::load_balancing::action::{Action, ActionKind};
use tegata_model::load_balancing::load_balancer::Scheme;
use tegata_model::load_balancing::target::{address, still_there};
use tegata_model::load_balancing::target_group::{self, TargetType};
use tegata_model::load_balancing::{
    Kind, Listener, LoadBalancer, TargetGroupId, TargetState, listener, target_verification,
};
use tegata_model::placement::known::{
    KnownCertificate, KnownGroup, KnownListener, KnownLoadBalancer, KnownTarget,
};
use tegata_model::placement::{Answers, HopKind, Network, Protocol, TlsVersion};
use tegata_store::load_balancing::{listeners, rules, target_groups, targets};
use tegata_store::{ReadTx, StoreError};

use super::gather::Gathering;
use super::{certificates, glob};

/// What a load balancer offers to targets over TLS.
const OFFERED_TO_TARGETS: [TlsVersion; 2] = [TlsVersion::V1_2, TlsVersion::V1_3];

/// A load balancer, with what it does with requests for `host`.
pub(super) fn known(
    gathering: &Gathering,
    tx: &mut ReadTx<'_>,
    balancer: &LoadBalancer,
    host: &str,
) -> Result<KnownLoadBalancer, StoreError> {
    let mut known = Vec::new();
    for listener in listeners::of_load_balancer(tx, balancer.id)? {
        known.push(known_listener(gathering, tx, &listener, host)?);
    }
    known.sort_by_key(|listener| listener.socket.port());
    Ok(KnownLoadBalancer {
        kind: match balancer.settings.kind {
            Kind::Application => HopKind::ApplicationLoadBalancer,
            Kind::Network => HopKind::NetworkLoadBalancer,
        },
        name: balancer.settings.name.clone(),
        dns_name: balancer.dns_name(&gathering.settings.edge_domain),
        addresses: addresses(gathering, balancer),
        network: match balancer.settings.scheme {
            Scheme::InternetFacing => Network::Untrusted,
            Scheme::Internal => Network::Trusted,
        },
        listeners: known,
    })
}

/// The addresses that the DNS gives for a load balancer.
pub(super) fn addresses(gathering: &Gathering, balancer: &LoadBalancer) -> Vec<IpAddr> {
    gathering.settings.public_addresses(balancer.address)
}

fn known_listener(
    gathering: &Gathering,
    tx: &mut ReadTx<'_>,
    listener: &Listener,
    host: &str,
) -> Result<KnownListener, StoreError> {
    let mut actions = vec![listener.default_action.clone()];
    let rules = rules::of_listener(tx, listener.id)?;
    actions.extend(rules.into_iter().filter(|rule| glob::may_be_for(rule, host)).map(|rule| rule.action));
    let mut groups: Vec<TargetGroupId> = actions.iter().flat_map(weighed_groups).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut known_groups = Vec::new();
    for group in groups {
        known_groups.extend(known_group(gathering, tx, group)?);
    }
    let tls = listener.tls();
    let policy = tls.map(|tls| tls.policy.clone());
    let mut known_certificates: Vec<KnownCertificate> = Vec::new();
    for id in listener.certificates() {
        known_certificates.extend(certificates::find(tx, &listener.tenant, id)?);
    }
    Ok(KnownListener {
        socket: SocketAddr::new(listener.address, listener.port),
        protocol: match listener.protocol() {
            listener::Protocol::Http => Protocol::Http,
            listener::Protocol::Https => Protocol::Https,
            // What goes by datagrams too is shown by its bytes.
            listener::Protocol::Tcp | listener::Protocol::TcpUdp => Protocol::Tcp,
            listener::Protocol::Tls => Protocol::Tls,
            listener::Protocol::Udp => Protocol::Udp,
        },
        tls_versions: policy.as_deref().map(|name| versions(gathering, name)).unwrap_or_default(),
        policy,
        certificates: known_certificates,
        answers: if known_groups.is_empty() { answers(&listener.default_action) } else { None },
        groups: known_groups,
    })
}

/// The target groups of an action that get requests.
fn weighed_groups(action: &Action) -> Vec<TargetGroupId> {
    match &action.kind {
        ActionKind::Forward(forward) => {
            forward.groups.iter().filter(|group| group.weight > 0).map(|group| group.group).collect()
        }
        ActionKind::FixedResponse(_) | ActionKind::Redirect(_) => Vec::new(),
    }
}

fn answers(action: &Action) -> Option<Answers> {
    match &action.kind {
        ActionKind::Forward(_) => None,
        ActionKind::FixedResponse(_) => Some(Answers::FixedResponse),
        ActionKind::Redirect(redirect) if redirect.protocol == "HTTPS" => Some(Answers::RedirectToHttps),
        ActionKind::Redirect(_) => Some(Answers::Redirect),
    }
}

/// The versions of TLS in a security policy, the oldest first.
fn versions(gathering: &Gathering, policy: &str) -> Vec<TlsVersion> {
    let policy = gathering.policies.iter().find(|known| known.name == policy);
    let protocols = policy.map(|policy| policy.protocols.as_slice()).unwrap_or_default();
    let mut versions: Vec<TlsVersion> =
        protocols.iter().filter_map(|text| TlsVersion::from_library(text)).collect();
    versions.sort_unstable();
    versions
}

fn known_group(
    gathering: &Gathering,
    tx: &mut ReadTx<'_>,
    id: TargetGroupId,
) -> Result<Option<KnownGroup>, StoreError> {
    let Some(group) = target_groups::find_any(tx, id)? else { return Ok(None) };
    let registrations = targets::of_group(tx, id)?;
    let in_service = still_there(&registrations, gathering.now)
        .filter(|registration| registration.draining_until.is_none());
    let targets = in_service.map(|registration| {
        let target = &registration.target;
        let ip = address(&group, &target.id, &gathering.settings.instances).ok();
        let health =
            gathering.edge.health(id, target).filter(|health| health.state == TargetState::Unhealthy);
        KnownTarget {
            name: target.id.clone(),
            kind: match group.settings.target_type {
                TargetType::Instance => HopKind::Instance,
                TargetType::Ip => HopKind::Other,
            },
            socket: ip.map(|ip| SocketAddr::new(ip, target.port)),
            port: target.port,
            unhealthy: health.map(|health| {
                health.reason.map_or_else(String::new, |reason| reason.description().into_owned())
            }),
        }
    });
    let targets = targets.collect();
    let trust_store = target_verification::trust_store_named(&group.attributes, group.settings.protocol);
    let verifies = trust_store.is_ok_and(|named| named.is_some());
    Ok(Some(KnownGroup {
        protocol: match group.settings.protocol {
            target_group::Protocol::Http => Protocol::Http,
            target_group::Protocol::Https => Protocol::Https,
            target_group::Protocol::Tcp | target_group::Protocol::TcpUdp => Protocol::Tcp,
            target_group::Protocol::Tls => Protocol::Tls,
            target_group::Protocol::Udp => Protocol::Udp,
        },
        name: group.settings.name,
        verifies,
        tls_versions: OFFERED_TO_TARGETS.to_vec(),
        targets,
    }))
}
