//! What is wrong with a placement, as far as state and declarations show it.

use jiff::{SignedDuration, Timestamp};

use super::known::KnownCertificate;
use super::{
    CertificateSource, ClientCertificate, Fault, Finding, Hop, HopCertificate, HopKind, Network, Placement,
    Protocol, TlsRole, TlsVersion,
};
use crate::Tenant;
use crate::certificate::Status;

/// The region of certificates that CloudFront uses (ACM User Guide, "Services integrated with AWS Certificate Manager").
const CDN_REGION: &str = "us-east-1";
/// A certificate that expires within this time expires soon; one of a short life when a third of it is left.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What a load balancer offers to targets.
const OFFERED_TO_TARGETS: [TlsVersion; 2] = [TlsVersion::V1_2, TlsVersion::V1_3];

/// What is wrong, in the order of the hops.
#[must_use]
pub fn check(placement: &Placement, tenant: &Tenant, now: Timestamp) -> Vec<Finding> {
    let mut findings = placement.findings.clone();
    for (place, hop) in placement.hops.iter().enumerate() {
        let before = hop.from.and_then(|from| placement.hops.get(from));
        let mut faults = Vec::new();
        if let Some(certificate) = &hop.certificate {
            place_of_certificate(hop, before, certificate, tenant, &mut faults);
            match &certificate.known {
                Some(known) => validity(hop, certificate, known, now, &mut faults),
                None => faults.extend(certificate.arn.clone().map(|arn| Fault::CertificateMissing { arn })),
            }
        }
        connection(hop, before, &mut faults);
        if passes_plain_text(placement, place, hop) {
            faults.push(Fault::PlainText);
        }
        findings.extend(faults.into_iter().map(|fault| Finding { hop: place, fault }));
    }
    findings.sort_by_key(|finding| finding.hop);
    findings
}

/// Whether a certificate from there can be at the hop at all.
fn place_of_certificate(
    hop: &Hop,
    before: Option<&Hop>,
    certificate: &HopCertificate,
    tenant: &Tenant,
    faults: &mut Vec<Fault>,
) {
    if certificate.source != CertificateSource::Own {
        return;
    }
    let is_entry = before.is_none_or(|before| before.kind == HopKind::Name);
    let needed = match hop.kind {
        HopKind::Cdn => CDN_REGION,
        // Behind a load balancer, a Lightsail instance's own server ends TLS.
        HopKind::Lightsail if is_entry => tenant.region.as_str(),
        HopKind::ApplicationLoadBalancer | HopKind::NetworkLoadBalancer | HopKind::Name => return,
        HopKind::Lightsail | HopKind::Instance | HopKind::Container | HopKind::Database | HopKind::Other => {
            return faults.push(Fault::OwnCertificateNotPossible);
        }
    };
    let region = certificate.arn.as_deref().and_then(crate::arn::Arn::parse).map_or("", |arn| arn.region);
    if region != needed {
        let (region, needed) = (region.to_owned(), needed.to_owned());
        faults.push(Fault::CertificateOfAnotherRegion { region, needed });
    }
}

/// Whether the certificate can be served now, and for the name.
fn validity(
    hop: &Hop,
    certificate: &HopCertificate,
    known: &KnownCertificate,
    now: Timestamp,
    faults: &mut Vec<Fault>,
) {
    match (known.status, known.not_before, known.not_after) {
        (Status::Revoked, ..) => faults.push(Fault::CertificateRevoked),
        (Status::Issued | Status::Expired, Some(from), Some(until)) => {
            if until < now {
                faults.push(Fault::CertificateExpired { at: until });
            } else if expires_soon(from, until, now) {
                let by_owner = certificate.source != CertificateSource::Own;
                let days = days_left(until, now);
                faults.push(Fault::CertificateExpiresSoon { at: until, days, by_owner });
            }
        }
        (status, ..) => faults.push(Fault::CertificateNotIssued { status: status.as_str() }),
    }
    if known.covers(&hop.server_name).is_none() {
        let (name, names) = (hop.server_name.clone(), known.names.clone());
        faults.push(Fault::CertificateNotForName { name, names });
    }
}

/// Whether a certificate of this time expires soon.
pub(super) fn expires_soon(from: Timestamp, until: Timestamp, now: Timestamp) -> bool {
    let lifetime = from.duration_until(until);
    now.duration_until(until) < SOON.min(lifetime / 3)
}

/// How many whole days are left.
pub(super) fn days_left(until: Timestamp, now: Timestamp) -> i64 {
    now.duration_until(until).as_hours() / 24
}

/// What is wrong with the connection from the hop before.
fn connection(hop: &Hop, before: Option<&Hop>, faults: &mut Vec<Fault>) {
    let Some(served) = hop.protocol else { return };
    // A listener in the clear has a fault of its own.
    if hop.tls == TlsRole::PlainText && hop.network == Network::Untrusted && !hop.kind.is_load_balancer() {
        faults.push(Fault::PlainText);
    }
    if let Some(spoken) = hop.spoken
        && is_tls(spoken, hop) != is_tls(served, hop)
    {
        faults.push(Fault::ProtocolDiffers { spoken, served });
    }
    let oldest = hop.tls_versions.first().copied();
    if let Some(oldest) = oldest.filter(|oldest| *oldest < TlsVersion::V1_2) {
        faults.push(Fault::OldTlsVersions { oldest });
    }
    let Some(before) = before else { return };
    let ends_before = matches!(before.tls, TlsRole::Ends | TlsRole::EndsAndBeginsAgain);
    if let (true, Some(oldest), Some(before)) = (ends_before, oldest, before.tls_versions.first().copied())
        && oldest < before
    {
        faults.push(Fault::OlderTlsThanBefore { oldest, before });
    }
    // What a load balancer passes through is between its client and the target.
    if !before.kind.is_load_balancer() || before.protocol == Some(Protocol::Tcp) {
        return;
    }
    let is_offered = |version: &TlsVersion| OFFERED_TO_TARGETS.contains(version);
    if !hop.tls_versions.is_empty() && !hop.tls_versions.iter().any(is_offered) {
        let (offered, accepted) = (OFFERED_TO_TARGETS.to_vec(), hop.tls_versions.clone());
        faults.push(Fault::NoCommonTlsVersion { offered, accepted });
    }
    if hop.client_certificate == ClientCertificate::Required {
        faults.push(Fault::ClientCertificateMissing);
    }
}

/// Whether a network load balancer takes plain text from an untrusted network. Of targets that are not declared it is not
/// known what they serve.
fn passes_plain_text(placement: &Placement, place: usize, hop: &Hop) -> bool {
    let mut next = placement.next_hops(place).peekable();
    hop.kind == HopKind::NetworkLoadBalancer
        && hop.protocol == Some(Protocol::Tcp)
        && hop.tls == TlsRole::PlainText
        && hop.network == Network::Untrusted
        && next.peek().is_some()
        && next.all(|(_, next)| next.network != Network::Unknown)
}

/// Whether a protocol is spoken over TLS at this hop.
fn is_tls(protocol: Protocol, hop: &Hop) -> bool {
    match protocol {
        Protocol::Https | Protocol::Tls => true,
        Protocol::Postgresql => hop.certificate.is_some(),
        Protocol::Http | Protocol::Tcp | Protocol::Udp => false,
    }
}
