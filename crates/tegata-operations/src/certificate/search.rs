//! Searching certificates.

use aws_lc_rs::digest;
use tegata_model::certificate::search::{Facets, Filter};
use tegata_model::certificate::{Certificate, Usage};
use tegata_store::certificates::search::{Found, Place, search as find};
use tegata_store::certificates::{self, Stored, versions};
use tegata_store::{ReadTx, StoreError};
use tegata_x509::names::{self, Names};

use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance, page_token};

pub use tegata_store::certificates::search::{Order, SortBy};

/// Which certificates, in which order, from where.
#[derive(Debug, Clone)]
pub struct Search {
    /// What is searched for.
    pub filter: Filter,
    /// What they are sorted by.
    pub sort: SortBy,
    /// The name of that, for the token: a list that is sorted otherwise does not go on from here.
    pub sort_name: String,
    /// Which way.
    pub order: Order,
    /// At most this many; 100 when none is given (ACM API, `SearchCertificates`).
    pub limit: Option<u32>,
    /// What the page before gave.
    pub token: Option<String>,
}

/// A certificate that was found.
#[derive(Debug, Clone)]
pub struct FoundCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether something serves it.
    pub usage: Usage,
    /// The names in its leaf; `None` while there is none.
    pub names: Option<Names>,
}

/// A page of what was found.
#[derive(Debug, Clone)]
pub struct Results {
    /// The certificates, in order.
    pub certificates: Vec<FoundCertificate>,
    /// Where to go on, if there may be more: a page can be short, or empty, before the end is reached.
    pub next: Option<String>,
}

const LIMIT: u32 = 100;
const LIMIT_MAX: u32 = 500;

/// Searches the caller's certificates.
///
/// # Errors
/// `search-token` when the token is not one of ours for this caller, filter and order.
pub async fn search(instance: &Instance, caller: &Caller, ask: Search) -> Result<Results, Error> {
    caller.may("acm:SearchCertificates")?;
    let limit = ask.limit.unwrap_or(LIMIT).clamp(1, LIMIT_MAX);
    let list = ListName::new("search-certificates", &ask.filter, &ask.sort_name, ask.order);
    let after = ask
        .token
        .as_deref()
        .map(|token| list.open(instance, caller, token, CertificateReason::SearchToken))
        .transpose()?;
    let tenant = caller.tenant.clone();
    let (found, next) = instance
        .read(move |tx| -> Result<_, Error> {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let Found { ids, next } =
                find(tx, &tenant, &ask.filter, ask.sort, ask.order, after.as_ref(), limit)?;
            let mut found = Vec::with_capacity(ids.len());
            for stored in certificates::find_all(tx, &tenant, &ids)? {
                let leaf = leaf(tx, &stored)?;
                found.push((stored, leaf));
            }
            Ok((found, next))
        })
        .await?;
    let certificates = found.into_iter().map(|(stored, leaf)| FoundCertificate {
        usage: stored.usage(),
        // What was stored was read before, whole.
        names: leaf.and_then(|leaf| names::read(&leaf).ok()),
        certificate: stored.certificate,
    });
    Ok(Results {
        certificates: certificates.collect(),
        next: next.map(|place| list.seal(instance, caller, &place)),
    })
}

fn leaf(tx: &mut ReadTx<'_>, stored: &Stored) -> Result<Option<Vec<u8>>, StoreError> {
    match stored.certificate.version {
        None => Ok(None),
        Some(_) => Ok(versions::current(tx, stored.certificate.id)?.map(|current| current.leaf)),
    }
}

/// What tells one list from another: which operation's it is, what it is filtered and sorted by, and which way.
pub(super) struct ListName([Vec<u8>; 3]);

impl ListName {
    pub(super) fn new(operation: &str, filter: &Filter, sort: &str, order: Order) -> ListName {
        // Every member is in it, quoted and in order: two filters with one text are one filter.
        let filter = digest::digest(&digest::SHA256, format!("{filter:?}").as_bytes());
        let sort = format!("{sort} {order:?}");
        ListName([operation.as_bytes().to_vec(), filter.as_ref().to_vec(), sort.into_bytes()])
    }

    pub(super) fn seal(&self, instance: &Instance, caller: &Caller, place: &Place) -> String {
        let place = serde_json::to_vec(place).unwrap_or_default();
        page_token::seal(instance, caller, &self.parts(), &place)
    }

    pub(super) fn open(
        &self,
        instance: &Instance,
        caller: &Caller,
        token: &str,
        reason: CertificateReason,
    ) -> Result<Place, Error> {
        let place = page_token::open(instance, caller, &self.parts(), token);
        place.and_then(|place| serde_json::from_slice(&place).ok()).ok_or_else(|| {
            Error::invalid(
                reason,
                "The NextToken is not valid for this account, region, filter and order. Start again without \
                 it.",
            )
        })
    }

    fn parts(&self) -> [&[u8]; 3] {
        self.0.each_ref().map(Vec::as_slice)
    }
}

/// What ACM's name of an order sorts by; `None` for a name that ACM does not have.
#[must_use]
pub fn sort_by(name: &str) -> Option<SortBy> {
    fn flag(flag: bool) -> Option<String> {
        Some(flag.to_string())
    }
    let facet: fn(&Facets) -> Option<String> = match name {
        // Identifiers begin with the time.
        "CREATED_AT" | "CERTIFICATE_ARN" => return Some(SortBy::Creation),
        "COMMON_NAME" => return Some(SortBy::DomainName),
        "NOT_AFTER" => return Some(SortBy::NotAfter),
        "NOT_BEFORE" => return Some(SortBy::NotBefore),
        "ISSUED_AT" => return Some(SortBy::IssuedAt),
        "IMPORTED_AT" => return Some(SortBy::ImportedAt),
        "REVOKED_AT" => return Some(SortBy::RevokedAt),
        "STATUS" => |facets| Some(facets.status.clone()),
        "RENEWAL_STATUS" => |facets| facets.renewal_status.clone(),
        "EXPORTED" => |facets| flag(facets.exported),
        "IN_USE" => |facets| flag(facets.in_use),
        "KEY_ALGORITHM" => |facets| Some(facets.key_algorithm.clone()),
        "TYPE" => |facets| Some(facets.certificate_type.clone()),
        "RENEWAL_ELIGIBILITY" => |facets| Some(facets.renewal_eligibility.clone()),
        "MANAGED_BY" => |facets| facets.managed_by.clone(),
        "EXPORT_OPTION" => |facets| Some(facets.export_option.clone()),
        "VALIDATION_METHOD" => |facets| facets.validation_method.clone(),
        "CERTIFICATE_KEY_PAIR_ORIGIN" => |facets| Some(facets.key_pair_origin.clone()),
        // No certificate here has one, so all come last, in the order of creation.
        "ACME_ENDPOINT_ARN" | "ACME_ACCOUNT_ID" => |_| None,
        _ => return None,
    };
    Some(SortBy::Facet(facet))
}
