//! Request: what may be asked for, and what a new certificate begins as.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Certificate, ExportOption, FailureReason, HttpRedirect, Issuer, KeyAlgorithm, KeyHolder, MailProof,
    Managed, ManagedBy, NameState, NameValidation, Next, Progress, Source, TransparencyLogging,
    ValidationMethod, ValidationRecord, event, mail,
};
use crate::domain_name::{DomainNameError, is_or_is_under};
use crate::tag::{self, Tag, TagRefused};
use crate::{CertificateId, DomainName, Tenant};

/// What a caller requests, taken apart but not yet judged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CertificateRequest {
    /// Becomes the common name and the first name.
    pub domain_name: String,
    /// The further names; duplicates fold.
    pub alternative_names: Vec<String>,
    /// ACM's name for the key's algorithm; RSA with 2048 bits when none is given.
    pub key_algorithm: Option<String>,
    /// How to prove the names; by mail when none is given, as ACM does.
    pub method: Option<ValidationMethod>,
    /// Pairs of a name and the domain that answers for it.
    pub validation_domains: Vec<(String, String)>,
    /// Whether the certificate shall be exportable.
    pub export: ExportOption,
    /// Whether it shall be logged, as its owner says.
    pub transparency: TransparencyLogging,
    /// The service that asks for it and alone uses it; `None` for the account's owner.
    pub managed_by: Option<ManagedBy>,
    /// The tags it shall have.
    pub tags: Vec<Tag>,
}

/// Which names an instance's authority stands for, beyond their syntax.
///
/// A name that breaks this does not refuse the request: as with ACM, the certificate is there and FAILED.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePolicy {
    /// Suffixes under which nothing is issued: `DOMAIN_NOT_ALLOWED`.
    pub reserved_suffixes: Vec<String>,
    /// The only top-level domains that count as public, anything else is `INVALID_PUBLIC_DOMAIN`.
    /// `None` lets any name in: an own authority serves private names such as `.internal` or `.test` too.
    pub public_top_level_domains: Option<Vec<String>>,
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestRefused {
    /// A name is none.
    Name(DomainNameError),
    /// The first name does not fit a common name of 64 characters (RFC 5280, `ub-common-name`).
    FirstNameTooLong,
    /// More names than the quota.
    TooManyNames,
    /// A key algorithm that can be imported at most.
    KeyAlgorithm(String),
    /// Proof by HTTP of what no CDN manages.
    HttpUnmanaged,
    /// Proof by HTTP of a wildcard, which no server answers for.
    HttpWildcard {
        /// Which.
        name: String,
    },
    /// A validation domain for a name that is not asked for.
    ValidationDomainWithoutName {
        /// The name given with it.
        name: String,
    },
    /// A validation domain that is neither the name nor above it.
    ValidationDomainNotAbove {
        /// The name.
        name: String,
        /// The domain given for it.
        domain: String,
    },
    /// The tags.
    Tags(TagRefused),
}

/// A request that was found good: everything but identifier, time and records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    names: Vec<DomainName>,
    key_algorithm: KeyAlgorithm,
    method: ValidationMethod,
    issuer: Issuer,
    export: ExportOption,
    transparency: TransparencyLogging,
    managed_by: Option<ManagedBy>,
    tags: Vec<Tag>,
    /// Pairs of a name and the domain whose mailboxes are asked for it.
    validation_domains: Vec<(String, String)>,
    /// One for each name, when they are proven by HTTP.
    redirects: Vec<HttpRedirect>,
}

/// Judges a request. `names_max` is the account's quota of names on one certificate.
///
/// # Errors
/// The first thing found wrong, in the order of the fields.
pub fn plan_request(request: &CertificateRequest, names_max: usize) -> Result<Draft, RequestRefused> {
    let mut names = Vec::with_capacity(1 + request.alternative_names.len());
    for text in std::iter::once(&request.domain_name).chain(&request.alternative_names) {
        let name: DomainName = text.parse().map_err(RequestRefused::Name)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if request.domain_name.len() > 64 {
        return Err(RequestRefused::FirstNameTooLong);
    }
    if names.len() > names_max {
        return Err(RequestRefused::TooManyNames);
    }
    let key_algorithm = match &request.key_algorithm {
        None => KeyAlgorithm::Rsa2048,
        Some(text) => text
            .parse()
            .ok()
            .filter(|algorithm: &KeyAlgorithm| algorithm.may_be_requested())
            .ok_or_else(|| RequestRefused::KeyAlgorithm(text.clone()))?,
    };
    let method = request.method.unwrap_or(ValidationMethod::Email);
    if method == ValidationMethod::Http {
        if request.managed_by.is_none() {
            return Err(RequestRefused::HttpUnmanaged);
        }
        if let Some(name) = names.iter().find(|name| name.is_wildcard()) {
            return Err(RequestRefused::HttpWildcard { name: name.to_string() });
        }
    }
    check_validation_domains(&names, &request.validation_domains)?;
    let tags = tag::add(&[], &request.tags).map_err(RequestRefused::Tags)?;
    let validation_domains = request.validation_domains.clone();
    Ok(Draft {
        names,
        key_algorithm,
        method,
        issuer: choose_issuer(request),
        export: request.export,
        transparency: request.transparency,
        managed_by: request.managed_by,
        tags,
        validation_domains,
        redirects: Vec::new(),
    })
}

/// Chooses the issuer of a request: the place where a request that names an authority will get that one.
#[must_use]
pub fn choose_issuer(_request: &CertificateRequest) -> Issuer {
    // ACM's `CertificateAuthorityArn` is refused on the wire, so a request names none.
    Issuer::Own
}

impl Draft {
    /// The names, each once, the domain name first.
    #[must_use]
    pub fn names(&self) -> &[DomainName] {
        &self.names
    }

    /// The same request with the redirects that prove its names, when they are proven by HTTP.
    #[must_use]
    pub fn with_redirects(self, redirect_for: impl FnMut(&DomainName) -> HttpRedirect) -> Draft {
        match self.method {
            ValidationMethod::Http => {
                Draft { redirects: self.names.iter().map(redirect_for).collect(), ..self }
            }
            ValidationMethod::Dns | ValidationMethod::Email => self,
        }
    }

    /// The certificate as it begins. `requested_by` is the principal; `record_for` gives a base name's validation
    /// record.
    #[must_use]
    pub fn begin(
        self,
        id: CertificateId,
        tenant: Tenant,
        requested_by: Option<&str>,
        policy: &NamePolicy,
        now: Timestamp,
        mut record_for: impl FnMut(&str) -> ValidationRecord,
    ) -> Progress {
        let (method, validation_domains) = (self.method, self.validation_domains);
        let mut redirects = self.redirects.into_iter();
        let names = self.names.into_iter().map(|name| {
            let mail = (method == ValidationMethod::Email).then(|| mail_proof(&name, &validation_domains));
            let record = record_for(name.base());
            let state = policy
                .fault_of(name.base())
                .map_or(NameState::Pending, |reason| NameState::Failed { reason });
            NameValidation { name, record, state, mail, redirect: redirects.next() }
        });
        let certificate = Certificate {
            id,
            tenant,
            source: Source::Managed(Managed {
                names: names.collect(),
                method,
                issuer: self.issuer,
                key: KeyHolder::Tegata,
                managed_by: self.managed_by,
                requested_by: requested_by.map(str::to_owned),
                failure: None,
                renewal: None,
                method_update: None,
            }),
            key_algorithm: self.key_algorithm,
            export: self.export,
            transparency: self.transparency,
            tags: self.tags,
            created_at: now,
            version: None,
            expired_at: None,
            exported: None,
            revoked: None,
        };
        let mut events = vec![event::requested(&certificate, now)];
        let next = match certificate.failure_reason() {
            None => certificate.next_proof(),
            Some(reason) => {
                events.push(event::failed(&certificate, reason, "the instance's name policy", now));
                Next::Nothing
            }
        };
        Progress { certificate, events, next }
    }
}

impl NamePolicy {
    /// Why nothing is issued for `base`, if so.
    #[must_use]
    pub fn fault_of(&self, base: &str) -> Option<FailureReason> {
        if self.reserved_suffixes.iter().any(|suffix| is_or_is_under(base, suffix)) {
            return Some(FailureReason::DomainNotAllowed);
        }
        let top = base.rsplit('.').next().unwrap_or(base);
        // RFC 7686: what Tor names is no domain of the DNS, and its proofs are others (CA/B BR appendix B).
        if top.eq_ignore_ascii_case("onion") {
            return Some(FailureReason::InvalidPublicDomain);
        }
        let known = |tops: &Vec<String>| tops.iter().any(|known| known.eq_ignore_ascii_case(top));
        match &self.public_top_level_domains {
            Some(tops) if !known(tops) => Some(FailureReason::InvalidPublicDomain),
            _ => None,
        }
    }
}

/// Who is asked for a name: its validation domain, or the name without a leading `*.` or `www.` (ACM User Guide, "Email
/// validation").
fn mail_proof(name: &DomainName, validation_domains: &[(String, String)]) -> MailProof {
    let given = validation_domains.iter().find(|(of, _)| name.as_str().eq_ignore_ascii_case(of));
    let shown = match given {
        Some((_, domain)) => domain.to_ascii_lowercase(),
        // ACM shows a wildcard as its own validation domain, and asks without the `*.`.
        None if name.is_wildcard() => name.as_str().to_owned(),
        None => mail::usual_domain(name).to_owned(),
    };
    let domain = match given {
        Some(_) => shown.trim_start_matches("*.").to_owned(),
        None => mail::usual_domain(name).to_owned(),
    };
    MailProof { shown: Some(shown).filter(|shown| *shown != domain), domain, asked_at: None }
}

/// ACM API, `DomainValidationOption`: the name is one of the certificate's, and its validation domain is the
/// name or above it. With proof by DNS the domain is checked and otherwise without effect, as with ACM.
fn check_validation_domains(names: &[DomainName], pairs: &[(String, String)]) -> Result<(), RequestRefused> {
    for (name, domain) in pairs {
        let known = names.iter().find(|known| known.as_str().eq_ignore_ascii_case(name));
        let Some(known) = known else {
            return Err(RequestRefused::ValidationDomainWithoutName { name: name.clone() });
        };
        let above = is_or_is_under(known.base(), domain) || known.as_str().eq_ignore_ascii_case(domain);
        if !above || !domain.contains('.') {
            return Err(RequestRefused::ValidationDomainNotAbove {
                name: name.clone(),
                domain: domain.clone(),
            });
        }
    }
    Ok(())
}
