//! ExplainSelection.

use std::collections::HashMap;

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ExplainSelectionRequest, ExplainSelectionResponse, SelectedCertificate};
use tegata_edge::{
    CertificateKey, CertificateSummary, Criterion, ExplainedSelection, KeyFamily, Loss, SelectionRule,
    explain_selection as explain,
};
use tegata_model::arn;
use tegata_model::certificate::Certificate;
use tegata_operations::certificate::ServedSummary;
use tegata_operations::load_balancing::listener::{ServedCertificates, served_certificates};
use tegata_operations::{Caller, Error, Instance};

use crate::elbv2;

/// Says which certificate a listener serves for a name, and why.
pub(super) async fn explain_selection(
    instance: &Instance,
    caller: &Caller,
    input: ExplainSelectionRequest,
) -> Result<ExplainSelectionResponse, Error> {
    let named = elbv2::listener_of(caller, &input.listener_arn)?;
    let ServedCertificates { tls, certificates, at } = served_certificates(instance, caller, named).await?;
    let policy = tegata_edge::policy(&tls.policy)
        .ok_or_else(|| Error::internal("a listener with a security policy that the edge does not have"))?;
    let summaries: Vec<_> = certificates.iter().filter_map(summary).collect();
    let default = CertificateKey(tls.default_certificate.0.as_u128());
    let name = input.server_name.as_deref();
    let explained = explain(&summaries, default, policy, name, at.as_second());
    let view = View {
        by_key: certificates.iter().map(|one| (CertificateKey(one.id.0.as_u128()), one)).collect(),
        explained: &explained,
        default,
        caller,
    };
    Ok(ExplainSelectionResponse {
        listener_arn: Some(input.listener_arn),
        server_name: name.map(|name| name.trim_end_matches('.').to_ascii_lowercase()),
        ssl_policy: Some(tls.policy.clone()),
        rule: Some(rule(explained.rule).to_owned()),
        served: Some(view.served()),
        not_served: Some(view.not_served()),
    })
}

fn summary(certificate: &Certificate) -> Option<(CertificateKey, CertificateSummary)> {
    let ServedSummary { id, names, key_algorithm, hash_bits, not_after, version } =
        ServedSummary::of(certificate)?;
    let key_family = match key_algorithm.family() {
        tegata_model::authority::KeyFamily::Rsa => KeyFamily::Rsa,
        tegata_model::authority::KeyFamily::Ec => KeyFamily::Ec,
    };
    let summary = CertificateSummary {
        names,
        key_family,
        key_bits: u32::from(key_algorithm.bits()),
        hash_bits,
        not_after: not_after.as_second(),
        version: u64::from(version),
    };
    Some((CertificateKey(id.0.as_u128()), summary))
}

/// What is shown of the certificates.
struct View<'a> {
    by_key: HashMap<CertificateKey, &'a Certificate>,
    explained: &'a ExplainedSelection,
    default: CertificateKey,
    caller: &'a Caller,
}

impl View<'_> {
    fn served(&self) -> Vec<SelectedCertificate> {
        let ExplainedSelection { rule, served, .. } = self.explained;
        let shown = served.iter().enumerate().map(|(at, (key, matched))| {
            let reason = match (rule, at, served.len()) {
                (SelectionRule::NoServerName, ..) => {
                    "The client sends no server name, so it gets the default."
                }
                (SelectionRule::NoMatch, ..) => {
                    "No certificate of the listener has the name, so it gets the default."
                }
                (SelectionRule::OneMatch, ..) => "It is the only certificate that has the name.",
                (SelectionRule::BestMatch, 0, 1) => "It goes before all others that have the name.",
                (SelectionRule::BestMatch, 0, _) => {
                    "It goes before all others that have the name, for clients that can use ECDSA."
                }
                (SelectionRule::BestMatch, ..) => {
                    "It goes before all others with an RSA key, for clients that cannot use ECDSA."
                }
            };
            SelectedCertificate { reason: Some(reason.to_owned()), ..self.certificate(*key, matched.clone()) }
        });
        shown.collect()
    }

    fn not_served(&self) -> Vec<SelectedCertificate> {
        let shown = self.explained.not_served.iter().map(|(key, matched, loss)| {
            let (to, decided_by, reason) = match loss {
                Loss::Policy => (
                    None,
                    "security-policy",
                    "The security policy takes ECDSA keys on P-384 only, and this key is on another curve.",
                ),
                Loss::Preferred { to, by } => {
                    let (name, reason) = decision(*by);
                    (Some(self.arn(*to)), name, reason)
                }
            };
            SelectedCertificate {
                loses_to: to,
                decided_by: Some(decided_by.to_owned()),
                reason: Some(reason.to_owned()),
                ..self.certificate(*key, Some(matched.clone()))
            }
        });
        shown.collect()
    }

    fn certificate(&self, key: CertificateKey, matched: Option<String>) -> SelectedCertificate {
        let certificate = self.by_key.get(&key);
        let version = certificate.and_then(|certificate| certificate.version.as_ref());
        SelectedCertificate {
            certificate_arn: Some(self.arn(key)),
            matched_name: matched,
            is_default: Some(key == self.default),
            serial_number: version.map(|version| version.serial.colons()),
            key_algorithm: certificate.map(|certificate| certificate.key_algorithm.as_str().to_owned()),
            signature_algorithm: version.map(|version| version.signature_algorithm.clone()),
            not_after: version.map(|version| Moment(version.not_after)),
            ..SelectedCertificate::default()
        }
    }

    fn arn(&self, key: CertificateKey) -> String {
        let id = self.by_key.get(&key).map(|certificate| certificate.id);
        id.map(|id| arn::certificate(&self.caller.tenant, id)).unwrap_or_default()
    }
}

fn rule(rule: SelectionRule) -> &'static str {
    match rule {
        SelectionRule::NoServerName => "no-server-name",
        SelectionRule::NoMatch => "no-match",
        SelectionRule::OneMatch => "one-match",
        SelectionRule::BestMatch => "best-match",
    }
}

/// What decided, and why the other one is served.
fn decision(by: Criterion) -> (&'static str, &'static str) {
    match by {
        Criterion::KeyFamily => ("key-family", "The other one has an ECDSA key."),
        Criterion::Expiry => ("expiry", "It has expired, and the other one has not."),
        Criterion::Hash => ("hash", "The other one is signed with a longer hash."),
        Criterion::KeyLength => ("key-length", "The other one has a longer key."),
        Criterion::Validity => ("validity", "The other one is valid longer."),
        Criterion::Identifier => ("identifier", "The two are equal, and the other one was made first."),
    }
}
