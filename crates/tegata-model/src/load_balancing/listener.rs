//! Listeners: a port of a load balancer, what it serves, and what it does with requests.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::action::{Action, ActionKind, ActionRefused};
use super::alpn_policy::AlpnPolicy;
use super::attribute::{Attributes, HTTP_LISTENER, HTTPS_LISTENER, Table};
use super::identifier::{ListenerId, LoadBalancerId, TrustStoreId};
use super::kind::Kind;
use super::load_balancer::LoadBalancer;
use super::mutual_authentication::{self, MutualAuthentication};
use super::network_attribute::{OTHER_NETWORK_LISTENER, TCP_LISTENER};
pub use super::protocol::Protocol;
use super::security_policy::{self, SecurityPolicy};
use super::tags::{self, TagsRefused};
use crate::certificate::{Certificate, KeyAlgorithm, Status};
use crate::tag::Tag;
use crate::{CertificateId, Tenant};

/// How many listeners a load balancer may have (ELB quota "Listeners per Application Load Balancer").
pub const PER_LOAD_BALANCER_MAX: usize = 50;
/// How many certificates a load balancer may have besides its listeners' defaults, unless the operator has said otherwise
/// (ELB quota "Certificates per Application Load Balancer").
pub const CERTIFICATES_USUAL: u32 = 25;
/// The policy of a listener whose creator names none (API reference, `CreateListener`).
pub const DEFAULT_POLICY: &str = "ELBSecurityPolicy-2016-08";

/// A listener as it is stored. New members need a serde default: documents outlive releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    /// Which.
    pub id: ListenerId,
    /// Whose and where.
    pub tenant: Tenant,
    /// On which load balancer.
    pub load_balancer: LoadBalancerId,
    /// Its name, which never changes.
    pub load_balancer_name: String,
    /// The load balancer's address, on which it opens.
    pub address: IpAddr,
    /// The port it opens.
    pub port: u16,
    /// What is spoken there.
    pub service: Service,
    /// What is done with requests.
    pub default_action: Action,
    /// The attributes that were set; the others have their defaults.
    #[serde(default)]
    pub attributes: Attributes,
    /// Its owner's tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes, so that a change can be recognised where it is applied. Only grows.
    pub revision: u64,
}

/// What is spoken on a listener's port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "protocol", rename_all = "lowercase")]
pub enum Service {
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS.
    Https(Tls),
    /// Bytes in the clear.
    Tcp,
    /// Bytes over TLS.
    Tls(Tls),
    /// Datagrams.
    Udp,
    /// Bytes in the clear, and datagrams.
    #[serde(rename = "tcp_udp")]
    TcpUdp,
}

/// How TLS is spoken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tls {
    /// The security policy's name.
    pub policy: String,
    /// Served when no other matches.
    pub default_certificate: CertificateId,
    /// The certificates to choose from by SNI, each once, in the order in which they were added.
    /// The default may stand here too.
    #[serde(default)]
    pub certificates: Vec<CertificateId>,
    /// What is done about the certificates of clients.
    #[serde(default)]
    pub mutual_authentication: MutualAuthentication,
    /// What is agreed on by ALPN; of a network load balancer, since HTTP has its own choice.
    #[serde(default)]
    pub alpn: AlpnPolicy,
}

impl Service {
    /// What is spoken.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        match self {
            Service::Http => Protocol::Http,
            Service::Https(_) => Protocol::Https,
            Service::Tcp => Protocol::Tcp,
            Service::Tls(_) => Protocol::Tls,
            Service::Udp => Protocol::Udp,
            Service::TcpUdp => Protocol::TcpUdp,
        }
    }

    /// How TLS is spoken, if it is.
    #[must_use]
    pub fn tls(&self) -> Option<&Tls> {
        match self {
            Service::Https(tls) | Service::Tls(tls) => Some(tls),
            Service::Http | Service::Tcp | Service::Udp | Service::TcpUdp => None,
        }
    }

    /// How TLS is spoken, if it is, to be changed.
    pub fn tls_mut(&mut self) -> Option<&mut Tls> {
        match self {
            Service::Https(tls) | Service::Tls(tls) => Some(tls),
            Service::Http | Service::Tcp | Service::Udp | Service::TcpUdp => None,
        }
    }
}

impl Listener {
    /// What is spoken.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        self.service.protocol()
    }

    /// The kind of its load balancer.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.protocol().kind()
    }

    /// How TLS is spoken, if it is.
    #[must_use]
    pub fn tls(&self) -> Option<&Tls> {
        self.service.tls()
    }

    /// The trust store that it verifies clients by.
    #[must_use]
    pub fn trust_store(&self) -> Option<TrustStoreId> {
        self.tls()?.mutual_authentication.trust_store()
    }

    /// Every certificate it serves, each once.
    #[must_use]
    pub fn certificates(&self) -> Vec<CertificateId> {
        let Some(tls) = self.tls() else { return Vec::new() };
        let more = tls.certificates.iter().filter(|id| **id != tls.default_certificate);
        std::iter::once(tls.default_certificate).chain(more.copied()).collect()
    }

    /// The table of its attributes.
    #[must_use]
    pub fn attribute_table(&self) -> &'static Table {
        attribute_table(self.protocol())
    }
}

/// The table of attributes of listeners that speak a protocol.
fn attribute_table(protocol: Protocol) -> &'static Table {
    match protocol {
        Protocol::Http => HTTP_LISTENER,
        Protocol::Https => HTTPS_LISTENER,
        Protocol::Tcp | Protocol::TcpUdp => TCP_LISTENER,
        Protocol::Tls | Protocol::Udp => OTHER_NETWORK_LISTENER,
    }
}

/// A request for a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewListener {
    /// `Protocol`.
    pub protocol: Option<Protocol>,
    /// `Port`.
    pub port: Option<u16>,
    /// `SslPolicy`.
    pub policy: Option<String>,
    /// `Certificates`.
    pub certificates: Vec<CertificateId>,
    /// `MutualAuthentication`.
    pub mutual_authentication: Option<MutualAuthentication>,
    /// `AlpnPolicy`.
    pub alpn: Option<AlpnPolicy>,
    /// `DefaultActions`.
    pub actions: Vec<Action>,
    /// What it shall carry.
    pub tags: Vec<Tag>,
}

/// A request for a listener to change; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListenerChange {
    /// `Protocol`.
    pub protocol: Option<Protocol>,
    /// `Port`.
    pub port: Option<u16>,
    /// `SslPolicy`.
    pub policy: Option<String>,
    /// `Certificates`.
    pub certificates: Option<Vec<CertificateId>>,
    /// `MutualAuthentication`.
    pub mutual_authentication: Option<MutualAuthentication>,
    /// `AlpnPolicy`.
    pub alpn: Option<AlpnPolicy>,
    /// `DefaultActions`.
    pub actions: Option<Vec<Action>>,
}

/// What to do about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// Keep this new one.
    New(Box<Listener>),
    /// It is there already, with the same settings.
    Existing(Box<Listener>),
}

/// Why a listener was not made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenerRefused {
    /// No port was given.
    NoPort,
    /// No protocol was given.
    NoProtocol,
    /// A protocol that listeners of this kind of load balancer do not speak.
    ProtocolOfOtherKind {
        /// What was given.
        protocol: Protocol,
        /// The kind of the load balancer.
        kind: Kind,
    },
    /// TLS without a certificate.
    NoCertificate {
        /// What the listener speaks.
        protocol: Protocol,
    },
    /// More than one certificate at once, or none in a change that speaks of certificates.
    NotOneCertificate {
        /// What the listener speaks.
        protocol: Protocol,
    },
    /// A certificate where TLS does not end.
    CertificateWithoutTls {
        /// What the listener speaks.
        protocol: Protocol,
    },
    /// A security policy where TLS does not end.
    PolicyWithoutTls {
        /// What the listener speaks.
        protocol: Protocol,
    },
    /// An ALPN policy on a listener that is not of protocol TLS.
    AlpnWithoutTls,
    /// Another action than forward on a network load balancer.
    NotForward,
    /// Stickiness to a target group on a network load balancer.
    GroupStickiness,
    /// No such security policy.
    UnknownPolicy {
        /// What was given.
        policy: String,
    },
    /// A security policy of ELB's that the edge does not have.
    PolicyNotBuilt {
        /// What was given.
        policy: String,
    },
    /// HTTP with mutual authentication.
    MutualAuthenticationWithoutHttps {
        /// What the listener speaks.
        protocol: Protocol,
    },
    /// A security policy that listeners with mutual authentication cannot have.
    PolicyWithMutualAuthentication {
        /// Its name.
        policy: String,
    },
    /// Not exactly one action.
    NotOneAction,
    /// The action breaks a rule.
    Action(ActionRefused),
    /// The port is another listener's of this load balancer.
    PortTaken {
        /// The port.
        port: u16,
    },
    /// The address and port are a listener's of another load balancer, and this one has listeners on that address.
    AddressTaken {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
    },
    /// The port is another load balancer's on each address of the edge.
    NoAddressFree {
        /// The port.
        port: u16,
    },
    /// The load balancer has [`PER_LOAD_BALANCER_MAX`].
    TooMany,
    /// Tags.
    Tags(TagsRefused),
}

/// What a listener's plan depends on.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The load balancer.
    pub load_balancer: &'a LoadBalancer,
    /// All its listeners.
    pub listeners: &'a [Listener],
    /// The listener of another load balancer on the requested port of the same address.
    pub neighbour: Option<ListenerId>,
    /// The security policies that there are.
    pub policies: &'a [SecurityPolicy],
}

/// Decides about a request for a listener.
///
/// # Errors
/// See [`ListenerRefused`].
pub fn plan_creation(
    id: ListenerId,
    request: NewListener,
    surroundings: &Surroundings<'_>,
    now: Timestamp,
) -> Result<Creation, ListenerRefused> {
    let port = request.port.ok_or(ListenerRefused::NoPort)?;
    let protocol = request.protocol.ok_or(ListenerRefused::NoProtocol)?;
    let kind = surroundings.load_balancer.settings.kind;
    let tls = RequestedTls {
        policy: request.policy,
        certificates: request.certificates,
        mutual_authentication: request.mutual_authentication.unwrap_or_default(),
        alpn: request.alpn,
    };
    let service = service(protocol, kind, tls, surroundings.policies)?;
    let default_action = one_action(request.actions, protocol, port)?;
    let tags = tags::add(&[], &request.tags).map_err(ListenerRefused::Tags)?;
    if let Some(existing) = surroundings.listeners.iter().find(|listener| listener.port == port) {
        let same = existing.default_action == default_action
            && is_same_service(&existing.service, &service)
            && existing.tags == tags;
        return if same {
            Ok(Creation::Existing(Box::new(existing.clone())))
        } else {
            Err(ListenerRefused::PortTaken { port })
        };
    }
    let address = surroundings.load_balancer.address;
    if surroundings.neighbour.is_some() {
        return Err(if surroundings.listeners.is_empty() {
            ListenerRefused::NoAddressFree { port }
        } else {
            ListenerRefused::AddressTaken { address, port }
        });
    }
    if surroundings.listeners.len() >= PER_LOAD_BALANCER_MAX {
        return Err(ListenerRefused::TooMany);
    }
    Ok(Creation::New(Box::new(Listener {
        id,
        tenant: surroundings.load_balancer.tenant.clone(),
        load_balancer: surroundings.load_balancer.id,
        load_balancer_name: surroundings.load_balancer.settings.name.clone(),
        address,
        port,
        service,
        default_action,
        attributes: Attributes::default(),
        tags,
        created_at: now,
        revision: 1,
    })))
}

fn is_same_service(present: &Service, requested: &Service) -> bool {
    let tls = |service: &Service| {
        let tls = service.tls()?;
        Some((tls.policy.clone(), tls.default_certificate, tls.mutual_authentication, tls.alpn))
    };
    present.protocol() == requested.protocol() && tls(present) == tls(requested)
}

/// What a request says of TLS.
struct RequestedTls {
    policy: Option<String>,
    certificates: Vec<CertificateId>,
    mutual_authentication: MutualAuthentication,
    alpn: Option<AlpnPolicy>,
}

fn service(
    protocol: Protocol,
    kind: Kind,
    requested: RequestedTls,
    policies: &[SecurityPolicy],
) -> Result<Service, ListenerRefused> {
    if protocol.kind() != kind {
        return Err(ListenerRefused::ProtocolOfOtherKind { protocol, kind });
    }
    if requested.alpn.is_some() && protocol != Protocol::Tls {
        return Err(ListenerRefused::AlpnWithoutTls);
    }
    if requested.mutual_authentication != MutualAuthentication::Off && protocol != Protocol::Https {
        return Err(ListenerRefused::MutualAuthenticationWithoutHttps { protocol });
    }
    if !protocol.is_tls() {
        return match requested {
            RequestedTls { policy: Some(_), .. } => Err(ListenerRefused::PolicyWithoutTls { protocol }),
            RequestedTls { certificates, .. } if !certificates.is_empty() => {
                Err(ListenerRefused::CertificateWithoutTls { protocol })
            }
            _ => Ok(without_tls(protocol)),
        };
    }
    let tls = tls(protocol, requested, policies)?;
    Ok(if protocol == Protocol::Tls { Service::Tls(tls) } else { Service::Https(tls) })
}

fn without_tls(protocol: Protocol) -> Service {
    match protocol {
        Protocol::Http | Protocol::Https => Service::Http,
        Protocol::Tcp | Protocol::Tls => Service::Tcp,
        Protocol::Udp => Service::Udp,
        Protocol::TcpUdp => Service::TcpUdp,
    }
}

fn tls(
    protocol: Protocol,
    requested: RequestedTls,
    policies: &[SecurityPolicy],
) -> Result<Tls, ListenerRefused> {
    let is_mutual = requested.mutual_authentication != MutualAuthentication::Off;
    let default = if is_mutual { mutual_authentication::DEFAULT_POLICY } else { DEFAULT_POLICY };
    let policy = requested.policy.unwrap_or_else(|| default.to_owned());
    let Some(known) = policies.iter().find(|known| known.name == policy) else {
        return Err(match security_policy::is_not_built(&policy) {
            true => ListenerRefused::PolicyNotBuilt { policy },
            false => ListenerRefused::UnknownPolicy { policy },
        });
    };
    if is_mutual && !known.mutual_authentication {
        return Err(ListenerRefused::PolicyWithMutualAuthentication { policy });
    }
    match requested.certificates[..] {
        [] => Err(ListenerRefused::NoCertificate { protocol }),
        [default_certificate] => Ok(Tls {
            policy,
            default_certificate,
            certificates: vec![],
            mutual_authentication: requested.mutual_authentication,
            alpn: requested.alpn.unwrap_or_default(),
        }),
        _ => Err(ListenerRefused::NotOneCertificate { protocol }),
    }
}

fn one_action(actions: Vec<Action>, protocol: Protocol, port: u16) -> Result<Action, ListenerRefused> {
    let [action] = <[Action; 1]>::try_from(actions).map_err(|_| ListenerRefused::NotOneAction)?;
    action.check(protocol, port).map_err(ListenerRefused::Action)?;
    if protocol.kind() == Kind::Network {
        match &action.kind {
            ActionKind::Forward(forward) if forward.stickiness.enabled => {
                return Err(ListenerRefused::GroupStickiness);
            }
            ActionKind::Forward(_) => {}
            ActionKind::FixedResponse(_) | ActionKind::Redirect(_) => {
                return Err(ListenerRefused::NotForward);
            }
        }
    }
    Ok(action)
}

/// Decides about a change to `listener`. Its default certificate may change; the certificates to
/// choose from by SNI stay as they are, an old default among them included.
///
/// # Errors
/// See [`ListenerRefused`].
pub fn plan_change(
    listener: &Listener,
    change: ListenerChange,
    surroundings: &Surroundings<'_>,
) -> Result<Listener, ListenerRefused> {
    let port = change.port.unwrap_or(listener.port);
    let protocol = change.protocol.unwrap_or(listener.protocol());
    let others = || surroundings.listeners.iter().filter(|other| other.id != listener.id);
    if others().any(|other| other.port == port) {
        return Err(ListenerRefused::PortTaken { port });
    }
    if surroundings.neighbour.is_some_and(|neighbour| neighbour != listener.id) {
        return Err(ListenerRefused::AddressTaken { address: listener.address, port });
    }
    if change.certificates.as_ref().is_some_and(Vec::is_empty) {
        return Err(ListenerRefused::NotOneCertificate { protocol });
    }
    let present = listener.tls();
    let kept = present.filter(|_| protocol.is_tls());
    // A listener that speaks no HTTPS any more asks no one for a certificate.
    let mutual = kept.filter(|_| protocol == Protocol::Https).map(|tls| tls.mutual_authentication);
    let requested = RequestedTls {
        policy: change.policy.or_else(|| kept.map(|tls| tls.policy.clone())),
        certificates: change
            .certificates
            .unwrap_or_else(|| kept.map_or_else(Vec::new, |tls| vec![tls.default_certificate])),
        mutual_authentication: change.mutual_authentication.or(mutual).unwrap_or_default(),
        alpn: change.alpn.or_else(|| kept.filter(|_| protocol == Protocol::Tls).map(|tls| tls.alpn)),
    };
    let kind = surroundings.load_balancer.settings.kind;
    let mut service = service(protocol, kind, requested, surroundings.policies)?;
    if let (Some(tls), Some(present)) = (service.tls_mut(), present) {
        tls.certificates.clone_from(&present.certificates);
    }
    let default_action = match change.actions {
        Some(actions) => one_action(actions, protocol, port)?,
        None => one_action(vec![listener.default_action.clone()], protocol, port)?,
    };
    // Headers of TLS, for example, have no meaning on a listener without it.
    let mut attributes = listener.attributes.clone();
    if protocol != listener.protocol() {
        let table = attribute_table(protocol);
        attributes.retain(|key, _| table.attributes.iter().any(|attribute| attribute.key == key));
    }
    Ok(Listener { port, service, default_action, attributes, ..listener.clone() }.revised(listener.revision))
}

impl Listener {
    fn revised(mut self, before: u64) -> Listener {
        self.revision = before.saturating_add(1);
        self
    }

    /// The same in another revision, since its rules have changed.
    #[must_use]
    pub fn with_other_rules(&self) -> Listener {
        self.clone().revised(self.revision)
    }

    /// The same with other attributes.
    #[must_use]
    pub fn with_attributes(&self, attributes: Attributes) -> Listener {
        Listener { attributes, ..self.clone() }.revised(self.revision)
    }
}

/// Takes back what the change from `before` to `after` did to a listener that is `present` by now. What came later
/// stays: a member that was changed again keeps its later value.
#[must_use]
pub fn undo(before: &Listener, after: &Listener, present: &Listener) -> Listener {
    let mut undone = present.clone();
    take_back(&before.port, &after.port, &mut undone.port);
    take_back(&before.default_action, &after.default_action, &mut undone.default_action);
    for key in before.attributes.keys().chain(after.attributes.keys()) {
        let (was, became) = (before.attributes.get(key), after.attributes.get(key));
        if was != became && present.attributes.get(key) == became {
            match was {
                Some(value) => undone.attributes.insert(key.clone(), value.clone()),
                None => undone.attributes.remove(key),
            };
        }
    }
    let protocols = (before.protocol(), after.protocol(), undone.protocol());
    match (before.tls(), after.tls(), undone.service.tls_mut()) {
        (Some(before), Some(after), Some(undone)) if protocols == (protocols.0, protocols.0, protocols.0) => {
            take_back(&before.policy, &after.policy, &mut undone.policy);
            take_back(&before.alpn, &after.alpn, &mut undone.alpn);
            take_back(
                &before.default_certificate,
                &after.default_certificate,
                &mut undone.default_certificate,
            );
            take_back(
                &before.mutual_authentication,
                &after.mutual_authentication,
                &mut undone.mutual_authentication,
            );
            let (was, became) = (&before.certificates, &after.certificates);
            undone.certificates.retain(|id| was.contains(id) || !became.contains(id));
            let gone = was.iter().filter(|id| !became.contains(id));
            let missing: Vec<CertificateId> =
                gone.filter(|id| !undone.certificates.contains(id)).copied().collect();
            undone.certificates.extend(missing);
        }
        // The protocol was changed, and with it all that belongs to it.
        _ if before.service != after.service && protocols.2 == protocols.1 => {
            undone.service.clone_from(&before.service);
        }
        _ => {}
    }
    if undone == *present { undone } else { undone.revised(present.revision) }
}

fn take_back<T: PartialEq + Clone>(before: &T, after: &T, present: &mut T) {
    if before != after && *present == *after {
        present.clone_from(before);
    }
}

/// Why the certificates to choose from were not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificatesRefused {
    /// The listener speaks no TLS.
    WithoutTls {
        /// What it speaks.
        protocol: Protocol,
    },
    /// Not exactly one was given.
    NotOne,
    /// The load balancer has the most that it may have besides the defaults.
    TooMany {
        /// How many.
        most: u32,
    },
    /// It is the default, which only [`plan_change`] can take away.
    Default,
}

fn without_certificates(listener: &Listener) -> CertificatesRefused {
    CertificatesRefused::WithoutTls { protocol: listener.protocol() }
}

/// Adds a certificate to choose from by SNI; one that is there already stays.
///
/// `listeners` are all of the load balancer's, which may have `most` certificates besides the defaults.
///
/// # Errors
/// See [`CertificatesRefused`].
pub fn add_certificates(
    listener: &Listener,
    listeners: &[Listener],
    added: &[CertificateId],
    most: u32,
) -> Result<Listener, CertificatesRefused> {
    let mut changed = listener.clone();
    let Some(tls) = changed.service.tls_mut() else { return Err(without_certificates(listener)) };
    let [added] = added else { return Err(CertificatesRefused::NotOne) };
    if tls.certificates.contains(added) {
        return Ok(changed);
    }
    tls.certificates.push(*added);
    let mut distinct: Vec<CertificateId> = listeners
        .iter()
        .filter(|other| other.id != listener.id)
        .chain([&changed])
        .filter_map(Listener::tls)
        .flat_map(|tls| tls.certificates.iter().filter(|id| **id != tls.default_certificate).copied())
        .collect();
    distinct.sort_unstable();
    distinct.dedup();
    if u32::try_from(distinct.len()).is_ok_and(|count| count <= most) {
        return Ok(changed.revised(listener.revision));
    }
    Err(CertificatesRefused::TooMany { most })
}

/// Puts a certificate in the places of another one, the default's and those to choose from by SNI; `None` when the other
/// has none.
#[must_use]
pub fn replace_certificate(listener: &Listener, from: CertificateId, to: CertificateId) -> Option<Listener> {
    let mut changed = listener.clone();
    let tls = changed.service.tls_mut()?;
    let has_place = tls.default_certificate == from || tls.certificates.contains(&from);
    if tls.default_certificate == from {
        tls.default_certificate = to;
    }
    let is_there = tls.certificates.contains(&to);
    tls.certificates.retain(|id| *id != from || !is_there);
    for id in tls.certificates.iter_mut().filter(|id| **id == from) {
        *id = to;
    }
    has_place.then(|| changed.revised(listener.revision))
}

/// Takes certificates off the ones to choose from by SNI. One that is not there is passed over.
///
/// # Errors
/// See [`CertificatesRefused`].
pub fn remove_certificates(
    listener: &Listener,
    removed: &[CertificateId],
) -> Result<Listener, CertificatesRefused> {
    let mut changed = listener.clone();
    let Some(tls) = changed.service.tls_mut() else { return Err(without_certificates(listener)) };
    let only_default = |id: &CertificateId| *id == tls.default_certificate && !tls.certificates.contains(id);
    if removed.iter().any(only_default) {
        return Err(CertificatesRefused::Default);
    }
    let before = tls.certificates.len();
    tls.certificates.retain(|id| !removed.contains(id));
    let shorter = tls.certificates.len() < before;
    Ok(if shorter { changed.revised(listener.revision) } else { changed })
}

/// Why a certificate cannot be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotServable {
    /// It was never issued.
    NotIssued,
    /// Its time is over.
    Expired,
    /// Its requester has the key, and TLS cannot end here without it.
    KeyNotHeld,
}

/// Whether a listener of a load balancer of this kind may take up `certificate`. An application load balancer takes every
/// key that a certificate can have here, and a network load balancer RSA of at most 3072 bits (ELB guides, "Server
/// certificates").
///
/// # Errors
/// See [`NotServable`].
pub fn may_serve(certificate: &Certificate, kind: Kind, now: Timestamp) -> Result<(), NotServable> {
    match (certificate.status(), &certificate.version) {
        (Status::Expired, _) => Err(NotServable::Expired),
        (Status::Issued, Some(version)) if version.not_after < now => Err(NotServable::Expired),
        (Status::Issued, Some(_)) if !certificate.has_key() => Err(NotServable::KeyNotHeld),
        // ELB guide, "SSL certificates": a name, and no RSA key under 2048 bits.
        (Status::Issued, Some(_)) if certificate.dns_names().next().is_none() => Err(NotServable::NotIssued),
        // ACM User Guide, "HTTP validation": what a CDN manages is the CDN's alone.
        (Status::Issued, Some(_)) if certificate.managed_by().is_some() => Err(NotServable::NotIssued),
        (Status::Issued, Some(_)) if certificate.key_algorithm == KeyAlgorithm::Rsa1024 => {
            Err(NotServable::NotIssued)
        }
        (Status::Issued, Some(_))
            if kind == Kind::Network && certificate.key_algorithm == KeyAlgorithm::Rsa4096 =>
        {
            Err(NotServable::NotIssued)
        }
        (Status::Issued, Some(_)) => Ok(()),
        _ => Err(NotServable::NotIssued),
    }
}

#[cfg(test)]
pub(crate) mod tests;
