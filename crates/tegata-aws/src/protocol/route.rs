//! Which service a request is for: all of them share one port.

use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;

use crate::contract::{SERVICES, Service};

/// The service that a request is for: told by `X-Amz-Target`, the credential scope, the host, or the path.
#[must_use]
pub fn route(parts: &Parts) -> Option<&'static Service> {
    let by_target = || {
        let target = parts.headers.get("x-amz-target")?.to_str().ok()?;
        let prefix = target.split_once('.')?.0;
        SERVICES.iter().find(|service| service.metadata.target_prefix.as_deref() == Some(prefix))
    };
    let by_scope = || {
        let (_, name) = credential_scope(parts)?;
        SERVICES.iter().find(|service| service.signing_name() == name)
    };
    let by_host = || {
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).or(parts.uri.host())?;
        let first = host.split('.').next()?;
        // With an endpoint of their own, ACM's ACME operations go to a host of that name.
        let prefix = if first == "acm-acme" { "acm" } else { first };
        SERVICES.iter().find(|service| service.metadata.endpoint_prefix == prefix)
    };
    let by_path = || {
        SERVICES.iter().find(|service| {
            service.name == "route53"
                && parts
                    .uri
                    .path()
                    .strip_prefix('/')
                    .is_some_and(|path| path.starts_with(&service.metadata.api_version))
        })
    };
    by_target().or_else(by_scope).or_else(by_host).or_else(by_path)
}

/// Region and service that a request's credential is scoped to (`key/date/region/service/aws4_request`).
/// Nothing has been verified.
#[must_use]
pub fn credential_scope(parts: &Parts) -> Option<(String, String)> {
    let of_header = || {
        let header = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
        let from = header.split_once("Credential=")?.1;
        Some(from.split([',', ' ']).next()?.to_owned())
    };
    let of_query = || {
        let query = parts.uri.query()?;
        let value = query.split('&').find_map(|pair| pair.strip_prefix("X-Amz-Credential="))?;
        Some(percent_encoding::percent_decode_str(value).decode_utf8().ok()?.into_owned())
    };
    let credential = of_header().or_else(of_query)?;
    // An access key identifier may hold slashes of its own; the scope's four fields stand last.
    let mut fields = credential.rsplit('/').skip(1);
    let service = fields.next()?.to_owned();
    let region = fields.next()?.to_owned();
    Some((region, service))
}
