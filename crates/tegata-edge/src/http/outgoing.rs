//! Requests as targets get them.

use http::header::{
    CONNECTION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRANSFER_ENCODING,
    UPGRADE,
};
use http::uri::PathAndQuery;
use http::{Request, Uri, Version};
use hyper::body::{Body as _, Incoming};

use super::client_certificate::remove_forged;
use super::downstream::Downstream;
use super::hop_by_hop::{is_only, remove_hop_by_hop};
use super::host::with_port_of_listener;
use crate::group_settings::{GroupSettings, TargetVersion, Transport};
use crate::http_settings::HttpSettings;

/// What a request is for.
pub(super) struct Destination<'a> {
    /// The host that the client named.
    pub(super) host: HeaderValue,
    /// Whether it changes to WebSocket.
    pub(super) is_upgrade: bool,
    /// The group's.
    pub(super) settings: &'a GroupSettings,
}

/// The request as the target gets it; `None` when it cannot be written.
pub(super) fn outgoing(
    downstream: &Downstream,
    mut request: Box<Request<Incoming>>,
    destination: Destination<'_>,
    settings: &HttpSettings,
) -> Option<Box<Request<Incoming>>> {
    let Destination { host, is_upgrade, settings: group } = destination;
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    let has_body = !request.body().is_end_stream();
    let takes_trailers = is_only(request.headers(), &TE, "trailers");
    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    remove_forged(headers, &settings.client_certificate_headers);
    if settings.drop_invalid_headers {
        drop_invalid(headers);
    }
    let host = match settings.preserve_host {
        true => host,
        false => with_port_of_listener(host, downstream.port, downstream.has_usual_port()),
    };
    match group.version {
        TargetVersion::Http1 => {
            // After the others: each request of HTTP/1.1 has one Host (RFC 9112 §3.2).
            headers.insert(HOST, host);
            // For all methods: hyper's client would otherwise send GET without its body.
            if has_body && !headers.contains_key(CONTENT_LENGTH) {
                headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
            }
            *request.uri_mut() = Uri::from(path);
            *request.version_mut() = Version::HTTP_11;
        }
        TargetVersion::Http2 | TargetVersion::Grpc => {
            headers.remove(HOST);
            // The one hop-by-hop header of HTTP/2 (RFC 9113 §8.2.2). Servers of gRPC insist on it.
            if takes_trailers || group.version == TargetVersion::Grpc {
                headers.insert(TE, HeaderValue::from_static("trailers"));
            }
            let scheme = if group.transport == Transport::Tls { "https" } else { "http" };
            let uri = Uri::builder().scheme(scheme).authority(host.as_bytes()).path_and_query(path);
            *request.uri_mut() = uri.build().ok()?;
            *request.version_mut() = Version::HTTP_2;
        }
    }
    let headers = request.headers_mut();
    // HTTP/2 may split cookies (RFC 9113 §8.2.3).
    if headers.get_all(COOKIE).iter().nth(1).is_some() {
        let cookies: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
        let joined = HeaderValue::from_bytes(&cookies.join(&b"; "[..])).ok()?;
        headers.insert(COOKIE, joined);
    }
    downstream.add_to(headers, settings)?;
    if is_upgrade {
        put_upgrade(headers);
    }
    Some(request)
}

/// Drops headers whose names have other characters than ELB calls valid (ELB User Guide,
/// `routing.http.drop_invalid_header_fields.enabled`: `[-A-Za-z0-9]+`).
fn drop_invalid(headers: &mut HeaderMap) {
    let is_valid =
        |name: &HeaderName| name.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let invalid: Vec<HeaderName> = headers.keys().filter(|name| !is_valid(name)).cloned().collect();
    for name in invalid {
        headers.remove(name);
    }
}

/// Says that the connection changes to WebSocket.
pub(super) fn put_upgrade(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_with_other_names_than_elb_s_are_dropped() {
        let mut headers = HeaderMap::new();
        for name in ["accept", "x-a-1", "x_a", "x.a", "x!"] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static("1"));
        }
        drop_invalid(&mut headers);
        let mut left: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["accept", "x-a-1"]);
    }
}
