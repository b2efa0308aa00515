//! Requests of HTTP/1.1 that two readers could understand in two ways, by ELB's classes (ELB User Guide, "Desync
//! mitigation mode" and "Classification reasons").
//!
//! What ELB calls severe does not get here: the parser and `request` refuse it in every mode. Nor does a request with two
//! lengths: the parser keeps the one that counts (RFC 9112 §6.3), and closes the connection when they differ in kind.

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, TRANSFER_ENCODING};
use http::{Method, Request, StatusCode, Version};

use crate::http_settings::DesyncMode;
use crate::target::exchange::Reuse;

/// How clear a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// As RFC 9112 says.
    Compliant,
    /// Not as RFC 9112 says, without a risk that is known.
    Acceptable,
    /// Readers are known to understand it in different ways.
    Ambiguous,
}

/// What is done with a request.
///
/// # Errors
/// The status to refuse it with; its connection is closed.
pub(crate) fn judge<B>(request: &Request<B>, mode: DesyncMode) -> Result<Reuse, StatusCode> {
    if mode == DesyncMode::Monitor || request.version() == Version::HTTP_2 {
        return Ok(Reuse::Allowed);
    }
    match (class(request.method(), request.headers()), mode) {
        (Class::Compliant, _) => Ok(Reuse::Allowed),
        (_, DesyncMode::Strictest) => Err(StatusCode::BAD_REQUEST),
        (Class::Ambiguous, _) => Ok(Reuse::Forbidden),
        (Class::Acceptable, _) => Ok(Reuse::Allowed),
    }
}

fn class(method: &Method, headers: &HeaderMap) -> Class {
    of_length(method, headers).max(of_headers(headers))
}

/// `BothTeClPresent`, `DuplicateContentLength`, `UndefinedContentLengthSemantics`, `UndefinedTransferEncodingSemantics`
/// and `GetHeadZeroContentLength`.
fn of_length(method: &Method, headers: &HeaderMap) -> Class {
    let has_no_body = *method == Method::GET || *method == Method::HEAD;
    let mut lengths = headers.get_all(CONTENT_LENGTH).iter();
    let is_chunked = headers.contains_key(TRANSFER_ENCODING);
    match (lengths.next(), lengths.next()) {
        (None, _) if !is_chunked || !has_no_body => Class::Compliant,
        (Some(_), None) if !is_chunked && !has_no_body => Class::Compliant,
        (Some(length), None) if !is_chunked && length == "0" => Class::Acceptable,
        _ => Class::Ambiguous,
    }
}

/// `SuspiciousHeader`: a name that some readers take for one of those that say how long a body is. `NonCompliantHeader`:
/// a value that is not ASCII.
fn of_headers(headers: &HeaderMap) -> Class {
    let mut class = Class::Compliant;
    for (name, value) in headers {
        if is_suspicious(name) {
            return Class::Ambiguous;
        }
        if !value.as_bytes().is_ascii() {
            class = Class::Acceptable;
        }
    }
    class
}

/// Names in a header map are in lower case, and what is no token was refused.
fn is_suspicious(name: &HeaderName) -> bool {
    const LOOK_ALIKE: [&str; 2] = ["contentlength", "transferencoding"];
    let name = name.as_str();
    let is_near = matches!(name.len(), 13..=19) && matches!(name.as_bytes()[0], b'c' | b't' | b'_');
    if !is_near || name == CONTENT_LENGTH.as_str() || name == TRANSFER_ENCODING.as_str() {
        return false;
    }
    let letters = || name.bytes().filter(u8::is_ascii_alphanumeric);
    LOOK_ALIKE.iter().any(|word| letters().eq(word.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(method: &str, fields: &[(&str, &[u8])], mode: DesyncMode) -> Result<Reuse, u16> {
        let mut request = Request::builder().method(method).uri("/").version(Version::HTTP_11);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        judge(&request.body(()).expect("a request"), mode).map_err(|status| status.as_u16())
    }

    #[test]
    fn each_class_is_treated_as_the_mode_says() {
        let (length, coding) = (("content-length", &b"3"[..]), ("transfer-encoding", &b"chunked"[..]));
        let (closed, kept) = (Ok(Reuse::Forbidden), Ok(Reuse::Allowed));
        for (method, fields, defensive) in [
            ("POST", vec![length], kept),
            ("POST", vec![coding], kept),
            ("GET", vec![("x-content-length", &b"3"[..])], kept),
            ("POST", vec![length, length], closed),
            ("POST", vec![length, coding], closed),
            ("GET", vec![length], closed),
            ("HEAD", vec![coding], closed),
            ("POST", vec![length, ("content_length", b"4")], closed),
            ("POST", vec![length, ("transfer_encoding", b"chunked")], closed),
            ("POST", vec![length, ("transferencoding", b"chunked")], closed),
            ("POST", vec![length, ("_content-length", b"chunked")], closed),
        ] {
            assert_eq!(judged(method, &fields, DesyncMode::Defensive), defensive, "{method} {fields:?}");
            assert_eq!(judged(method, &fields, DesyncMode::Monitor), kept, "{method} {fields:?}");
            let strictest = if defensive == kept { kept } else { Err(400) };
            assert_eq!(judged(method, &fields, DesyncMode::Strictest), strictest, "{method} {fields:?}");
        }
    }

    #[test]
    fn what_is_acceptable_is_refused_in_the_strictest_mode_alone() {
        for fields in [vec![("content-length", &b"0"[..])], vec![("x-name", "M\u{fc}ller".as_bytes())]] {
            assert_eq!(judged("GET", &fields, DesyncMode::Defensive), Ok(Reuse::Allowed), "{fields:?}");
            assert_eq!(judged("GET", &fields, DesyncMode::Strictest), Err(400), "{fields:?}");
        }
    }
}
