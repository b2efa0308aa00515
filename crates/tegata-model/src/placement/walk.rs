//! Comparing what connections to the hops have shown with what is intended.

use jiff::Timestamp;

use super::check::{days_left, expires_soon};
use super::known::covers;
use super::{ClientCertificate, Fault, Finding, Hop, HopKind, Network, Placement, TlsRole, TlsVersion};

/// What a connection to a hop has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenAtHop {
    /// This instance may not connect there.
    NotPermitted(String),
    /// No connection could be made.
    Unreachable(String),
    /// There was a connection, and what answered spoke no TLS.
    PlainText,
    /// The handshake failed.
    HandshakeFailed(String),
    /// The handshake succeeded, with any certificate.
    Tls(Box<SeenTls>),
}

/// What a handshake has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTls {
    /// The version that was agreed on.
    pub version: Option<TlsVersion>,
    /// The cipher suite, as the library writes it.
    pub cipher_suite: String,
    /// The protocol that was agreed on by ALPN.
    pub application_protocol: Option<String>,
    /// The DNS names and addresses of the served certificate.
    pub names: Vec<String>,
    /// Whether the certificate is for the name that was asked for.
    pub is_for_name: bool,
    /// Who issued it.
    pub issuer: String,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
    /// Whose root its chain leads to.
    pub trusted: Trusted,
    /// Why the server has not proven that it has the certificate's key; `None` when it has.
    pub key_fault: Option<String>,
    /// Whether a client certificate was asked for.
    pub client_certificate: ClientCertificate,
}

/// Whose root a served chain leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trusted {
    /// This instance's.
    ByInstance,
    /// One that this machine trusts.
    ByMachine,
    /// None of these, for this reason.
    No(String),
}

/// What is wrong, in the order of the hops. `seen` has what connections to some hops have shown, by the place of the hop.
#[must_use]
pub fn judge(placement: &Placement, seen: &[(usize, SeenAtHop)], now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, seen) in seen {
        let Some(hop) = placement.hops.get(*place) else { continue };
        let before = hop.from.and_then(|from| placement.hops.get(from));
        let faults = match (seen, hop.tls) {
            (SeenAtHop::NotPermitted(reason), _) => vec![Fault::NotPermitted { reason: reason.clone() }],
            (SeenAtHop::Unreachable(reason), _) => vec![Fault::Unreachable { reason: reason.clone() }],
            (
                SeenAtHop::PlainText | SeenAtHop::HandshakeFailed(_),
                TlsRole::PlainText | TlsRole::NotServed,
            ) => Vec::new(),
            (SeenAtHop::PlainText, _) => vec![Fault::PlainTextServed],
            (SeenAtHop::HandshakeFailed(reason), _) => {
                vec![Fault::HandshakeFailed { reason: reason.clone() }]
            }
            (SeenAtHop::Tls(_), TlsRole::PlainText | TlsRole::NotServed) => vec![Fault::TlsServed],
            (SeenAtHop::Tls(tls), _) => handshake(placement, *place, hop, before, tls, now),
        };
        findings.extend(faults.into_iter().map(|fault| Finding { hop: *place, fault }));
    }
    findings.sort_by_key(|finding| finding.hop);
    findings
}

fn handshake(
    placement: &Placement,
    place: usize,
    hop: &Hop,
    before: Option<&Hop>,
    tls: &SeenTls,
    now: Timestamp,
) -> Vec<Fault> {
    // Through a hop that does not look into TLS, the certificate is that of the hop behind it.
    if hop.tls == TlsRole::PassesThrough {
        let behind = placement
            .next_hops(place)
            .map(|(place, next)| handshake(placement, place, next, Some(hop), tls, now));
        // One of several targets has answered: what fits one of them is right.
        return behind.min_by_key(Vec::len).unwrap_or_default();
    }
    let mut faults = Vec::new();
    if let Some(reason) = &tls.key_fault {
        faults.push(Fault::HandshakeFailed { reason: reason.clone() });
    }
    let intended = hop.certificate.as_ref().and_then(|of| of.known.as_ref()?.fingerprint.clone());
    if let Some(intended) = intended.filter(|intended| *intended != tls.fingerprint) {
        faults.push(Fault::OtherCertificateServed { intended, served: tls.fingerprint.clone() });
    }
    let is_for_name = tls.is_for_name || covers(&tls.names, &hop.server_name).is_some();
    if !is_for_name {
        faults.push(Fault::ServedNotForName { name: hop.server_name.clone(), names: tls.names.clone() });
    }
    if now < tls.not_before || tls.not_after < now {
        faults.push(Fault::ServedNotValid { from: tls.not_before, until: tls.not_after });
    } else if expires_soon(tls.not_before, tls.not_after, now) {
        faults.push(Fault::ServedExpiresSoon { at: tls.not_after, days: days_left(tls.not_after, now) });
    }
    // A load balancer on a trusted network takes any certificate of its targets, as ELB does.
    let is_judged =
        before.is_none_or(|before| before.kind == HopKind::Name) || hop.network == Network::Untrusted;
    if let (true, Trusted::No(reason)) = (is_judged, &tls.trusted) {
        faults.push(Fault::ServedNotTrusted { reason: reason.clone() });
    }
    if tls.client_certificate == ClientCertificate::Required
        && hop.client_certificate == ClientCertificate::NotRequired
        && !hop.kind.is_load_balancer()
    {
        faults.push(Fault::ClientCertificateAsked);
    }
    if let Some(served) = tls.version
        && !hop.tls_versions.is_empty()
        && !hop.tls_versions.contains(&served)
    {
        faults.push(Fault::OtherTlsVersionServed { served, intended: hop.tls_versions.clone() });
    }
    faults
}
