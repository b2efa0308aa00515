//! Hops that this instance does not run, as their owner declares them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ClientCertificate, DeclaredKind, Network, Protocol, TlsVersion};
use crate::arn::Arn;
use crate::event::{Event, EventKind};
use crate::{ServerName, Tenant};

/// How many hops an account may declare in a region.
pub const DECLARED_MAX: u32 = 1000;
/// How many hops one may send on to.
pub const FORWARDS_MAX: usize = 10;
/// The longest name of a hop.
const NAME_MAX: usize = 63;

/// A declared hop as it is stored. New members need a serde default: documents outlive releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredHop {
    /// Whose and where.
    pub tenant: Tenant,
    /// Unique in the tenant.
    pub name: String,
    /// What it is.
    pub kind: DeclaredKind,
    /// The host name or address at which it listens.
    pub host: ServerName,
    /// The port at which it listens.
    pub port: u16,
    /// What it serves.
    pub protocol: Protocol,
    /// The certificate that belongs there; `None` when it serves in the clear.
    pub certificate: Option<DeclaredCertificate>,
    /// The name that its certificate has to have; `None` for the name of the path.
    pub server_name: Option<String>,
    /// The network between the hop before and this one.
    pub network: Network,
    /// Whether it wants a certificate from who connects.
    pub client_certificate: ClientCertificate,
    /// The versions of TLS that it accepts, the oldest first; empty when not declared.
    pub tls_versions: Vec<TlsVersion>,
    /// What it sends on to: names of declared hops, or DNS names, which have a dot.
    pub forwards_to: Vec<String>,
    /// When it was declared, last.
    pub declared_at: Timestamp,
}

/// A certificate that belongs to a declared hop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeclaredCertificate {
    /// From this instance's authority, through ACM's API.
    Own {
        /// Its ARN.
        arn: String,
    },
    /// From elsewhere.
    Outside {
        /// Its ARN, if it was imported into ACM here too, so that its names and its end are known.
        arn: Option<String>,
    },
}

/// A declaration as it was requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HopDeclaration {
    /// `Name`.
    pub name: String,
    /// `Kind`.
    pub kind: DeclaredKind,
    /// `Host`.
    pub host: String,
    /// `Port`.
    pub port: u16,
    /// `Protocol`.
    pub protocol: Protocol,
    /// `CertificateSource`: `OWN`, `OUTSIDE`, or none.
    pub certificate: Option<DeclaredSource>,
    /// `CertificateArn`.
    pub certificate_arn: Option<String>,
    /// `ServerName`.
    pub server_name: Option<String>,
    /// `Network`.
    pub network: Network,
    /// `ClientCertificate`.
    pub client_certificate: ClientCertificate,
    /// `TlsVersions`.
    pub tls_versions: Vec<TlsVersion>,
    /// `ForwardsTo`.
    pub forwards_to: Vec<String>,
}

/// Where a declared hop's certificate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclaredSource {
    /// From this instance's authority.
    Own,
    /// From elsewhere.
    Outside,
}

/// Why a hop was not declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeclarationRefused {
    /// The name.
    #[error("Name {0} is wrong: use 1 to {NAME_MAX} of a-z, A-Z, 0-9 and -, without a dot, such as web-1")]
    Name(String),
    /// The host.
    #[error("Host is wrong: {0}")]
    Host(String),
    /// Port 0.
    #[error("Port 0 is not a port that a server can listen on: give the port that the hop serves")]
    Port,
    /// The name for the certificate.
    #[error("ServerName is wrong: {0}")]
    ServerName(String),
    /// A protocol that declared hops cannot have.
    #[error("Protocol {} is not possible for a declared hop: use HTTP, HTTPS, TCP, TLS or POSTGRESQL", .0.as_str())]
    Protocol(Protocol),
    /// TLS without a certificate.
    #[error(
        "Protocol {} needs a certificate: set CertificateSource to OWN or OUTSIDE",
        .0.as_str()
    )]
    NoCertificate(Protocol),
    /// A certificate without TLS.
    #[error(
        "Protocol {} has no TLS, so the hop cannot have a certificate: leave CertificateSource out, or use HTTPS or TLS",
        .0.as_str()
    )]
    CertificateWithoutTls(Protocol),
    /// An own certificate that is not named.
    #[error("CertificateSource OWN needs CertificateArn: the ARN of the certificate that belongs to the hop")]
    NoArn,
    /// An ARN without a source.
    #[error("CertificateArn needs CertificateSource: set it to OWN or OUTSIDE")]
    ArnWithoutSource,
    /// Not the ARN of a certificate of the account.
    #[error("CertificateArn {0} is not the ARN of an ACM certificate of this account")]
    Arn(String),
    /// Versions of TLS, or a wanted client certificate, at a hop in the clear.
    #[error("{0} is about TLS, which the hop does not speak: leave it out, or set CertificateSource")]
    TlsOnly(&'static str),
    /// The same version of TLS twice.
    #[error("TlsVersions has {} twice", .0.as_str())]
    RepeatedVersion(TlsVersion),
    /// Where it sends on to.
    #[error("ForwardsTo {0} is neither the name of a declared hop nor a DNS name")]
    ForwardsTo(String),
    /// It sends on to itself.
    #[error("ForwardsTo contains the hop's own name {0}")]
    ForwardsToItself(String),
    /// Too many places that it sends on to.
    #[error("ForwardsTo has more than {FORWARDS_MAX} entries")]
    TooManyForwards,
    /// The account has the most that it can have.
    #[error("An account has at most {DECLARED_MAX} declared hops in a region. Undeclare one first")]
    TooMany,
}

/// Decides about a declaration. A hop of that name is replaced; `others` is how many others the tenant has.
///
/// # Errors
/// See [`DeclarationRefused`].
pub fn plan_declaration(
    tenant: &Tenant,
    request: HopDeclaration,
    others: u32,
    now: Timestamp,
) -> Result<DeclaredHop, DeclarationRefused> {
    if !is_hop_name(&request.name) {
        return Err(DeclarationRefused::Name(request.name));
    }
    if others >= DECLARED_MAX {
        return Err(DeclarationRefused::TooMany);
    }
    let host = request.host.parse::<ServerName>();
    let host = host.map_err(|error| DeclarationRefused::Host(error.to_string()))?;
    if request.port == 0 {
        return Err(DeclarationRefused::Port);
    }
    let certificate = certificate(tenant, &request)?;
    if certificate.is_none() && !request.tls_versions.is_empty() {
        return Err(DeclarationRefused::TlsOnly("TlsVersions"));
    }
    if certificate.is_none() && request.client_certificate == ClientCertificate::Required {
        return Err(DeclarationRefused::TlsOnly("ClientCertificate"));
    }
    let mut tls_versions = request.tls_versions;
    tls_versions.sort_unstable();
    if let Some(pair) = tls_versions.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(DeclarationRefused::RepeatedVersion(pair[0]));
    }
    let server_name = request.server_name.map(|name| name.parse::<ServerName>()).transpose();
    let server_name = server_name.map_err(|error| DeclarationRefused::ServerName(error.to_string()))?;
    let forwards_to = forwards(&request.name, &request.forwards_to)?;
    Ok(DeclaredHop {
        tenant: tenant.clone(),
        name: request.name,
        kind: request.kind,
        host,
        port: request.port,
        protocol: request.protocol,
        certificate,
        server_name: server_name.map(|name| name.to_string()),
        network: request.network,
        client_certificate: request.client_certificate,
        tls_versions,
        forwards_to,
        declared_at: now,
    })
}

/// Whether a text is the name of a hop. It has no dot, so that it differs from a DNS name.
fn is_hop_name(text: &str) -> bool {
    (1..=NAME_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn certificate(
    tenant: &Tenant,
    request: &HopDeclaration,
) -> Result<Option<DeclaredCertificate>, DeclarationRefused> {
    if let Some(text) = &request.certificate_arn {
        let of_account = |arn: &Arn<'_>| {
            arn.service == "acm"
                && arn.account == tenant.account.as_str()
                && arn.resource.starts_with("certificate/")
        };
        if !Arn::parse(text).as_ref().is_some_and(of_account) {
            return Err(DeclarationRefused::Arn(text.clone()));
        }
    }
    let arn = request.certificate_arn.clone();
    let certificate = match request.certificate {
        None if arn.is_some() => return Err(DeclarationRefused::ArnWithoutSource),
        None => None,
        Some(DeclaredSource::Own) => {
            Some(DeclaredCertificate::Own { arn: arn.ok_or(DeclarationRefused::NoArn)? })
        }
        Some(DeclaredSource::Outside) => Some(DeclaredCertificate::Outside { arn }),
    };
    match (request.protocol, &certificate) {
        (Protocol::Udp, _) => Err(DeclarationRefused::Protocol(request.protocol)),
        (Protocol::Https | Protocol::Tls, None) => Err(DeclarationRefused::NoCertificate(request.protocol)),
        (Protocol::Http | Protocol::Tcp, Some(_)) => {
            Err(DeclarationRefused::CertificateWithoutTls(request.protocol))
        }
        _ => Ok(certificate),
    }
}

fn forwards(own: &str, requested: &[String]) -> Result<Vec<String>, DeclarationRefused> {
    if requested.len() > FORWARDS_MAX {
        return Err(DeclarationRefused::TooManyForwards);
    }
    let mut forwards = Vec::new();
    for text in requested {
        let next = match text.contains('.') {
            true => match text.parse() {
                Ok(ServerName::Host(name)) => name,
                Ok(ServerName::Address(_)) | Err(_) => {
                    return Err(DeclarationRefused::ForwardsTo(text.clone()));
                }
            },
            false if is_hop_name(text) => text.clone(),
            false => return Err(DeclarationRefused::ForwardsTo(text.clone())),
        };
        if next == own {
            return Err(DeclarationRefused::ForwardsToItself(next));
        }
        if !forwards.contains(&next) {
            forwards.push(next);
        }
    }
    Ok(forwards)
}

impl DeclaredHop {
    /// Where it listens, as `host:port`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}:{}", self.host.in_url(), self.port)
    }

    /// The ARN of its certificate, if it names one.
    #[must_use]
    pub fn certificate_arn(&self) -> Option<&str> {
        match &self.certificate {
            Some(DeclaredCertificate::Own { arn }) => Some(arn),
            Some(DeclaredCertificate::Outside { arn }) => arn.as_deref(),
            None => None,
        }
    }

    /// The event that it was declared or undeclared.
    #[must_use]
    pub fn event(&self, kind: EventKind, at: Timestamp) -> Event {
        let detail = json!({ "kind": self.kind.as_str(), "address": self.address() });
        Event { at, tenant: Some(self.tenant.clone()), kind, subject: self.name.clone(), detail }
    }
}

#[cfg(test)]
mod tests;
