//! A target's answer on its way to the client.

use http::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING, UPGRADE};
use http::{Response, Version};
use hyper::ext::ReasonPhrase;

use super::hop_by_hop::{is_only, remove_hop_by_hop};

/// The most that the reason, and names and values of an answer's headers, may take, in bytes (ELB quota: 32 KB for a response).
const HEADER_BYTES_MAX: usize = 32 * 1024;

/// Why an answer cannot be forwarded: 502.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unforwardable {
    /// Its body has a coding that would be lost.
    Coding,
    /// Its headers are too large.
    Headers,
}

/// Makes a target's answer fit the client's connection.
///
/// # Errors
/// When it cannot be forwarded.
pub(crate) fn adapt<B>(response: &mut Response<B>) -> Result<(), Unforwardable> {
    let reason = response.extensions().get::<ReasonPhrase>().map_or(0, |reason| reason.as_bytes().len());
    let sizes = response.headers().iter().map(|(name, value)| name.as_str().len() + value.len());
    if reason + sizes.sum::<usize>() > HEADER_BYTES_MAX {
        return Err(Unforwardable::Headers);
    }
    // RFC 9110 §6.2, RFC 9112 §2.3: the version is the sender's own, whatever the target speaks.
    *response.version_mut() = Version::HTTP_11;
    let headers = response.headers_mut();
    if headers.contains_key(TRANSFER_ENCODING) {
        if !is_understood(headers) {
            return Err(Unforwardable::Coding);
        }
        // RFC 9112 §6.3: the transfer coding says how long the body is, and the length goes.
        headers.remove(CONTENT_LENGTH);
    }
    remove_hop_by_hop(headers);
    Ok(())
}

/// RFC 9112 §6.1: other codings than chunked are for clients that asked for them by TE, which is not forwarded.
fn is_understood(headers: &HeaderMap) -> bool {
    is_only(headers, &TRANSFER_ENCODING, "chunked") || is_only(headers, &TRANSFER_ENCODING, "identity")
}

/// Whether a target has changed to WebSocket and to no other protocol.
pub(crate) fn is_websocket(headers: &HeaderMap) -> bool {
    is_only(headers, &UPGRADE, "websocket")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_forwarded_up_to_elb_s_limit() {
        for (size, taken) in [(32_000, Ok(())), (33_000, Err(Unforwardable::Headers))] {
            let half = "x".repeat(size / 2);
            let response = Response::builder().header("x-a", &half).header("x-b", &half);
            assert_eq!(adapt(&mut response.body(()).expect("a response")), taken, "{size}");
        }
    }

    #[test]
    fn a_body_is_as_long_as_its_coding_says() {
        for (version, fields, kept) in [
            (Version::HTTP_11, vec![("content-length", "3")], Ok(Some("3"))),
            (Version::HTTP_10, vec![("content-length", "3")], Ok(Some("3"))),
            (Version::HTTP_11, vec![("content-length", "3"), ("transfer-encoding", "chunked")], Ok(None)),
            (Version::HTTP_11, vec![("transfer-encoding", "Chunked"), ("content-length", "50")], Ok(None)),
            (Version::HTTP_11, vec![("transfer-encoding", "identity"), ("content-length", "3")], Ok(None)),
            (Version::HTTP_11, vec![("transfer-encoding", "gzip, chunked")], Err(Unforwardable::Coding)),
            (Version::HTTP_11, vec![("transfer-encoding", "gzip")], Err(Unforwardable::Coding)),
        ] {
            let mut response = Response::builder().version(version);
            for (name, value) in &fields {
                response = response.header(*name, *value);
            }
            let mut response = response.body(()).expect("a response");
            let taken = adapt(&mut response);
            let length = response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
            assert_eq!(taken.map(|()| length), kept, "{fields:?}");
            if taken.is_ok() {
                assert_eq!(response.version(), Version::HTTP_11);
                assert!(!response.headers().contains_key(TRANSFER_ENCODING));
            }
        }
    }
}
