//! Listing certificates: a search with the filters of a list, in the order of creation.

use tegata_model::certificate::search::{Facet, Filter};
use tegata_model::certificate::{Certificate, Usage};
use tegata_store::certificates::search::{Found, Order, SortBy, search};
use tegata_store::certificates::{self, Stored};

use super::search::ListName;
use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// Which certificates, in which order, from where. Within a member any value will do, and all members
/// have to agree; an empty one asks for nothing. Values that no certificate here has match none.
#[derive(Debug, Clone, Default)]
pub struct ListCertificates {
    /// ACM's names of statuses.
    pub statuses: Vec<String>,
    /// ACM's names of key algorithms. Empty means RSA with 1024 and 2048 bits, as with ACM: other keys
    /// have to be asked for.
    pub key_types: Vec<String>,
    /// `ENABLED` or `DISABLED`.
    pub export: Option<String>,
    /// ACM's names of key usages.
    pub key_usages: Vec<String>,
    /// ACM's names of extended key usages.
    pub extended_key_usages: Vec<String>,
    /// The service that manages it.
    pub managed_by: Option<String>,
    /// Where the key comes from. Empty means made by Tegata or imported.
    pub key_origins: Vec<String>,
    /// Hierarchies of roots other than the usual one, which no certificate here has.
    pub root_hierarchies: Vec<String>,
    /// What to sort by; there is only the creation.
    pub sort_by: Option<String>,
    /// Which way; only together with `sort_by`.
    pub sort_order: Option<Order>,
    /// At most this many; 1000 when none is given. ACM does not tell its default: the largest page is the one
    /// where a client that does not page on misses least.
    pub limit: Option<u32>,
    /// What the page before gave.
    pub token: Option<String>,
}

/// A certificate in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether something serves it.
    pub usage: Usage,
}

/// A page of certificates.
#[derive(Debug, Clone)]
pub struct Page {
    /// The certificates.
    pub certificates: Vec<Listed>,
    /// Where to go on, if there is more.
    pub next: Option<String>,
}

const LIMIT_MAX: u32 = 1000;

/// Lists certificates, the oldest first unless asked otherwise.
///
/// # Errors
/// `sort` when one of the sort's members is missing, `next-token` when the token is not one of ours for this caller,
/// filter and order.
pub async fn list(instance: &Instance, caller: &Caller, ask: ListCertificates) -> Result<Page, Error> {
    caller.may("acm:ListCertificates")?;
    let order = order(&ask)?;
    let filter = filter(&ask);
    let list = ListName::new("list-certificates", &filter, "CREATED_AT", order);
    let after = ask
        .token
        .as_deref()
        .map(|token| list.open(instance, caller, token, CertificateReason::NextToken))
        .transpose()?;
    let limit = ask.limit.unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX);
    let tenant = caller.tenant.clone();
    let (found, next) = instance
        .read(move |tx| -> Result<(Vec<Stored>, _), Error> {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let Found { ids, next } =
                search(tx, &tenant, &filter, SortBy::Creation, order, after.as_ref(), limit)?;
            Ok((certificates::find_all(tx, &tenant, &ids)?, next))
        })
        .await?;
    let certificates =
        found.into_iter().map(|stored| Listed { usage: stored.usage(), certificate: stored.certificate });
    Ok(Page {
        certificates: certificates.collect(),
        next: next.map(|place| list.seal(instance, caller, &place)),
    })
}

fn order(ask: &ListCertificates) -> Result<Order, Error> {
    match (&ask.sort_by, ask.sort_order) {
        (None, None) => Ok(Order::Ascending),
        (Some(_), Some(order)) => Ok(order),
        (Some(_), None) => {
            Err(Error::invalid(CertificateReason::Sort, "SortOrder is required when SortBy is given."))
        }
        (None, Some(_)) => {
            Err(Error::invalid(CertificateReason::Sort, "SortBy is required when SortOrder is given."))
        }
    }
}

/// The keys that are listed by default (ACM API, `Filters`).
const USUAL_KEYS: [&str; 2] = ["RSA_1024", "RSA_2048"];
/// Where their keys come from by default (ACM API, `ListCertificates`).
const USUAL_ORIGINS: [&str; 2] = ["AWS_MANAGED", "CUSTOMER_PROVIDED"];

/// All of it follows from facets, so a page is one short range of the index for each combination.
fn filter(ask: &ListCertificates) -> Filter {
    let mut all = Vec::new();
    let mut any = |asked: &[String], facet: fn(String) -> Facet| {
        if !asked.is_empty() {
            all.push(Filter::Any(asked.iter().cloned().map(facet).map(Filter::Facet).collect()));
        }
    };
    let or_usual = |asked: &[String], usual: [&str; 2]| match asked {
        [] => usual.map(str::to_owned).to_vec(),
        asked => asked.to_vec(),
    };
    any(&ask.statuses, Facet::Status);
    any(&or_usual(&ask.key_types, USUAL_KEYS), Facet::KeyAlgorithm);
    any(&or_usual(&ask.key_origins, USUAL_ORIGINS), Facet::KeyPairOrigin);
    any(ask.export.as_slice(), Facet::ExportOption);
    any(&ask.key_usages, Facet::KeyUsage);
    any(&ask.extended_key_usages, Facet::ExtendedKeyUsage);
    any(ask.managed_by.as_slice(), Facet::ManagedBy);
    any(&ask.root_hierarchies, |_| Facet::Nothing);
    if ask.key_types.is_empty() {
        // ACM lists what has a domain name, unless keys are asked for.
        all.push(Filter::Facet(Facet::Named(true)));
    }
    Filter::All(all)
}
