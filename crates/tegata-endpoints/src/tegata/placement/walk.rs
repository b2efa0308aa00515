//! WalkPlacement.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{SeenHop, WalkPlacementRequest, WalkPlacementResponse};
use tegata_model::placement::{ClientCertificate, Hop, SeenAtHop, SeenTls, Trusted};
use tegata_operations::placement::walk;
use tegata_operations::{Caller, Error, Instance};

use super::hop::{at, number, words_of};
use super::shown;

/// Connects to the hops of the path from a name, and says what is served there against what is intended.
pub(in crate::tegata) async fn walk_placement(
    instance: &Instance,
    caller: &Caller,
    input: WalkPlacementRequest,
) -> Result<WalkPlacementResponse, Error> {
    let walked = walk(instance, caller, &input.domain_name).await?;
    let placement = walked.placement;
    let seen = walked.seen.iter().filter_map(|(place, seen)| {
        let hop = placement.hops.get(*place)?;
        Some(seen_hop(*place, hop, seen))
    });
    Ok(WalkPlacementResponse {
        status: Some(if walked.findings.is_empty() { "GOOD" } else { "FAULTY" }.to_owned()),
        tls_ends_at: Some(words_of(&placement.tls_ends_at())),
        seen: Some(seen.collect()),
        findings: Some(shown::findings(&placement, &walked.findings)),
        is_truncated: Some(walked.is_truncated),
        domain_name: Some(placement.name),
    })
}

fn seen_hop(place: usize, hop: &Hop, seen: &SeenAtHop) -> SeenHop {
    let (result, reason) = match seen {
        SeenAtHop::NotPermitted(reason) => ("NOT_PERMITTED", Some(reason)),
        SeenAtHop::Unreachable(reason) => ("UNREACHABLE", Some(reason)),
        SeenAtHop::PlainText => ("PLAIN_TEXT", None),
        SeenAtHop::HandshakeFailed(reason) => ("HANDSHAKE_FAILED", Some(reason)),
        SeenAtHop::Tls(_) => ("TLS", None),
    };
    let known = hop.certificate.as_ref().and_then(|certificate| certificate.known.as_ref());
    let intended = SeenHop {
        place: Some(number(place)),
        at: Some(at(hop)),
        result: Some(result.to_owned()),
        reason: reason.cloned(),
        intended_fingerprint: known.and_then(|known| known.fingerprint.clone()),
        ..SeenHop::default()
    };
    match seen {
        SeenAtHop::Tls(tls) => with_tls(intended, tls),
        _ => intended,
    }
}

fn with_tls(seen: SeenHop, tls: &SeenTls) -> SeenHop {
    SeenHop {
        tls_version: tls.version.map(|version| version.as_str().to_owned()),
        cipher_suite: Some(tls.cipher_suite.clone()).filter(|suite| !suite.is_empty()),
        application_protocol: tls.application_protocol.clone(),
        certificate_names: Some(tls.names.clone()),
        issuer: Some(tls.issuer.clone()),
        not_before: Some(Moment(tls.not_before)),
        not_after: Some(Moment(tls.not_after)),
        fingerprint: Some(tls.fingerprint.clone()),
        trusted_by: match tls.trusted {
            Trusted::ByInstance => Some("INSTANCE".to_owned()),
            Trusted::ByMachine => Some("MACHINE".to_owned()),
            Trusted::No(_) => None,
        },
        asks_client_certificate: Some(tls.client_certificate == ClientCertificate::Required),
        ..seen
    }
}
