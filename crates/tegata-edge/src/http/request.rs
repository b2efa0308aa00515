//! Which requests are accepted.
//!
//! Requests are forwarded as HTTP/1.1, so each rule holds for HTTP/1.0, HTTP/1.1 and HTTP/2 alike. A request that two
//! readers could understand in two ways is refused and does not reach a target.

use http::header::{CONNECTION, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING, UPGRADE};
use http::uri::Scheme;
use http::{Method, Request, StatusCode, Uri, Version};
use hyper::body::Body;

use super::hop_by_hop::{is_only, tokens};
use super::host::host;

pub(crate) const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// How many addresses `X-Forwarded-For` may hold (ELB User Guide, "HTTP 463"). It bounds how often a request passes
/// through load balancers that forward to each other.
const FORWARDERS_MAX: usize = 30;
/// ELB's own status for more of them.
const TOO_MANY_FORWARDERS: u16 = 463;

/// The host that a request is for, with its port where one was given.
///
/// `own` is the host of a request that names none, as HTTP/1.0 allows.
///
/// # Errors
/// The status to refuse the request with.
pub(crate) fn check<B>(request: &Request<B>, own: &HeaderValue) -> Result<HeaderValue, StatusCode> {
    match *request.method() {
        // ELB User Guide, "HTTP 405": TRACE.
        Method::TRACE => return Err(StatusCode::METHOD_NOT_ALLOWED),
        // For forward proxies.
        Method::CONNECT => return Err(StatusCode::BAD_REQUEST),
        _ => {}
    }
    check_target(request.method(), request.uri())?;
    check_codings(request.headers())?;
    check_forwarders(request.headers())?;
    host(request, own)
}

/// The form of the request target has to fit the method: authority form is for CONNECT (RFC 9112 §3.2.3), `*` for OPTIONS
/// (§3.2.4), and neither is allowed with other methods (RFC 9110 §7.1).
fn check_target(method: &Method, uri: &Uri) -> Result<(), StatusCode> {
    let is_good = match (uri.scheme(), uri.authority()) {
        (None, Some(_)) => false,
        (Some(scheme), _) if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS => false,
        _ => uri.path() != "*" || *method == Method::OPTIONS,
    };
    if is_good { Ok(()) } else { Err(StatusCode::BAD_REQUEST) }
}

/// Chunked is the one transfer coding that is understood (RFC 9112 §6.1: 501 for others; ELB: the same). The body is
/// decoded and encoded again, so a coding under it would be lost.
fn check_codings(headers: &HeaderMap) -> Result<(), StatusCode> {
    if !headers.contains_key(TRANSFER_ENCODING) || is_only(headers, &TRANSFER_ENCODING, "chunked") {
        return Ok(());
    }
    let is_chunked = |coding: &str| coding.eq_ignore_ascii_case("chunked");
    // RFC 9112 §6.1: a sender must not apply chunked more than once.
    match tokens(headers, &TRANSFER_ENCODING).filter(|coding| is_chunked(coding)).count() {
        0 | 1 => Err(StatusCode::NOT_IMPLEMENTED),
        _ => Err(StatusCode::BAD_REQUEST),
    }
}

fn check_forwarders(headers: &HeaderMap) -> Result<(), StatusCode> {
    // Counted in bytes: a value that is not ASCII must not hide the others.
    let commas = |value: &HeaderValue| value.as_bytes().iter().filter(|byte| **byte == b',').count();
    let count: usize = headers.get_all(&FORWARDED_FOR).iter().map(|value| commas(value) + 1).sum();
    let too_many = || StatusCode::from_u16(TOO_MANY_FORWARDERS).unwrap_or(StatusCode::BAD_REQUEST);
    if count > FORWARDERS_MAX { Err(too_many()) } else { Ok(()) }
}

/// Whether the client asks for WebSocket (RFC 6455 §4.1), the one protocol that a connection may change to, as with
/// application load balancers. With another, such as `h2c`, later requests would pass unchecked.
pub(crate) fn wants_websocket<B: Body>(request: &Request<B>) -> bool {
    let headers = request.headers();
    headers.contains_key(UPGRADE)
        && request.version() == Version::HTTP_11
        && *request.method() == Method::GET
        && request.body().is_end_stream()
        && tokens(headers, &CONNECTION).any(|token| token.eq_ignore_ascii_case("upgrade"))
        && is_only(headers, &UPGRADE, "websocket")
}

#[cfg(test)]
mod tests {
    use http_body_util::Empty;

    use super::*;

    fn request(
        method: &str,
        target: &str,
        version: Version,
        fields: &[(&str, &str)],
    ) -> Request<Empty<&'static [u8]>> {
        let mut request = Request::builder().method(method).uri(target).version(version);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        request.body(Empty::new()).expect("a request")
    }

    #[test]
    fn the_form_of_the_target_fits_the_method() {
        let own = HeaderValue::from_static("own");
        for (method, target, expected) in [
            ("GET", "/x", 200),
            ("OPTIONS", "*", 200),
            ("GET", "http://a.example/x", 200),
            ("GET", "*", 400),
            ("DELETE", "*", 400),
            ("GET", "index.html", 400),
            ("OPTIONS", "other.example:80", 400),
            ("GET", "ftp://a.example/x", 400),
            ("CONNECT", "a.example:80", 400),
            ("TRACE", "/", 405),
        ] {
            let checked = check(&request(method, target, Version::HTTP_11, &[("host", "a.example")]), &own);
            assert_eq!(checked.map_or_else(|status| status.as_u16(), |_| 200), expected, "{method} {target}");
        }
    }

    #[test]
    fn chunked_is_the_one_transfer_coding() {
        let own = HeaderValue::from_static("own");
        for (codings, expected) in [
            (&["chunked"][..], 200),
            (&["Chunked"], 200),
            (&["gzip, chunked"], 501),
            (&["gzip", "chunked"], 501),
            (&["x"], 501),
            (&["\"chunked\""], 501),
            (&["chunked, chunked"], 400),
        ] {
            let mut fields = vec![("host", "a.example")];
            fields.extend(codings.iter().map(|coding| ("transfer-encoding", *coding)));
            let checked = check(&request("POST", "/", Version::HTTP_11, &fields), &own);
            assert_eq!(checked.map_or_else(|status| status.as_u16(), |_| 200), expected, "{codings:?}");
        }
    }

    #[test]
    fn a_request_that_goes_round_in_a_circle_is_stopped() {
        let own = HeaderValue::from_static("own");
        for (count, expected) in [(30, 200), (31, 463)] {
            let chain = vec!["192.0.2.1"; count].join(", ");
            let fields = [("host", "a"), ("x-forwarded-for", chain.as_str())];
            let checked = check(&request("GET", "/", Version::HTTP_11, &fields), &own);
            assert_eq!(checked.map_or_else(|status| status.as_u16(), |_| 200), expected, "{count}");
        }
    }

    #[test]
    fn a_websocket_is_asked_for_by_get_and_by_its_name_alone() {
        let upgrade = ("connection", "keep-alive, Upgrade");
        for (method, version, fields, expected) in [
            ("GET", Version::HTTP_11, vec![upgrade, ("upgrade", "websocket")], true),
            ("GET", Version::HTTP_11, vec![upgrade, ("upgrade", "WebSocket")], true),
            ("GET", Version::HTTP_11, vec![("upgrade", "websocket")], false),
            ("GET", Version::HTTP_11, vec![upgrade, ("upgrade", "h2c")], false),
            ("GET", Version::HTTP_11, vec![upgrade, ("upgrade", "h2c, websocket")], false),
            ("GET", Version::HTTP_11, vec![upgrade, ("upgrade", "websocket"), ("upgrade", "h2c")], false),
            ("GET", Version::HTTP_11, vec![upgrade, ("upgrade", "websocket/13")], false),
            ("POST", Version::HTTP_11, vec![upgrade, ("upgrade", "websocket")], false),
            ("GET", Version::HTTP_10, vec![upgrade, ("upgrade", "websocket")], false),
        ] {
            assert_eq!(
                wants_websocket(&request(method, "/", version, &fields)),
                expected,
                "{method} {fields:?}"
            );
        }
    }
}
