//! Requests as targets get them.

use http::header::{
    CONNECTION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderValue, TRANSFER_ENCODING, UPGRADE,
};
use http::uri::PathAndQuery;
use http::{Request, Uri, Version};
use hyper::body::{Body as _, Incoming};

use super::downstream::Downstream;
use super::hop_by_hop::remove_hop_by_hop;

/// The request as the target gets it; `None` when it cannot be written.
pub(super) fn outgoing(
    downstream: &Downstream,
    mut request: Box<Request<Incoming>>,
    host: HeaderValue,
    is_upgrade: bool,
) -> Option<Box<Request<Incoming>>> {
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::from(path);
    *request.version_mut() = Version::HTTP_11;
    let has_body = !request.body().is_end_stream();
    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    // After the others: each request of HTTP/1.1 has one Host (RFC 9112 §3.2).
    headers.insert(HOST, host);
    // For all methods: hyper's client would otherwise send GET without its body.
    if has_body && !headers.contains_key(CONTENT_LENGTH) {
        headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    // HTTP/2 may split cookies (RFC 9113 §8.2.3).
    if headers.get_all(COOKIE).iter().nth(1).is_some() {
        let cookies: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
        let joined = HeaderValue::from_bytes(&cookies.join(&b"; "[..])).ok()?;
        headers.insert(COOKIE, joined);
    }
    downstream.add_to(headers)?;
    if is_upgrade {
        put_upgrade(headers);
    }
    Some(request)
}

/// Says that the connection changes to WebSocket.
pub(super) fn put_upgrade(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
}
