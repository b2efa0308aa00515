//! Which certificate a site would serve for a name, and why: for people who ask.

use super::known::{Known, KnownCertificates};
use super::policy::Policy;
use super::preference::Criterion;
use super::selection::Selection;
use crate::names::ServerName;
use crate::vocabulary::{CertificateKey, CertificateSummary};

/// What decides which certificate is served (ELB User Guide, "SSL certificates for your Application Load Balancer").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectionRule {
    /// The client sends no server name: the default.
    NoServerName,
    /// No certificate that can be served has the name: the default.
    NoMatch,
    /// One certificate has the name.
    OneMatch,
    /// Several have it: see [`Criterion`].
    BestMatch,
}

/// Why a certificate that has the name is not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The security policy does not take its key.
    Policy,
    /// Another one goes before it.
    Preferred {
        /// Which.
        to: CertificateKey,
        /// What decides.
        by: Criterion,
    },
}

/// Which certificate a site serves for a name, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedSelection {
    /// What decides.
    pub rule: SelectionRule,
    /// What is served, with the name of the certificate that matches. The first is for clients that can use it. A second
    /// one has an RSA key, and is for clients that can use RSA alone.
    pub served: Vec<(CertificateKey, Option<String>)>,
    /// The others that match, with the name that does.
    pub not_served: Vec<(CertificateKey, String, Loss)>,
}

/// Explains what a site with these certificates does. `now` is in seconds since 1970.
#[must_use]
pub fn explain_selection(
    certificates: &[(CertificateKey, CertificateSummary)],
    default: CertificateKey,
    policy: &Policy,
    server_name: Option<&str>,
    now: i64,
) -> ExplainedSelection {
    let mut known = KnownCertificates::default();
    for (key, summary) in certificates {
        known.put(*key, summary);
    }
    let selection = Selection::new(default, certificates.iter().map(|(key, _)| *key).collect());
    let name = server_name.map(ServerName::new);
    let served = selection.choose(name.as_ref(), policy, &known, now);
    let matched = |known: &Known| name.as_ref().and_then(|name| known.name_for(name)).map(str::to_owned);
    let mut matching = name.as_ref().map(|name| known.matching(name)).unwrap_or_default();
    matching.sort_by_key(|found| found.key);
    matching.dedup_by_key(|found| found.key);
    let takes = |found: &Known| policy.takes(found.key_family, found.key_bits);
    let rule = match (&name, matching.iter().filter(|found| takes(found)).count()) {
        (None, _) => SelectionRule::NoServerName,
        (Some(_), 0) => SelectionRule::NoMatch,
        (Some(_), 1) => SelectionRule::OneMatch,
        (Some(_), _) => SelectionRule::BestMatch,
    };
    let not_served = matching.iter().filter_map(|found| {
        if !takes(found) {
            return Some((found.key, matched(found)?, Loss::Policy));
        }
        let winner = served.iter().find(|winner| winner.key_family == found.key_family)?;
        let (order, by) = winner.candidate().compare(&found.candidate(), now);
        order.is_lt().then_some((found.key, matched(found)?, Loss::Preferred { to: winner.key, by }))
    });
    let not_served = not_served.collect();
    let served = served.iter().map(|found| (found.key, matched(found))).collect();
    ExplainedSelection { rule, served, not_served }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::policy::policy;
    use crate::vocabulary::KeyFamily;

    fn summary(names: &[&str], key_family: KeyFamily, key_bits: u32, not_after: i64) -> CertificateSummary {
        CertificateSummary {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            key_family,
            key_bits,
            hash_bits: 256,
            not_after,
            version: 1,
        }
    }

    const DEFAULT: CertificateKey = CertificateKey(9);

    fn explained(policy_name: &str, name: Option<&str>) -> ExplainedSelection {
        let certificates = [
            (CertificateKey(1), summary(&["www.example.com"], KeyFamily::Ec, 256, 2_000)),
            (CertificateKey(2), summary(&["*.example.com"], KeyFamily::Ec, 384, 500)),
            (CertificateKey(3), summary(&["*.example.com"], KeyFamily::Rsa, 2048, 2_000)),
            (CertificateKey(4), summary(&["www.example.com"], KeyFamily::Rsa, 4096, 2_000)),
            (DEFAULT, summary(&["default.example"], KeyFamily::Rsa, 2048, 2_000)),
        ];
        let policy = policy(policy_name).expect("a policy");
        explain_selection(&certificates, DEFAULT, policy, name, 1_000)
    }

    #[test]
    fn each_rule_is_said_and_each_loser_knows_its_winner() {
        let policy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
        let default = vec![(DEFAULT, None)];
        let none = explained(policy, None);
        assert_eq!((none.rule, &none.served), (SelectionRule::NoServerName, &default));
        let unknown = explained(policy, Some("a.b.example.com"));
        assert_eq!((unknown.rule, &unknown.served), (SelectionRule::NoMatch, &default));
        let one = explained(policy, Some("Default.Example."));
        assert_eq!(one.rule, SelectionRule::OneMatch);
        assert_eq!(one.served, [(DEFAULT, Some("default.example".to_owned()))]);
        let best = explained(policy, Some("www.example.com"));
        assert_eq!(best.rule, SelectionRule::BestMatch);
        let exact = || Some("www.example.com".to_owned());
        assert_eq!(best.served, [(CertificateKey(1), exact()), (CertificateKey(4), exact())]);
        let lost = |to, by| Loss::Preferred { to: CertificateKey(to), by };
        let wildcard = || "*.example.com".to_owned();
        assert_eq!(
            best.not_served,
            [
                (CertificateKey(2), wildcard(), lost(1, Criterion::Expiry)),
                (CertificateKey(3), wildcard(), lost(4, Criterion::KeyLength)),
            ]
        );
    }

    #[test]
    fn a_policy_leaves_curves_out() {
        let explained =
            explained("ELBSecurityPolicy-TLS13-1-2-RFC9151-FIPS-2023-07", Some("www.example.com"));
        assert_eq!(explained.served.iter().map(|(key, _)| key.0).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(explained.not_served[0].2, Loss::Policy);
    }
}
