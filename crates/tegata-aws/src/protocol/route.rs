//! Which service a request is for: all of them share one port.

use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::request::Parts;

use crate::contract::{Protocol, Service};

/// The service, of these, that a request is for: told by `X-Amz-Target`, the credential scope, the host, or the path.
pub fn route<'a>(services: &[&'a Service], parts: &Parts) -> Option<&'a Service> {
    let find = |is_it: &dyn Fn(&Service) -> bool| services.iter().copied().find(|service| is_it(service));
    let by_target = || {
        let target = parts.headers.get("x-amz-target")?.to_str().ok()?;
        let prefix = target.split_once('.')?.0;
        find(&|service| service.metadata.target_prefix.as_deref() == Some(prefix))
    };
    let by_scope = || {
        let (_, name) = credential_scope(parts)?;
        find(&|service| service.signing_name() == name)
    };
    let by_host = || {
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).or(parts.uri.host())?;
        let first = host.split('.').next()?;
        find(&|service| service.has_host(first))
    };
    // REST paths begin with the version of the API.
    let by_path = || {
        let path = parts.uri.path().strip_prefix('/')?;
        find(&|service| {
            service.protocols().contains(&Protocol::RestXml)
                && path.starts_with(&service.metadata.api_version)
        })
    };
    by_target().or_else(by_scope).or_else(by_host).or_else(by_path)
}

/// The protocol of a request to a service. One that speaks several has it told by the request's form.
#[must_use]
pub fn protocol_of(service: &Service, parts: &Parts) -> Protocol {
    let has_action =
        || parts.uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("Action=")));
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_form = content_type.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    let is_of = |protocol: &Protocol| match protocol {
        Protocol::Json => parts.headers.contains_key("x-amz-target"),
        Protocol::Query | Protocol::Ec2 => is_form || has_action(),
        Protocol::RestXml => true,
    };
    let spoken = service.protocols();
    spoken.iter().copied().find(is_of).unwrap_or(service.metadata.protocol)
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
