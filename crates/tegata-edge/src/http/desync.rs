//! Requests of HTTP/1.1 that two readers could understand in two ways, by ELB's classes (ELB User Guide, "Desync
//! mitigation mode" and "Classification reasons").
//!
//! What ELB calls severe does not get here: the parser and `request` refuse it in every mode. Nor does a request with two
//! lengths: the parser keeps the one that counts (RFC 9112 §6.3), and closes the connection when they differ in kind.

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, TRANSFER_ENCODING};
use http::{Method, Request, StatusCode, Version};

use crate::http_settings::DesyncMode;
use crate::target::exchange::Reuse;
use crate::vocabulary::Unclear;

/// Why a request is not as RFC 9112 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    BothTeClPresent,
    DuplicateContentLength,
    GetHeadZeroContentLength,
    NonCompliantHeader,
    SuspiciousHeader,
    UndefinedContentLengthSemantics,
    UndefinedTransferEncodingSemantics,
}

impl Reason {
    /// Whether readers are known to understand such a request in different ways.
    fn is_ambiguous(self) -> bool {
        !matches!(self, Reason::GetHeadZeroContentLength | Reason::NonCompliantHeader)
    }

    /// The names of the class and of the reason, as access logs write them.
    fn unclear(self) -> Unclear {
        let class = if self.is_ambiguous() { "Ambiguous" } else { "Acceptable" };
        let reason = match self {
            Reason::BothTeClPresent => "BothTeClPresent",
            Reason::DuplicateContentLength => "DuplicateContentLength",
            Reason::GetHeadZeroContentLength => "GetHeadZeroContentLength",
            Reason::NonCompliantHeader => "NonCompliantHeader",
            Reason::SuspiciousHeader => "SuspiciousHeader",
            Reason::UndefinedContentLengthSemantics => "UndefinedContentLengthSemantics",
            Reason::UndefinedTransferEncodingSemantics => "UndefinedTransferEncodingSemantics",
        };
        Unclear { class, reason }
    }
}

/// What is done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Whether it is forwarded, or the status to refuse it with; its connection is closed then.
    pub(crate) reuse: Result<Reuse, StatusCode>,
    /// Why it could be understood in two ways.
    pub(crate) unclear: Option<Unclear>,
}

/// Judges a request as the mode says.
pub(crate) fn judge<B>(request: &Request<B>, mode: DesyncMode) -> Judgement {
    let reason = match request.version() {
        Version::HTTP_2 => None,
        _ => reason(request.method(), request.headers()),
    };
    let reuse = match (reason, mode) {
        (None, _) | (Some(_), DesyncMode::Monitor) => Ok(Reuse::Allowed),
        (Some(_), DesyncMode::Strictest) => Err(StatusCode::BAD_REQUEST),
        (Some(reason), DesyncMode::Defensive) if reason.is_ambiguous() => Ok(Reuse::Forbidden),
        (Some(_), DesyncMode::Defensive) => Ok(Reuse::Allowed),
    };
    Judgement { reuse, unclear: reason.map(Reason::unclear) }
}

/// The worst that a request gives reason for.
fn reason(method: &Method, headers: &HeaderMap) -> Option<Reason> {
    let of_length = of_length(method, headers);
    match of_length {
        Some(reason) if reason.is_ambiguous() => of_length,
        _ => of_headers(headers).or(of_length),
    }
}

fn of_length(method: &Method, headers: &HeaderMap) -> Option<Reason> {
    let has_no_body = *method == Method::GET || *method == Method::HEAD;
    let mut lengths = headers.get_all(CONTENT_LENGTH).iter();
    let is_chunked = headers.contains_key(TRANSFER_ENCODING);
    match (lengths.next(), lengths.next()) {
        (None, _) => (is_chunked && has_no_body).then_some(Reason::UndefinedTransferEncodingSemantics),
        (Some(_), _) if is_chunked => Some(Reason::BothTeClPresent),
        (Some(_), Some(_)) => Some(Reason::DuplicateContentLength),
        (Some(_), None) if !has_no_body => None,
        (Some(length), None) if length == "0" => Some(Reason::GetHeadZeroContentLength),
        (Some(_), None) => Some(Reason::UndefinedContentLengthSemantics),
    }
}

/// `SuspiciousHeader`: a name that some readers take for one of those that say how long a body is. `NonCompliantHeader`:
/// a value that is not ASCII.
fn of_headers(headers: &HeaderMap) -> Option<Reason> {
    let mut found = None;
    for (name, value) in headers {
        if is_suspicious(name) {
            return Some(Reason::SuspiciousHeader);
        }
        if !value.as_bytes().is_ascii() {
            found = Some(Reason::NonCompliantHeader);
        }
    }
    found
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
        judge(&request.body(()).expect("a request"), mode).reuse.map_err(|status| status.as_u16())
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
