//! URLs at which the bundle and the revocation lists of a trust store can be fetched for some minutes, without a signature
//! of AWS's. ELB gives out presigned URLs of S3 in their place (API reference, `GetTrustStoreCaCertificatesBundle`).

use jiff::{SignedDuration, Timestamp};
use tegata_model::load_balancing::TrustStoreId;
use tegata_store::load_balancing::{trust_store_revocations, trust_stores};

use super::refusal;
use crate::{Caller, Error, Instance, Named};

/// What the paths of these URLs begin with.
pub const CONTENT_PATH: &str = "/trust-stores/";
/// How long a URL counts (API reference, `GetTrustStoreCaCertificatesBundle`: ten minutes).
const COUNTS_FOR: SignedDuration = SignedDuration::from_mins(10);
/// Keeps signatures of URLs apart from other uses of the instance's secret.
const PURPOSE: &str = "trust-store-content";

/// What of a trust store is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Its bundle, in PEM.
    Bundle,
    /// A revocation list, in DER.
    Revocation(u64),
}

/// Why a URL leads to nothing.
#[derive(Debug)]
pub enum NotServed {
    /// It was not given out here, or counts no longer.
    NotPermitted,
    /// What it led to is gone.
    Gone,
    /// The store failed.
    Failed(Error),
}

/// Gives a URL for the bundle or a revocation list of a trust store. It counts for ten minutes.
///
/// # Errors
/// `no-such-trust-store`, `no-such-revocation`.
pub async fn locate(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
    content: Content,
) -> Result<String, Error> {
    caller.may(match content {
        Content::Bundle => "elasticloadbalancing:GetTrustStoreCaCertificatesBundle",
        Content::Revocation(_) => "elasticloadbalancing:GetTrustStoreRevocationContent",
    })?;
    let tenant = caller.tenant.clone();
    let id = instance
        .read(move |tx| {
            let of = super::trust_store(tx, &tenant, &named)?;
            if let Content::Revocation(number) = content {
                let lists = trust_store_revocations::list(tx, of.id)?;
                if lists.iter().all(|list| list.id != number) {
                    return Err(refusal::revocation_not_found(number));
                }
            }
            Ok::<_, Error>(of.id)
        })
        .await?;
    let path = match content {
        Content::Bundle => format!("{CONTENT_PATH}{id}/bundle.pem"),
        Content::Revocation(number) => format!("{CONTENT_PATH}{id}/{number}.crl"),
    };
    let until = instance.clock.now().saturating_add(COUNTS_FOR).map_err(Error::internal)?;
    let expires = until.as_second().to_string();
    let signature = instance.secret.digest(PURPOSE, &[path.as_bytes(), expires.as_bytes()]);
    let base = instance.settings().pages_base_url.clone();
    Ok(format!("{base}{path}?expires={expires}&signature={}", hex::encode(signature)))
}

/// What a URL with this path and query leads to.
///
/// # Errors
/// See [`NotServed`].
pub async fn content_at(instance: &Instance, path: &str, query: &str) -> Result<Vec<u8>, NotServed> {
    if !is_permitted(instance, path, query) {
        return Err(NotServed::NotPermitted);
    }
    let (id, content) = parsed(path).ok_or(NotServed::NotPermitted)?;
    let found = instance
        .read(move |tx| {
            Ok::<_, Error>(match content {
                Content::Bundle => trust_stores::bundle(tx, id)?.map(String::into_bytes),
                Content::Revocation(number) => trust_store_revocations::content(tx, id, number)?,
            })
        })
        .await
        .map_err(NotServed::Failed)?;
    found.ok_or(NotServed::Gone)
}

fn is_permitted(instance: &Instance, path: &str, query: &str) -> bool {
    let given = || {
        let (expires, signature) = query.strip_prefix("expires=")?.split_once("&signature=")?;
        let until = Timestamp::from_second(expires.parse().ok()?).ok()?;
        Some((expires, until, hex::decode(signature).ok()?))
    };
    given().is_some_and(|(expires, until, signature)| {
        let parts = [path.as_bytes(), expires.as_bytes()];
        instance.secret.is_digest(&signature, PURPOSE, &parts) && instance.clock.now() <= until
    })
}

fn parsed(path: &str) -> Option<(TrustStoreId, Content)> {
    let (id, name) = path.strip_prefix(CONTENT_PATH)?.split_once('/')?;
    let content = match name {
        "bundle.pem" => Content::Bundle,
        list => Content::Revocation(list.strip_suffix(".crl")?.parse().ok()?),
    };
    Some((id.parse().ok()?, content))
}
