//! Target groups: targets that serve the same thing, and how their health is found out.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::attribute::{Attributes, TARGET_GROUP, Table};
use super::identifier::{TargetGroupId, TrustStoreId};
use super::kind::Kind;
use super::matcher::{GrpcMatcher, Matcher};
use super::name::{self, NameRefused};
use super::network_attribute::{DATAGRAM_TARGET_GROUP, STREAM_TARGET_GROUP};
use super::protocol as listener;
use super::protocol_version::ProtocolVersion;
use super::tags::{self, TagsRefused};
use crate::Tenant;
use crate::tag::Tag;

/// How many target groups a tenant may have (ELB quota "Target Groups per Region").
pub const PER_TENANT_MAX: usize = 3000;

/// A target group as it is stored, its targets apart. New members need a serde default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGroup {
    /// Which.
    pub id: TargetGroupId,
    /// Whose and where.
    pub tenant: Tenant,
    /// What its creator asked for, health check apart.
    pub settings: TargetGroupSettings,
    /// How health is found out.
    pub health_check: HealthCheck,
    /// When it was made.
    pub created_at: Timestamp,
    /// The attributes that were set; the others have their defaults.
    #[serde(default)]
    pub attributes: Attributes,
    /// The trust store that its attribute [`TRUST_STORE`](super::target_verification::TRUST_STORE) names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_store: Option<TrustStoreId>,
    /// Its owner's tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl TargetGroup {
    /// The table of its attributes.
    #[must_use]
    pub fn attribute_table(&self) -> &'static Table {
        self.settings.protocol.attribute_table()
    }
}

/// What a target group keeps for life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGroupSettings {
    /// Unique in the tenant.
    pub name: String,
    /// How targets are spoken to.
    pub protocol: Protocol,
    /// Which version of HTTP they speak.
    #[serde(default)]
    pub protocol_version: ProtocolVersion,
    /// The port of targets that name none.
    pub port: u16,
    /// What targets are.
    pub target_type: TargetType,
    /// Which addresses targets have.
    pub ip_family: IpFamily,
    /// Given back; no network meaning here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc: Option<String>,
}

/// How targets are spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS. As with ELB the target's certificate is not verified.
    Https,
    /// Bytes in the clear.
    Tcp,
    /// Bytes over TLS. As with ELB the target's certificate is not verified.
    Tls,
    /// Datagrams.
    Udp,
    /// Bytes in the clear, and datagrams.
    #[serde(rename = "tcp_udp")]
    TcpUdp,
}

/// What targets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetType {
    /// Instances, by identifier.
    Instance,
    /// Hosts, by address.
    Ip,
}

/// Which addresses targets have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IpFamily {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

impl Protocol {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Protocol::Http => "HTTP",
            Protocol::Https => "HTTPS",
            Protocol::Tcp => "TCP",
            Protocol::Tls => "TLS",
            Protocol::Udp => "UDP",
            Protocol::TcpUdp => "TCP_UDP",
        }
    }

    /// The protocol of this name on the wire.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Protocol> {
        use Protocol as P;
        let all = [P::Http, P::Https, P::Tcp, P::Tls, P::Udp, P::TcpUdp];
        all.into_iter().find(|protocol| protocol.as_str() == name)
    }

    /// The kind of load balancer that forwards to targets that speak it.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Protocol::Http | Protocol::Https => Kind::Application,
            Protocol::Tcp | Protocol::Tls | Protocol::Udp | Protocol::TcpUdp => Kind::Network,
        }
    }

    /// The table of attributes of groups that speak it.
    #[must_use]
    pub fn attribute_table(self) -> &'static Table {
        match self {
            Protocol::Http | Protocol::Https => TARGET_GROUP,
            Protocol::Tcp | Protocol::Tls => STREAM_TARGET_GROUP,
            Protocol::Udp | Protocol::TcpUdp => DATAGRAM_TARGET_GROUP,
        }
    }

    /// Whether a listener may forward to targets that speak it (ELB User Guide, "Listeners for your Network Load
    /// Balancers").
    #[must_use]
    pub fn fits(self, listener: listener::Protocol) -> bool {
        use listener::Protocol as L;
        match listener {
            L::Http | L::Https => self.kind() == Kind::Application,
            L::Tcp => matches!(self, Protocol::Tcp | Protocol::TcpUdp),
            L::Tls => matches!(self, Protocol::Tcp | Protocol::Tls),
            L::Udp => matches!(self, Protocol::Udp | Protocol::TcpUdp),
            L::TcpUdp => self == Protocol::TcpUdp,
        }
    }
}

impl TargetType {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TargetType::Instance => "instance",
            TargetType::Ip => "ip",
        }
    }
}

impl IpFamily {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IpFamily::Ipv4 => "ipv4",
            IpFamily::Ipv6 => "ipv6",
        }
    }
}

/// How the health of targets is found out: by HTTP, HTTPS, or, for a network load balancer, by a connection alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// How targets are asked: HTTP, HTTPS, or TCP for a connection alone.
    pub protocol: Protocol,
    /// On which port.
    pub port: HealthCheckPort,
    /// For which path; a check by TCP alone has no use for it, nor for `matcher`.
    pub path: String,
    /// From the start of one check to the start of the next, in seconds.
    pub interval_seconds: u32,
    /// How long an answer may take, in seconds.
    pub timeout_seconds: u32,
    /// So many successes in a row make a target healthy.
    pub healthy_threshold: u32,
    /// So many failures in a row make it unhealthy.
    pub unhealthy_threshold: u32,
    /// Which HTTP statuses are a success.
    pub matcher: Matcher,
    /// Which gRPC statuses are a success; for targets that speak gRPC, which have no use for `matcher`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grpc_matcher: Option<GrpcMatcher>,
}

/// On which port health is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum HealthCheckPort {
    /// The one that gets the requests (`traffic-port`).
    Traffic,
    /// This one.
    Fixed(u16),
}

/// Neither `traffic-port` nor a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a health check port is `traffic-port` or a number from 1 to 65535")]
pub struct NoHealthCheckPort;

impl FromStr for HealthCheckPort {
    type Err = NoHealthCheckPort;

    fn from_str(text: &str) -> Result<HealthCheckPort, NoHealthCheckPort> {
        match text {
            "traffic-port" => Ok(HealthCheckPort::Traffic),
            _ if text.bytes().all(|byte| byte.is_ascii_digit()) => match text.parse() {
                Ok(port) if port > 0 => Ok(HealthCheckPort::Fixed(port)),
                _ => Err(NoHealthCheckPort),
            },
            _ => Err(NoHealthCheckPort),
        }
    }
}

impl TryFrom<String> for HealthCheckPort {
    type Error = NoHealthCheckPort;

    fn try_from(text: String) -> Result<HealthCheckPort, NoHealthCheckPort> {
        text.parse()
    }
}

impl From<HealthCheckPort> for String {
    fn from(port: HealthCheckPort) -> String {
        port.to_string()
    }
}

impl fmt::Display for HealthCheckPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HealthCheckPort::Traffic => f.write_str("traffic-port"),
            HealthCheckPort::Fixed(port) => port.fmt(f),
        }
    }
}

impl Default for HealthCheck {
    /// What an application load balancer's group has until told otherwise (API reference, `CreateTargetGroup`).
    fn default() -> HealthCheck {
        HealthCheck {
            protocol: Protocol::Http,
            port: HealthCheckPort::Traffic,
            path: "/".to_owned(),
            interval_seconds: 30,
            timeout_seconds: 5,
            healthy_threshold: 5,
            unhealthy_threshold: 2,
            matcher: Matcher::default(),
            grpc_matcher: None,
        }
    }
}

/// Which parts of a health check a request sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthCheckChange {
    /// `HealthCheckEnabled`.
    pub enabled: Option<bool>,
    /// `HealthCheckProtocol`.
    pub protocol: Option<Protocol>,
    /// `HealthCheckPort`.
    pub port: Option<String>,
    /// `HealthCheckPath`.
    pub path: Option<String>,
    /// `HealthCheckIntervalSeconds`.
    pub interval_seconds: Option<u32>,
    /// `HealthCheckTimeoutSeconds`.
    pub timeout_seconds: Option<u32>,
    /// `HealthyThresholdCount`.
    pub healthy_threshold: Option<u32>,
    /// `UnhealthyThresholdCount`.
    pub unhealthy_threshold: Option<u32>,
    /// `Matcher.HttpCode`.
    pub matcher: Option<String>,
    /// `Matcher.GrpcCode`.
    pub grpc_matcher: Option<String>,
}

/// Why a health check was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HealthCheckRefused {
    /// Instances and addresses are always checked.
    Disabled,
    /// Neither `traffic-port` nor a port.
    Port {
        /// What was given.
        port: String,
    },
    /// Not beginning with `/`, or not of printable ASCII characters without spaces.
    Path {
        /// What was given.
        path: String,
    },
    /// See [`Matcher`].
    Matcher {
        /// What was given.
        matcher: String,
    },
    /// See [`GrpcMatcher`].
    GrpcMatcher {
        /// What was given.
        matcher: String,
    },
    /// A protocol that checks of this group cannot have.
    Protocol {
        /// What was given.
        protocol: Protocol,
        /// What could be.
        permitted: &'static [&'static str],
    },
    /// A path or a matcher for a check by TCP.
    OfHttp {
        /// `path` or `matcher HTTP code`.
        what: &'static str,
    },
    /// Codes of gRPC for targets that do not speak it, or of HTTP for those that do.
    MatcherOfOtherVersion,
    /// An answer may take no longer than until the next check.
    Timeout {
        /// Seconds an answer may take.
        timeout: u32,
        /// Seconds until the next check.
        interval: u32,
    },
}

impl HealthCheck {
    /// What a group of this protocol and version has until it is configured (API reference, `CreateTargetGroup`).
    #[must_use]
    pub fn default_for(protocol: Protocol, version: ProtocolVersion) -> HealthCheck {
        match (protocol.kind(), version) {
            (Kind::Application, ProtocolVersion::Http1 | ProtocolVersion::Http2) => HealthCheck::default(),
            (Kind::Application, ProtocolVersion::Grpc) => HealthCheck {
                path: "/AWS.ALB/healthcheck".to_owned(),
                grpc_matcher: Some(GrpcMatcher::default()),
                ..HealthCheck::default()
            },
            (Kind::Network, _) => HealthCheck {
                protocol: Protocol::Tcp,
                timeout_seconds: 10,
                matcher: Matcher::of_network(),
                ..HealthCheck::default()
            },
        }
    }

    /// Whether a connection is all that is asked for.
    #[must_use]
    pub fn is_by_connection(&self) -> bool {
        self.protocol == Protocol::Tcp
    }

    fn check_protocol(&self, group: Protocol, change: &HealthCheckChange) -> Result<(), HealthCheckRefused> {
        let protocol = self.protocol;
        let permitted: &[&str] = match group.kind() {
            Kind::Application => &["HTTP", "HTTPS"],
            Kind::Network => &["TCP", "HTTP", "HTTPS"],
        };
        if !permitted.contains(&protocol.as_str()) {
            return Err(HealthCheckRefused::Protocol { protocol, permitted });
        }
        let matcher = &self.matcher;
        if group.kind() == Kind::Application && !matcher.is_of_application() {
            return Err(HealthCheckRefused::Matcher { matcher: matcher.as_str().to_owned() });
        }
        if self.is_by_connection() && change.path.is_some() {
            return Err(HealthCheckRefused::OfHttp { what: "path" });
        }
        if self.is_by_connection() && change.matcher.is_some() {
            return Err(HealthCheckRefused::OfHttp { what: "matcher HTTP code" });
        }
        Ok(())
    }

    /// This check, of a group of this protocol, with `change` made to it.
    ///
    /// # Errors
    /// See [`HealthCheckRefused`].
    pub fn changed(
        &self,
        group: Protocol,
        change: &HealthCheckChange,
    ) -> Result<HealthCheck, HealthCheckRefused> {
        if change.enabled == Some(false) {
            return Err(HealthCheckRefused::Disabled);
        }
        let port = match &change.port {
            None => self.port,
            Some(port) => port.parse().map_err(|_| HealthCheckRefused::Port { port: port.clone() })?,
        };
        let path = match &change.path {
            None => self.path.clone(),
            Some(path) if path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic()) => {
                path.clone()
            }
            Some(path) => return Err(HealthCheckRefused::Path { path: path.clone() }),
        };
        let matcher = match &change.matcher {
            None => self.matcher.clone(),
            Some(matcher) => {
                matcher.parse().map_err(|_| HealthCheckRefused::Matcher { matcher: matcher.clone() })?
            }
        };
        let grpc_matcher = match (&change.grpc_matcher, &self.grpc_matcher) {
            (None, _) if change.matcher.is_some() && self.grpc_matcher.is_some() => {
                return Err(HealthCheckRefused::MatcherOfOtherVersion);
            }
            (None, kept) => kept.clone(),
            (Some(_), None) => return Err(HealthCheckRefused::MatcherOfOtherVersion),
            (Some(matcher), Some(_)) => {
                let refused = |_| HealthCheckRefused::GrpcMatcher { matcher: matcher.clone() };
                Some(matcher.parse().map_err(refused)?)
            }
        };
        let protocol = change.protocol.unwrap_or(self.protocol);
        // API reference, `CreateTargetGroup`: of a network load balancer 6 seconds for HTTP, and 10 for the others.
        let timeout = match (group.kind(), protocol == self.protocol, protocol) {
            (Kind::Application, _, _) | (_, true, _) => self.timeout_seconds,
            (Kind::Network, false, Protocol::Http) => 6,
            (Kind::Network, false, _) => 10,
        };
        let changed = HealthCheck {
            protocol,
            port,
            path,
            interval_seconds: change.interval_seconds.unwrap_or(self.interval_seconds),
            timeout_seconds: change.timeout_seconds.unwrap_or(timeout),
            healthy_threshold: change.healthy_threshold.unwrap_or(self.healthy_threshold),
            unhealthy_threshold: change.unhealthy_threshold.unwrap_or(self.unhealthy_threshold),
            matcher,
            grpc_matcher,
        };
        changed.check_protocol(group, change)?;
        let (timeout, interval) = (changed.timeout_seconds, changed.interval_seconds);
        if timeout >= interval {
            return Err(HealthCheckRefused::Timeout { timeout, interval });
        }
        Ok(changed)
    }
}

/// A request for a target group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTargetGroup {
    /// `Name`.
    pub name: String,
    /// `Protocol`.
    pub protocol: Option<Protocol>,
    /// `ProtocolVersion`; HTTP/1.1 unless given.
    pub protocol_version: Option<ProtocolVersion>,
    /// `Port`.
    pub port: Option<u16>,
    /// `TargetType`; instances unless given.
    pub target_type: Option<TargetType>,
    /// `IpAddressType`; IPv4 unless given.
    pub ip_family: Option<IpFamily>,
    /// `VpcId`.
    pub vpc: Option<String>,
    /// How health shall be found out.
    pub health_check: HealthCheckChange,
    /// What it shall carry.
    pub tags: Vec<Tag>,
}

/// What to do about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// Keep this new one.
    New(Box<TargetGroup>),
    /// It is there already, with the same settings.
    Existing(Box<TargetGroup>),
}

/// Why a target group was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreationRefused {
    /// The name breaks a rule.
    Name(NameRefused),
    /// No protocol was given.
    NoProtocol,
    /// A version of HTTP for targets that are not spoken to by HTTP.
    VersionWithoutHttp {
        /// The protocol.
        protocol: Protocol,
    },
    /// No port was given.
    NoPort,
    /// No network was given.
    NoVpc,
    /// The health check breaks a rule.
    HealthCheck(HealthCheckRefused),
    /// The name is taken by one with other settings.
    Taken,
    /// The tenant has [`PER_TENANT_MAX`].
    TooMany,
    /// Tags.
    Tags(TagsRefused),
}

/// Decides about a request for a target group. `of_that_name` is the tenant's of the requested name, and
/// `owned` how many the tenant has.
///
/// # Errors
/// See [`CreationRefused`].
pub fn plan_creation(
    tenant: &Tenant,
    id: TargetGroupId,
    request: NewTargetGroup,
    of_that_name: Option<&TargetGroup>,
    owned: usize,
    now: Timestamp,
) -> Result<Creation, CreationRefused> {
    name::check_target_group(&request.name).map_err(CreationRefused::Name)?;
    let protocol = request.protocol.ok_or(CreationRefused::NoProtocol)?;
    if protocol.kind() == Kind::Network && request.protocol_version.is_some() {
        return Err(CreationRefused::VersionWithoutHttp { protocol });
    }
    let protocol_version = request.protocol_version.unwrap_or_default();
    let made = TargetGroup {
        id,
        tenant: tenant.clone(),
        settings: TargetGroupSettings {
            name: request.name,
            protocol,
            protocol_version,
            port: request.port.ok_or(CreationRefused::NoPort)?,
            target_type: request.target_type.unwrap_or(TargetType::Instance),
            ip_family: request.ip_family.unwrap_or(IpFamily::Ipv4),
            // API reference, `CreateTargetGroup`: required unless the target is a function.
            vpc: Some(request.vpc.filter(|vpc| !vpc.is_empty()).ok_or(CreationRefused::NoVpc)?),
        },
        health_check: HealthCheck::default_for(protocol, protocol_version)
            .changed(protocol, &request.health_check)
            .map_err(CreationRefused::HealthCheck)?,
        created_at: now,
        attributes: Attributes::default(),
        trust_store: None,
        tags: tags::add(&[], &request.tags).map_err(CreationRefused::Tags)?,
    };
    match of_that_name {
        Some(existing)
            if existing.settings == made.settings
                && existing.health_check == made.health_check
                && existing.tags == made.tags =>
        {
            Ok(Creation::Existing(Box::new(existing.clone())))
        }
        Some(_) => Err(CreationRefused::Taken),
        None if owned >= PER_TENANT_MAX => Err(CreationRefused::TooMany),
        None => Ok(Creation::New(Box::new(made))),
    }
}

#[cfg(test)]
pub(crate) mod tests;
