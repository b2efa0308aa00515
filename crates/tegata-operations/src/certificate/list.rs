//! Listing certificates.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, ExportOption, KeyAlgorithm, Status, Usage};
use tegata_store::certificates::Stored;
use tegata_store::certificates::list::{Combination, Place, page};
use uuid::Uuid;

use crate::{Caller, Error, Instance};

pub use tegata_store::certificates::list::Order;

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
    /// ACM's names of key usages; `ANY` and `CUSTOM` stand for what no leaf of ours has.
    pub key_usages: Vec<String>,
    /// ACM's names of extended key usages.
    pub extended_key_usages: Vec<String>,
    /// The service that manages it. None does here.
    pub managed_by: Option<String>,
    /// Where the key comes from. Empty means made by Tegata or imported.
    pub key_origins: Vec<String>,
    /// What to sort by; there is only the creation.
    pub sort_by: Option<String>,
    /// Which way; only together with `sort_by`.
    pub sort_order: Option<Order>,
    /// At most so many; 1000 when none is given. ACM does not tell its default: the largest page is the one
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
/// `sort` when one of the sort's members is missing, `next-token` when the token is not one of ours for this caller
/// and order.
pub async fn list(instance: &Instance, caller: &Caller, ask: ListCertificates) -> Result<Page, Error> {
    caller.may("acm:ListCertificates")?;
    let order = order(&ask)?;
    let after = ask.token.as_deref().map(|token| place_of(instance, caller, order, token)).transpose()?;
    let limit = ask.limit.unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX);
    let combinations = combinations(&ask);
    let tenant = caller.tenant.clone();
    let mut certificates = instance
        .read(move |tx| -> Result<Vec<Stored>, Error> {
            // One more than asked for tells whether there is a next page.
            Ok(page(tx, &tenant, &combinations, order, after, limit + 1)?)
        })
        .await?;
    let more = certificates.len() > limit as usize;
    certificates.truncate(limit as usize);
    let last = certificates.last().filter(|_| more).map(|stored| &stored.certificate);
    let next = last
        .map(|last| token_for(instance, caller, order, Place { created_at: last.created_at, id: last.id }));
    let certificates = certificates
        .into_iter()
        .map(|stored| Listed { usage: stored.usage(), certificate: stored.certificate });
    Ok(Page { certificates: certificates.collect(), next })
}

fn order(ask: &ListCertificates) -> Result<Order, Error> {
    match (&ask.sort_by, ask.sort_order) {
        (None, None) => Ok(Order::Ascending),
        (Some(_), Some(order)) => Ok(order),
        (Some(_), None) => Err(Error::invalid("sort", "SortOrder is required when SortBy is given.")),
        (None, Some(_)) => Err(Error::invalid("sort", "SortBy is required when SortOrder is given.")),
    }
}

/// What the filters come to: what they can tell apart follows from status, key and export option.
fn combinations(ask: &ListCertificates) -> Vec<Combination> {
    let origin = ask.key_origins.is_empty() || ask.key_origins.iter().any(|origin| origin == "AWS_MANAGED");
    if ask.managed_by.is_some() || !origin {
        return Vec::new();
    }
    let mut found = Vec::new();
    for status in Status::ALL {
        for key_algorithm in KeyAlgorithm::ALL {
            for export in [ExportOption::Enabled, ExportOption::Disabled] {
                let combination = Combination { status, key_algorithm, export };
                if asks_for(ask, combination) {
                    found.push(combination);
                }
            }
        }
    }
    found
}

fn asks_for(ask: &ListCertificates, combination: Combination) -> bool {
    let Combination { status, key_algorithm, export } = combination;
    let any = |asked: &[String], has: &[&str]| {
        asked.is_empty() || asked.iter().any(|asked| has.contains(&asked.as_str()))
    };
    let key_type = if ask.key_types.is_empty() {
        key_algorithm == KeyAlgorithm::Rsa2048
    } else {
        any(&ask.key_types, &[key_algorithm.as_str()])
    };
    // Usages are those of the certificate, so there are none before it is issued.
    let (key_usages, extended): (&[&str], &[&str]) = match status {
        Status::Issued | Status::Expired | Status::Revoked => {
            (key_algorithm.key_usages(), &["TLS_WEB_SERVER_AUTHENTICATION"])
        }
        Status::PendingValidation | Status::ValidationTimedOut | Status::Failed => (&[], &[]),
    };
    key_type
        && any(&ask.statuses, &[status.as_str()])
        && ask.export.as_ref().is_none_or(|asked| asked == export.as_str())
        && any(&ask.key_usages, key_usages)
        && any(&ask.extended_key_usages, extended)
}

const TOKEN_PURPOSE: &str = "list-certificates";
const PLACE_BYTES: usize = 8 + 16;

/// A token names a place in the caller's own list and cannot be made up: it carries a keyed digest over both.
fn token_for(instance: &Instance, caller: &Caller, order: Order, place: Place) -> String {
    let mut token = Vec::with_capacity(PLACE_BYTES + 16);
    token.extend_from_slice(&place.created_at.as_microsecond().to_be_bytes());
    token.extend_from_slice(place.id.0.as_bytes());
    let digest = instance.secret.digest(TOKEN_PURPOSE, &bound_to(caller, order, &token));
    token.extend_from_slice(&digest[..16]);
    hex::encode(token)
}

fn place_of(instance: &Instance, caller: &Caller, order: Order, token: &str) -> Result<Place, Error> {
    let wrong = || {
        Error::invalid(
            "next-token",
            "The NextToken is not one that ListCertificates gave for this account, region and sort order. \
             Begin again without it.",
        )
    };
    let bytes = hex::decode(token).map_err(|_| wrong())?;
    let (place, digest) = bytes.split_at_checked(PLACE_BYTES).ok_or_else(wrong)?;
    if digest.len() != 16
        || !instance.secret.is_digest(digest, TOKEN_PURPOSE, &bound_to(caller, order, place))
    {
        return Err(wrong());
    }
    let (created_at, id) = place.split_first_chunk::<8>().ok_or_else(wrong)?;
    let created_at = Timestamp::from_microsecond(i64::from_be_bytes(*created_at)).map_err(|_| wrong())?;
    Ok(Place { created_at, id: CertificateId(Uuid::from_slice(id).map_err(|_| wrong())?) })
}

fn bound_to<'a>(caller: &'a Caller, order: Order, place: &'a [u8]) -> [&'a [u8]; 4] {
    let order: &[u8] = match order {
        Order::Ascending => b"up",
        Order::Descending => b"down",
    };
    [caller.account().as_str().as_bytes(), caller.region().as_str().as_bytes(), order, place]
}
