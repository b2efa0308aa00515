//! Hops from what is known or declared of them.

use std::collections::BTreeMap;

use super::known::{Cover, KnownCertificate, KnownGroup, KnownListener, KnownLoadBalancer, KnownTarget};
use super::{
    CertificateSource, ClientCertificate, DeclaredCertificate, DeclaredHop, Hop, HopCertificate, HopKind,
    Network, Protocol, TlsRole,
};

/// A name in the DNS.
pub(super) fn name(name: &str, from: Option<usize>) -> Hop {
    Hop {
        from,
        kind: HopKind::Name,
        name: name.to_owned(),
        address: String::new(),
        socket: None,
        protocol: None,
        spoken: None,
        policy: None,
        tls_versions: Vec::new(),
        certificate: None,
        server_name: name.to_owned(),
        network: Network::Trusted,
        client_certificate: ClientCertificate::NotRequired,
        answers: None,
        tls: TlsRole::NotServed,
    }
}

/// A load balancer without a listener.
pub(super) fn load_balancer(balancer: &KnownLoadBalancer, from: usize) -> Hop {
    Hop { kind: balancer.kind, network: balancer.network, ..name(&balancer.name, Some(from)) }
}

/// A listener of a load balancer, with the certificate that it serves for `host`.
pub(super) fn listener(
    balancer: &KnownLoadBalancer,
    listener: &KnownListener,
    host: &str,
    from: usize,
) -> Hop {
    Hop {
        address: listener.socket.to_string(),
        socket: Some(listener.socket),
        protocol: Some(listener.protocol),
        spoken: Some(listener.protocol),
        policy: listener.policy.clone(),
        tls_versions: listener.tls_versions.clone(),
        certificate: served_for(&listener.certificates, host).map(|known| HopCertificate {
            source: known.source,
            arn: Some(known.arn.clone()),
            known: Some(known.clone()),
        }),
        server_name: host.to_owned(),
        answers: listener.answers,
        ..load_balancer(balancer, from)
    }
}

/// Which of a listener's certificates is served for a host: one with the name before one with a wildcard, and the default
/// when none is for it (ELB User Guide, "Certificates for your Application Load Balancer").
fn served_for<'a>(certificates: &'a [KnownCertificate], host: &str) -> Option<&'a KnownCertificate> {
    let cover = |certificate: &&KnownCertificate| certificate.covers(host);
    let by = |wanted: Cover| certificates.iter().find(|certificate| cover(certificate) == Some(wanted));
    by(Cover::Exactly).or_else(|| by(Cover::ByWildcard)).or_else(|| certificates.first())
}

/// A target that is not declared: its certificate and its network are not known.
pub(super) fn target(group: &KnownGroup, target: &KnownTarget, host: &str, from: usize) -> Hop {
    let address =
        target.socket.map_or_else(|| format!("{}:{}", target.name, target.port), |socket| socket.to_string());
    Hop {
        kind: target.kind,
        address,
        socket: target.socket,
        protocol: Some(group.protocol),
        spoken: Some(group.protocol),
        network: Network::Unknown,
        server_name: host.to_owned(),
        ..name(&target.name, Some(from))
    }
}

/// A declared hop. As a target it is spoken to as its group says, and otherwise as it was declared; `before` is what the
/// hop before it serves.
pub(super) fn declared(
    declared: &DeclaredHop,
    certificates: &BTreeMap<String, KnownCertificate>,
    host: &str,
    from: usize,
    target: Option<(&KnownGroup, &KnownTarget)>,
    before: Option<Protocol>,
) -> Hop {
    let certificate = declared.certificate.as_ref().map(|of| {
        let known = declared.certificate_arn().and_then(|arn| certificates.get(arn)).cloned();
        let source = match of {
            DeclaredCertificate::Own { .. } => CertificateSource::Own,
            DeclaredCertificate::Outside { .. } => CertificateSource::Outside,
        };
        HopCertificate { source, arn: declared.certificate_arn().map(str::to_owned), known }
    });
    let spoken = target.map_or(declared.protocol, |(group, _)| match group.protocol {
        // What a load balancer passes through is what its clients speak; what is left of TLS that it ends is in the clear.
        Protocol::Tcp if before == Some(Protocol::Tcp) || declared.certificate.is_none() => declared.protocol,
        protocol => protocol,
    });
    Hop {
        kind: declared.kind.into(),
        address: declared.address(),
        socket: target.and_then(|(_, target)| target.socket),
        protocol: Some(declared.protocol),
        spoken: Some(spoken),
        tls_versions: declared.tls_versions.clone(),
        certificate,
        server_name: declared.server_name.clone().unwrap_or_else(|| host.to_owned()),
        network: declared.network,
        client_certificate: declared.client_certificate,
        ..name(&declared.name, Some(from))
    }
}
