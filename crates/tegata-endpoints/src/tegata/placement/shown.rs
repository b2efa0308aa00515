//! Hops and findings as the wire has them.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{PlacementFinding, PlacementHop};
use tegata_model::placement::{Answers, Finding, Hop, Placement};

use super::hop::{at, number};
use super::words;

/// The hops of a placement.
pub(super) fn hops(placement: &Placement) -> Vec<PlacementHop> {
    placement.hops.iter().enumerate().map(|(place, shown)| hop(place, shown)).collect()
}

fn hop(place: usize, hop: &Hop) -> PlacementHop {
    let certificate = hop.certificate.as_ref();
    let known = certificate.and_then(|certificate| certificate.known.as_ref());
    let is_served = hop.protocol.is_some();
    let texts = |texts: Vec<String>| Some(texts).filter(|texts| !texts.is_empty());
    PlacementHop {
        place: Some(number(place)),
        from: hop.from.map(number),
        kind: Some(hop.kind.as_str().to_owned()),
        word: Some(hop.kind.word().to_owned()),
        name: Some(hop.name.clone()),
        address: Some(hop.address.clone()).filter(|address| !address.is_empty()),
        protocol: hop.protocol.map(|protocol| protocol.as_str().to_owned()),
        tls: Some(hop.tls.as_str().to_owned()),
        security_policy: hop.policy.clone(),
        tls_versions: texts(hop.tls_versions.iter().map(|version| version.as_str().to_owned()).collect()),
        certificate_source: certificate.map(|certificate| certificate.source.as_str().to_owned()),
        certificate_arn: certificate.and_then(|certificate| certificate.arn.clone()),
        certificate_names: known.map(|known| known.names.clone()),
        certificate_not_after: known.and_then(|known| known.not_after).map(Moment),
        server_name: is_served.then(|| hop.server_name.clone()),
        network: is_served.then(|| hop.network.as_str().to_owned()),
        client_certificate: is_served.then(|| hop.client_certificate.as_str().to_owned()),
        answers: hop.answers.map(|answers| answers_text(answers).to_owned()),
    }
}

fn answers_text(answers: Answers) -> &'static str {
    match answers {
        Answers::RedirectToHttps => "REDIRECT_TO_HTTPS",
        Answers::Redirect => "REDIRECT",
        Answers::FixedResponse => "FIXED_RESPONSE",
    }
}

/// What is wrong, in words.
pub(super) fn findings(placement: &Placement, findings: &[Finding]) -> Vec<PlacementFinding> {
    let shown = findings.iter().filter_map(|finding| {
        let hop = placement.hops.get(finding.hop)?;
        Some(PlacementFinding {
            code: Some(finding.fault.code().to_owned()),
            place: Some(number(finding.hop)),
            at: Some(at(hop)),
            cause: Some(words::cause(&finding.fault, hop)),
            next_step: Some(words::next_step(&finding.fault, hop)),
        })
    });
    shown.collect()
}
